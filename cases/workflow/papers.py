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
    INVESTIGATION = "investigation", "要求查处函"
    URGING = "urging", "督促处理意见书"
    INSPECTION = "inspection", "提请督查函"
    TALK_PROPOSAL = "talk_proposal", "约谈建议函"
    SUIT_SUPPORT = "suit_support", "支持起诉意见书"
    CLUE = "clue", "公益诉讼线索移送函"
    RELIEF = "relief", "帮扶转介单"
    SUPERVISION = "supervision", "督办单"
    SUGGESTION = "suggestion", "建议书"
    BRIEFING = "briefing", "专报"
