"""What is answered about personal safety protection orders (反家庭暴力法 art. 23 to 34; 法释〔2022〕17号)."""

from django.db import models


class Applicant(models.TextChoices):
    """Who applies: she, or one of those whom the law lets apply for her (art. 23; 法释〔2022〕17号 art. 2)."""

    HERSELF = "herself", "本人"
    RELATIVE = "relative", "近亲属"
    POLICE = "police", "公安机关"
    FEDERATION = "federation", "妇联"
    COMMITTEE = "committee", "居（村）民委员会"
    RESCUE = "rescue", "救助管理机构"
    CIVIL = "civil", "民政部门"
    DISABLED_UNION = "disabled", "残疾人联合会"
    ELDERLY_UNION = "elderly", "依法设立的老年人组织"


class Ground(models.TextChoices):
    """Why another applies for her."""

    NO_CAPACITY = "capacity", "无民事行为能力、限制民事行为能力"
    COERCED = "coerced", "受到强制、威吓等无法申请"
    FRAIL = "frail", "年老、残疾、重病等，根据本人意愿"


# These only where she is old, disabled or seriously ill, and wishes it (法释〔2022〕17号 art. 2).
ADDED_BY_THE_COURT = (Applicant.CIVIL, Applicant.DISABLED_UNION, Applicant.ELDERLY_UNION)


class OrderResult(models.TextChoices):
    """What the court decided."""

    GRANTED = "granted", "作出人身安全保护令"
    REFUSED = "refused", "驳回申请"
    WITHDRAWN = "withdrawn", "本人撤回申请"


class OrderEnd(models.TextChoices):
    """Why a granted order holds no more."""

    EXPIRED = "expired", "期满失效"
    REVOKED = "revoked", "经申请撤销"


class BreachTold(models.TextChoices):
    """To whom a breach was reported (art. 34)."""

    POLICE = "police", "公安机关"
    COURT = "court", "作出保护令的人民法院"
