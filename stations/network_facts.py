"""What people of the network are, as data: roles, papers, services, and why they leave (domain.md rows 81-86)."""

from django.db import models


class RoleKind(models.TextChoices):
    """What somebody does for the federation's network (rows 66, 82, 84, 86)."""

    JUROR = "juror", "人民陪审员"
    MEDIATOR = "mediator", "人民调解员"
    LABOUR_INSPECTOR = "labour_inspector", "劳动保障法律监督员"
    LAND_ARBITRATOR = "land_arbitrator", "农村土地承包仲裁员"
    PUBLIC_LAWYER = "public_lawyer", "公职律师"
    LAWYER = "lawyer", "律师志愿者"
    COUNSELLOR = "counsellor", "心理咨询师"
    SOCIAL_WORKER = "social_worker", "社会工作者"
    VOLUNTEER = "volunteer", "巾帼维权志愿者"
    CADRE = "cadre", "妇联信访干部"


# Who gives her time, and may have its hours logged.
VOLUNTEERS = frozenset({RoleKind.VOLUNTEER, RoleKind.LAWYER, RoleKind.COUNSELLOR, RoleKind.SOCIAL_WORKER})


class Sex(models.TextChoices):
    """As the identity number says it, where there is one."""

    FEMALE = "female", "女"
    MALE = "male", "男"


class CredentialKind(models.TextChoices):
    """Qualifications that cadres are encouraged to have (row 83: 法律、社会学、心理学、婚姻家庭)."""

    LAW = "law", "法律职业资格"
    LAWYER = "lawyer", "律师执业证（公职律师证）"
    PSYCHOLOGY = "psychology", "心理咨询师（员）"
    FAMILY = "family", "婚姻家庭咨询师"
    SOCIAL_WORK = "social_work", "社会工作者职业资格"
    MEDIATOR = "mediator", "人民调解员证"
    OTHER = "other", "其他资质"


class CourseKind(models.TextChoices):
    """What a course is about; only the first ends the duty of a petition cadre (row 81)."""

    PETITION = "petition", "信访业务"
    LAW = "law", "法律法规"
    MEDIATION = "mediation", "调解、婚姻家庭"
    PSYCHOLOGY = "psychology", "心理疏导"
    OTHER = "other", "其他"


class LeftWhy(models.TextChoices):
    """Why somebody is no longer of the network."""

    TERM = "term", "任期届满"
    MOVED = "moved", "调离本地区"
    RETIRED = "retired", "退休"
    ASKED = "asked", "本人申请退出"
    DISMISSED = "dismissed", "免去、解聘"
    DECEASED = "deceased", "去世"


class ServiceKind(models.TextChoices):
    """What a volunteer did."""

    VISIT = "visit", "走访、关爱"
    ADVICE = "advice", "咨询解答"
    MEDIATION = "mediation", "纠纷调解"
    COMPANY = "company", "陪同、陪伴"
    COUNSELLING = "counselling", "心理疏导"
    PUBLICITY = "publicity", "普法宣传"
    DUTY = "duty", "站点值班"
    OTHER = "other", "其他"
