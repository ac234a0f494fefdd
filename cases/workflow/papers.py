"""The kinds of papers that a federation writes."""

from django.db import models


class DocumentKind(models.TextChoices):
    """What a paper is; its layout and wording come from the template of its kind."""

    ACCEPTANCE = "acceptance", "受理告知书"
    DIRECTION = "direction", "告知书（去向）"
    REFUSAL = "refusal", "不予受理告知书"
    PASSING = "passing", "转送告知书"
    ASSIGNMENT = "assignment", "交办函"
    EXTENSION = "extension", "延期办理告知书"
    DIVERSION = "diversion", "分流告知书"
    REPLY = "reply", "答复"
    OPINION = "opinion", "信访处理意见书"
    REVIEW = "review", "复查意见书"
    RECHECK = "recheck", "复核意见书"
    MEDIATION = "mediation", "调解协议书"
