"""How a matter went down the federation's own system, and who was to decide where it belongs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.petition import Petition
from fedportal.orgs.models import Organization


class Transfer(models.Model):
    """One hop: passed on (转送), or assigned with a day for reporting back (交办); with the receiver's objection."""

    class Mode(models.TextChoices):
        PASS_ON = "pass_on", "转送"
        ASSIGN = "assign", "交办"
        DECISION = "decision", "裁定"  # by a superior (art. 24): no objection to that

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="transfers")
    sender = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="转出单位")
    receiver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="接收单位")
    mode = models.CharField("方式", max_length=10, choices=Mode.choices)
    at = models.DateTimeField("转出时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    report_due_on = models.DateField("上报期限", null=True)
    object_until = models.DateTimeField("异议截止", null=True)
    objected_at = models.DateTimeField("异议时间", null=True)
    objection = models.TextField("异议理由", blank=True)
    decided_at = models.DateTimeField("核定时间", null=True)
    upheld = models.BooleanField("异议成立", null=True)

    class Meta:
        verbose_name = "转送交办"
        verbose_name_plural = "转送交办"
        indexes = [models.Index(fields=["petition", "-at"], name="transfer_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(mode="assign", report_due_on__isnull=False) | ~Q(mode="assign") & Q(report_due_on=None),
                name="transfer_assigned_has_day",
            ),
            models.CheckConstraint(
                condition=Q(objected_at=None, objection="") | Q(objected_at__isnull=False) & ~Q(objection=""),
                name="transfer_objection_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, upheld=None)
                | Q(objected_at__isnull=False, decided_at__isnull=False, upheld__isnull=False),
                name="transfer_decided_after_objection",
            ),
        ]


class Dispute(models.Model):
    """Two units differ about who is competent; their lowest common superior decides (art. 24)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="disputes")
    raised_by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="提请单位")
    other = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="对方单位")
    decider = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="裁定单位")
    at = models.DateTimeField("提请时间")
    reason = models.TextField("争议情况")
    decided_at = models.DateTimeField("裁定时间", null=True)
    decided_unit = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="裁定承办单位"
    )

    class Meta:
        verbose_name = "管辖争议"
        verbose_name_plural = "管辖争议"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(decided_at=None), name="dispute_one_open"),
            models.CheckConstraint(condition=~Q(raised_by=F("other")), name="dispute_has_two_sides"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_unit=None)
                | Q(decided_at__isnull=False, decided_unit__isnull=False),
                name="dispute_decided_for_someone",
            ),
        ]
