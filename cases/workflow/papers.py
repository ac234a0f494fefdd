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
    # To authorities (妇女权益保障法 art. 73 to 78): required, urged, proposed, supported, handed over.
    INVESTIGATION = "investigation", "要求查处函"
    URGING = "urging", "督促处理意见书"
    INSPECTION = "inspection", "提请政府督查函"
    INTERVIEW = "interview", "约谈建议函"
    SUIT_SUPPORT = "suit_support", "支持起诉意见书"
    CLUE = "clue", "公益诉讼线索移送函"
    REFERRAL = "referral", "转介函"
    COMPLAINT_REPLY = "complaint_reply", "投诉答复书"
    # Within the federation (条例 art. 25, 38 to 40).
    SUPERVISION = "supervision", "督办单"
    SUGGESTION = "suggestion", "建议书"
    PROPOSAL = "proposal", "提请联席会议建议"
    URGENT_REPORT = "urgent_report", "紧急报告"
    BRIEFING = "briefing", "信访专报"
    REPORT = "report", "信访情况报告"  # of a year or a part of it (art. 41)


# About no single petition: figures and cases without names, before their own unit until they are sent.
BRIEFINGS = frozenset({DocumentKind.BRIEFING, DocumentKind.REPORT})
