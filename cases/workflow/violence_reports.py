"""What is answered about reports to the police: by whom, with which result, and why the law commanded one."""

from django.db import models


class Reporter(models.TextChoices):
    """Who called the police."""

    HERSELF = "herself", "本人"
    RELATIVE = "relative", "近亲属"
    FEDERATION = "federation", "妇联"
    COMMITTEE = "committee", "村（居）委会"
    OTHER = "other", "其他人、其他单位"


class PoliceResult(models.TextChoices):
    """The results by which the police count (公通字〔2024〕34号 art. 21), and that there was none."""

    CRITICISM = "criticism", "批评教育"
    WARNING = "warning", "出具告诫书"
    PUNISHMENT = "punishment", "治安管理处罚"
    CRIMINAL = "criminal", "追究刑事责任"
    NOTHING = "nothing", "未作处理"


class ReportTo(models.TextChoices):
    """To whom the law commands a report (未成年人保护法 art. 11)."""

    POLICE = "police", "公安机关"
    CIVIL_AFFAIRS = "civil", "民政部门"
    EDUCATION = "education", "教育部门"


class Trigger(models.IntegerChoices):
    """The nine situations of 高检发〔2020〕9号 art. 4, by their numbers there."""

    PRIVATE_PARTS = 1, "（一）生殖器官或者隐私部位遭受或者疑似遭受非正常损伤"
    UNDER_14 = 2, "（二）不满十四周岁的女性遭受或者疑似遭受性侵害、怀孕、流产"
    OVER_14 = 3, "（三）十四周岁以上女性遭受或者疑似遭受性侵害所致怀孕、流产"
    INJURIES = (
        4,
        "（四）身体存在多处损伤、严重营养不良、意识不清，存在或者疑似存在受到家庭暴力、欺凌、虐待、殴打或者被人麻醉等情形",
    )
    SUICIDE = 5, "（五）因自杀、自残、工伤、中毒、被人麻醉、殴打等非正常原因导致伤残、死亡情形"
    ABANDONED = 6, "（六）被遗弃或者长期处于无人照料状态"
    UNKNOWN_ORIGIN = 7, "（七）来源不明、失踪或者被拐卖、收买"
    BEGGING = 8, "（八）被组织乞讨"
    OTHER = 9, "（九）其他严重侵害未成年人身心健康的情形或者未成年人正在面临不法侵害危险的"


class WarningFinding(models.TextChoices):
    """What a visit found. Who could not speak freely has told nobody that it is over: it is tried again."""

    CLEAN = "clean", "未再实施家庭暴力"
    VIOLENCE = "violence", "再次实施家庭暴力"
    UNCLEAR = "unclear", "没有见到或者不便说话，另约时间"


class WarningEnd(models.TextChoices):
    """Why a warning letter is looked after no more."""

    CLEAN = "clean", "连续三次查访未再实施家庭暴力"
    REPLACED = "replaced", "另有新的告诫书"
    PUNISHED = "punished", "已转为行政处罚或者刑事追究"
