"""What a station can be, as data: kinds, hosts, links, kinds of service (domain.md rows 35-38)."""

from django.db import models


class StationKind(models.TextChoices):
    """The places of the federation's network that serve women (domain.md rows 28, 35, 37, 38, 42; L8)."""

    RIGHTS_STATION = "rights", "妇女维权服务站"
    WOMENS_HOME = "home", "妇女之家"
    MOBILE_HOME = "mobile", "流动妇女平安之家"
    FAMILY_MEDIATION = "mediation", "婚姻家庭纠纷调委会"
    GOVERNANCE_WINDOW = "window", "综治中心窗口"
    SOCIAL_WORK_POST = "social", "社工维权岗"
    CHARITY_STATION = "charity", "慈善义工站"
    SERVICE_CENTRE = "centre", "12338妇联维权服务中心"
    OTHER = "other", "其他"


class HostKind(models.TextChoices):
    """Under whose roof it stands (row 37)."""

    GOVERNANCE_CENTRE = "governance", "综治中心"
    WOMENS_HOME = "home", "妇女之家"
    COMMITTEE = "committee", "村（居）委会"
    SERVICE_HALL = "hall", "为民服务大厅"
    NGO = "ngo", "社会组织"
    FEDERATION = "federation", "妇联"
    OTHER = "other", "其他单位"


class Linkage(models.TextChoices):
    """The three integrations and the three links (三融三联, row 36)."""

    ORGANISATION = "organisation", "机构融入"
    PEOPLE = "people", "人员融入"
    WORK = "work", "工作融入"
    VISITS = "visits", "来访联接"
    DISPUTES = "disputes", "纠纷联调"
    EMERGENCIES = "emergencies", "突发联动"


class Service(models.TextChoices):
    """The six kinds of service of 妇女之家 (row 38)."""

    COMPLAINT = "complaint", "咨询投诉"
    LEGAL_HELP = "legal", "法律帮助"
    LEGAL_EDUCATION = "education", "普法教育"
    GOVERNANCE = "governance", "综合治理"
    NEEDS = "needs", "服务妇女需求"
    HARDSHIP = "hardship", "困难群体帮扶"
