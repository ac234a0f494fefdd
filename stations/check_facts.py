"""What stations and units are checked and named for, as plain words: kinds of lists, sections, checks, partners."""

from django.db import models


class ListKind(models.TextChoices):
    """What a checklist is about."""

    STATION = "station", "服务站点建设"
    PEACE_FAMILY = "peace_family", "平安家庭创建"
    SHELTER = "shelter", "庇护所条件"


class Section(models.TextChoices):
    """The parts of the checklists (domain.md 3.6, rows 29, 30, 53, 54, H2-H12); `local` is what a region has added."""

    FOUR_HAVES = "four_haves", "四有"
    FIVE_ONES = "five_ones", "五个一"
    SYSTEMS = "systems", "制度上墙"
    PREVENTIONS = "preventions", "防"
    ABSENCES = "absences", "无"
    CONDITIONS = "conditions", "场所、设施"
    PROTECTION = "protection", "安全、保密"
    CARE = "care", "日常管理"
    LINKS = "links", "协作、队伍"
    LOCAL = "local", "本地要求"


OF_SHELTERS = (Section.CONDITIONS, Section.PROTECTION, Section.CARE, Section.LINKS)


class CheckKind(models.TextChoices):
    """Why a station is looked at. Its own people assess it themselves; all else is a unit above."""

    SELF = "self", "自评"
    YEARLY = "yearly", "年度检查"
    SPOT = "spot", "抽查"
    RECHECK = "recheck", "复查"


class Partner(models.TextChoices):
    """Whom a check is made with (同部署、同推进、同检查、同考核; row 40)."""

    GOVERNANCE = "governance", "综治中心"
    JUSTICE = "justice", "司法所"
    POLICE = "police", "公安派出所"
    CIVIL_AFFAIRS = "civil", "民政部门"
    COURT = "court", "人民法院"
    PEOPLES_CONGRESS = "congress", "人大代表"
    OTHER = "other", "其他单位"


MADE_ABOVE = tuple(kind for kind in CheckKind if kind is not CheckKind.SELF)
