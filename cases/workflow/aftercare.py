"""What is answered around the handling: notes of work, return visits, ratings, complaints, the cause of a matter."""

from django.db import models


class StepKind(models.TextChoices):
    """What was done (domain.md 3.1; the last three are row 21 of section 1)."""

    TALK = "talk", "谈话"
    HOME_VISIT = "home_visit", "走访"
    INQUIRY = "inquiry", "调查"
    COORDINATION = "coordination", "协调"
    ACCOMPANYING = "accompanying", "陪同"
    CONFERENCE = "conference", "会商"
    PHONE = "phone", "电话"
    POLICY = "policy", "政策解释"
    COMFORT = "comfort", "情绪疏导"
    LAW = "law", "释法明理"


class VisitChannel(models.TextChoices):
    """How she was visited again."""

    PHONE = "phone", "电话"
    HOME = "home", "上门"
    IN_PERSON = "in_person", "来访当面"
    MESSAGE = "message", "短信、微信"


class VisitOutcome(models.TextChoices):
    """What a return visit found."""

    SAFE = "safe", "本人安全"
    SETTLED = "settled", "问题已解决"
    NEW_FACTS = "new_facts", "有新情况"
    NOT_REACHED = "not_reached", "未联系上或者不便说话"


# What nobody can know who did not speak freely.
SPOKEN_FREELY = (VisitOutcome.SAFE, VisitOutcome.SETTLED)


class Aspect(models.TextChoices):
    """The two things that a petitioner rates (X40)."""

    RECEPTION = "reception", "接收单位"
    HANDLING = "handling", "办理单位"


class Grade(models.TextChoices):
    """How content she is."""

    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class RatedHow(models.TextChoices):
    """How the rating reached us."""

    PHONE = "phone", "电话回访"
    HOME = "home", "上门回访"
    IN_PERSON = "in_person", "当面"
    PAPER = "paper", "书面"
    LINK = "link", "本人网上评价"


class RootCause(models.TextChoices):
    """Why it came to this (section 1, row 15); one main cause."""

    VIOLENCE = "violence", "暴力未得到制止"
    CONFLICT = "conflict", "家庭矛盾、情感纠纷激化"
    ADDICTION = "addiction", "酗酒、赌博、吸毒"
    ILLNESS = "illness", "疾病、精神障碍"
    MONEY = "money", "经济困难、财产纠纷"
    CUSTOM = "custom", "重男轻女等陈规陋习"
    LAW_UNKNOWN = "law_unknown", "法律意识淡薄"
    EMPLOYER = "employer", "用人单位违法"
    VILLAGE_RULES = "village_rules", "村规民约、集体决定违法"
    AGENCY = "agency", "有关部门不作为、拖延"
    POLICY = "policy", "政策不完善"
    OTHER = "other", "其他"


class ComplaintFinding(models.TextChoices):
    """What a complaint about the handling comes to."""

    FOUNDED = "founded", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"
    EXPLAINED = "explained", "已解释说明，本人理解"
