"""What handling leaves behind: extensions, mediations, diversions, recusals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.law import EXTENSION_AT_MOST
from cases.models.petition import Petition
from cases.workflow import Confirmation, MediationKind, Performance, Remedy, Status


class Extension(models.Model):
    """A request for more time: once, at most 30 days, approved by the head of the unit (art. 34)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长天数")
    reason = models.TextField("理由")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved = models.BooleanField("批准", null=True)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=EXTENSION_AT_MOST), name="extension_at_most_30_days"
            ),
            models.UniqueConstraint(fields=["petition"], condition=Q(decided_at=None), name="extension_one_open"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, approved=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved__isnull=False),
                name="extension_decided_by_someone",
            ),
        ]


class Mediation(models.Model):
    """One attempt at an agreement, with both sides' consent (art. 33)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="mediations")
    kind = models.CharField("调解类型", max_length=15, choices=MediationKind.choices)
    resumes = models.CharField("调解前状态", max_length=15, choices=Status.choices)
    started_at = models.DateTimeField("开始时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="调解员")
    ended_at = models.DateTimeField("结束时间", null=True)
    terms = models.TextField("协议内容", blank=True)  # empty: no agreement
    performance = models.CharField("履行情况", max_length=10, choices=Performance.choices, blank=True)
    confirmation = models.CharField("司法确认", max_length=15, choices=Confirmation.choices, blank=True)

    class Meta:
        verbose_name = "调解"
        verbose_name_plural = "调解"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(ended_at=None), name="mediation_one_open"),
            models.CheckConstraint(
                condition=Q(terms="") | Q(ended_at__isnull=False), name="mediation_agreed_at_its_end"
            ),
        ]


class Diversion(models.Model):
    """The petitioner is led to another procedure, with the last day on which she may begin it."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="diversions")
    remedy = models.CharField("程序", max_length=20, choices=Remedy.choices)
    organ = models.CharField("受理机关", max_length=100)
    known_on = models.DateField("起算日")
    until = models.DateField("时效截止日", null=True)  # none where the law.py knows no number
    at = models.DateTimeField("分流时间")

    class Meta:
        verbose_name = "分流导入"
        verbose_name_plural = "分流导入"


class Recusal(models.Model):
    """Someone with an interest in the matter stays away from it (art. 28, para 3)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.TextField("利害关系")

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        constraints = [models.UniqueConstraint(fields=["petition", "user"], name="recusal_once")]
