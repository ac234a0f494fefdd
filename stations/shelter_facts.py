"""What a shelter and a stay can be, as data (domain.md H1-H9, D11, 3.5, 3.6)."""

from django.db import models


class ShelterKind(models.TextChoices):
    """Under whose roof it stands (H1). Whoever seeks a bed is told this, and no more."""

    SHELTER = "shelter", "妇女庇护所"
    RESCUE = "rescue", "依托救助管理站"
    WELFARE = "welfare", "依托福利机构"
    OTHER = "other", "其他场所"


class Zone(models.TextChoices):
    """Areas by sex and age (H3, H8, H10)."""

    WOMEN = "women", "女性区"
    FAMILY = "family", "亲子区"
    GIRLS = "girls", "未成年人区（女）"
    BOYS = "boys", "未成年人区（男）"
    MEN = "men", "男性区"


class RoomUse(models.TextChoices):
    """What a room is for (H9); beds stand in living rooms."""

    LIVING = "living", "居住室"
    SOCIAL_WORK = "social", "社工室"
    INTERVIEW = "interview", "询问室"
    VISITING = "visiting", "会见室"


class Sex(models.TextChoices):
    FEMALE = "f", "女"
    MALE = "m", "男"


class Basis(models.TextChoices):
    """On what paper or word she asks for shelter (D11, 3.6); none is needed beyond her own word."""

    WARNING_LETTER = "warning", "家庭暴力告诫书"
    POLICE_RECEIPT = "police", "报警回执"
    PROTECTION_ORDER = "order", "人身安全保护令"
    FEDERATION = "federation", "妇联转介"
    POLICE_ESCORT = "escort", "公安机关护送"
    OWN_WORD = "word", "本人自述"


class Decision(models.TextChoices):
    """What was decided of an application."""

    APPLIED = "applied", "待审核"
    WAITING = "waiting", "候床"
    ADMITTED = "admitted", "已入住"
    DECLINED = "declined", "不予接收"
    WITHDRAWN = "withdrawn", "本人撤回"


class DeclineReason(models.TextChoices):
    """Why not; a shelter may not refuse who is eligible (H10), so each has a ground."""

    NO_DANGER = "no_danger", "人身安全没有受到威胁"
    HAS_PLACE = "has_place", "有其他安全的住处"
    HOSPITAL = "hospital", "伤病需要先送医治疗"
    ELSEWHERE = "elsewhere", "已转其他庇护场所"
    NO_BED = "no_bed", "没有合适的床位，已另行安排"
    OTHER = "other", "其他"


class StayState(models.TextChoices):
    """3.6. Absent is no state: who is out has an open line in the log."""

    IN_STAY = "in", "在住"
    EXTENDED = "extended", "延期在住"
    FOLLOW_UP = "follow_up", "已离所，待回访"
    CLOSED = "closed", "已结案"


LIVING_IN = (StayState.IN_STAY, StayState.EXTENDED)


class Exit(models.TextChoices):
    """How she leaves (H6, 3.6). Nobody is kept, and nobody is put out by the software."""

    BY_HERSELF = "herself", "自愿离开"
    FETCHED = "fetched", "亲友接回"
    ESCORTED = "escorted", "村（居）委会、妇联护送"
    REFERRED = "referred", "转介其他机构"
    RESETTLED = "resettled", "转长期安置"


class Occasion(models.TextChoices):
    """What a bed is held for."""

    CALL = "call", "12338 来电"
    PETITION = "petition", "信访事项"
    APPLICATION = "application", "庇护申请"


class Distance(models.TextChoices):
    """How far a free bed is, in classes: nearer words would say where."""

    COUNTY = "county", "本县（市、区）"
    CITY = "city", "本市其他县（市、区）"
    PROVINCE = "province", "省内其他市"


class ReferralKind(models.TextChoices):
    """H5."""

    MEDICAL = "medical", "医疗救治"
    LEGAL = "legal", "法律援助"
    PSYCHOLOGY = "psychology", "心理辅导"
    JOB = "job", "就业帮扶"
    JUDICIAL = "judicial", "司法救助"
    MEDIATION = "mediation", "调解"
    OTHER = "other", "其他"


class Verifier(models.TextChoices):
    """Who confirmed the other guardian's identity (H7)."""

    POLICE = "police", "公安机关"
    COMMITTEE = "committee", "村（居）民委员会"
