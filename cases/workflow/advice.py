"""Suggestions (三项建议, art. 40) and proposals to the joint conference (art. 39): what they may be, as plain data."""

from django.db import models


class SuggestionKind(models.TextChoices):
    """The three suggestions of art. 40, paras 1 to 3."""

    IMPROVE = "improve", "改进工作的建议"
    POLICY = "policy", "完善政策的建议"
    ACCOUNTABILITY = "accountability", "追究责任的建议"


class Adoption(models.TextChoices):
    """What became of a suggestion: its receiver says so in writing (art. 40, para 4)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "未采纳"


class Measure(models.TextChoices):
    """What only the joint conference may order (art. 39, para 3); a federation can no more than propose it."""

    INTERVIEW = "interview", "约谈"
    CIRCULAR = "circular", "通报"
    LISTED_SUPERVISION = "listed_supervision", "挂牌督办"
    RECTIFY = "rectify", "责令限期整改"


class ProposalOutcome(models.TextChoices):
    """What the joint conference did about a proposal."""

    TAKEN = "taken", "联席会议已采取"
    OTHER = "other", "另行处理"
    DECLINED = "declined", "未采取"
