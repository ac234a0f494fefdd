"""Opinions, reviews up the hierarchy, hearings, and the archive."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.document import Document
from cases.models.petition import Petition
from cases.workflow import Outcome, Result, Retention
from fedportal.lib.encrypted_fields import EncryptedJSONField
from fedportal.orgs.models import Organization


class Opinion(models.Model):
    """What the handling unit found and decided (art. 32); its paper is the written answer of articles 35 and 36."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="opinions")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="opinion")
    result = models.CharField("结论", max_length=15, choices=Result.choices)
    findings = models.TextField("查明的事实")
    basis = models.CharField("法律依据", max_length=300)
    at = models.DateTimeField("出具时间")

    class Meta:
        verbose_name = "处理意见"
        verbose_name_plural = "处理意见"
        constraints = [models.CheckConstraint(condition=~Q(basis=""), name="opinion_has_basis")]


class Review(models.Model):
    """A review (stage 1, art. 35) or re-review (stage 2, art. 36) by the unit one level above."""

    class Stage(models.IntegerChoices):
        REVIEW = 1, "复查"
        RECHECK = 2, "复核"

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="reviews")
    stage = models.SmallIntegerField("阶段", choices=Stage.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="复查复核单位")
    requested_at = models.DateTimeField("收到请求时间")
    reason = models.TextField("申请理由")
    decided_at = models.DateTimeField("作出时间", null=True)
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices, blank=True)
    findings = models.TextField("查明的事实", blank=True)
    basis = models.CharField("法律依据", max_length=300, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="review")

    class Meta:
        verbose_name = "复查复核"
        verbose_name_plural = "复查复核"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(decided_at=None), name="review_one_open"),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="", document=None)
                | Q(decided_at__isnull=False, document__isnull=False) & ~Q(outcome="") & ~Q(basis=""),
                name="review_decided_whole",
            ),
        ]


class Hearing(models.Model):
    """A hearing (art. 31, item 6; art. 36). In a re-review its days are not counted."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="hearings")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="听证单位")
    begins_on = models.DateField("开始日期")
    planned_until = models.DateField("预计结束日期")
    held_until = models.DateField("实际结束日期", null=True)
    notice = models.TextField("听证事项和参加人员")
    minutes = models.TextField("听证笔录摘要", blank=True)
    counted_out = models.BooleanField("不计入期限", default=False)

    class Meta:
        verbose_name = "听证"
        verbose_name_plural = "听证"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(held_until=None), name="hearing_one_open"),
            models.CheckConstraint(condition=Q(planned_until__gte=F("begins_on")), name="hearing_days_in_order"),
            models.CheckConstraint(
                condition=Q(held_until=None) | Q(held_until__gte=F("begins_on")), name="hearing_held_in_order"
            ),
        ]


class Archive(models.Model):
    """The locked file of a matter: its contents as a manifest, and the digest that proves them unchanged."""

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="archive")
    at = models.DateTimeField("归档时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="归档人")
    retention = models.CharField("保管期限", max_length=10, choices=Retention.choices)
    manifest = EncryptedJSONField("卷内目录")  # with the salt of what it says of people
    digest = models.CharField("校验值", max_length=64)  # SHA-256 of the manifest

    class Meta:
        verbose_name = "案卷"
        verbose_name_plural = "案卷"
