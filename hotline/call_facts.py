"""How a caller can be talked with, as plain data."""

from django.db import models


class Language(models.TextChoices):
    """In what she speaks."""

    MANDARIN = "mandarin", "普通话"
    DIALECT = "dialect", "方言"
    MINORITY = "minority", "少数民族语言"
    FOREIGN = "foreign", "外语"


class Need(models.TextChoices):
    """What makes talking hard, and what she needs for it."""

    HEARING = "hearing", "听力障碍"
    SPEECH = "speech", "言语障碍"
    SIGHT = "sight", "视力障碍"
    MIND = "mind", "智力、精神障碍"
    INTERPRETER = "interpret", "需要翻译"


class ReportFor(models.TextChoices):
    """Of whom the law commands a report to the police (反家庭暴力法 art. 14, 未成年人保护法 art. 11)."""

    MINOR = "minor", "未成年人"
    NO_CAPACITY = "no_capacity", "无、限制民事行为能力的成年人"
