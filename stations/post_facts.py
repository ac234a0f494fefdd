"""What rights posts and partner bases can be, as data (domain.md rows 27, 33, 34, 42)."""

from django.db import models


class Verdict(models.TextChoices):
    """How a post does its duties."""

    GOOD = "good", "履职良好"
    MEND = "mend", "限期改进"
    IDLE = "idle", "没有履职"


class AwardState(models.TextChoices):
    """What became of a nomination as 优秀妇女维权岗."""

    NOMINATED = "nominated", "已推荐"
    GIVEN = "given", "已授予"
    DECLINED = "declined", "未授予"


class BaseKind(models.TextChoices):
    """Partner bases (rows 27, 42)."""

    COLLEGIAL_PANEL = "panel", "维权合议庭"
    VIOLENCE_DESK = "violence_desk", "家庭暴力投诉站"
    LEGAL_AID = "legal_aid", "法律援助中心（工作站）"
    RESCUE = "rescue", "妇女儿童救助站"
    MEDIATION = "mediation", "婚姻家庭纠纷调解委员会"
    PSYCHOLOGY = "psychology", "心理服务站"
    OTHER = "other", "其他维权阵地"
