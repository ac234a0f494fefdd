"""What an entry of the knowledge base can be about, and how it stands, as data (domain.md L3)."""

from django.db import models


class Category(models.TextChoices):
    """By what a caller asks about."""

    VIOLENCE = "violence", "家庭暴力"
    ORDER = "order", "人身安全保护令"
    WARNING = "warning", "告诫书"
    MARRIAGE = "marriage", "结婚离婚"
    CHILDREN = "children", "子女抚养"
    PROPERTY = "property", "财产和土地"
    WORK = "work", "劳动和性骚扰"
    MINORS = "minors", "未成年人和强制报告"
    LEGAL_AID = "legal_aid", "法律援助"
    OTHER = "other", "其他"


class EntryState(models.TextChoices):
    """An entry is found on the call screen while it is published, and by nobody there before or after."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


class Verdict(models.TextChoices):
    """What a second pair of eyes made of a version."""

    PUBLISHED = "published", "审核发布"
    RETURNED = "returned", "退回修改"
    KEPT = "kept", "复核，继续使用"
    RETIRED = "retired", "停用"
