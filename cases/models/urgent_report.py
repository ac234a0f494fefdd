"""The written reports of a major, urgent matter (紧急报告)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.document import Document
from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from cases.workflow import ReportStage


class UrgentReport(models.Model):
    """One report of the chain: first, follow-ups, final (art. 25). Its sending is filled in once.

    Hiding, false and late reports are a liability (art. 46, item 4): `sent_at` is when it went out as the sender says,
    `recorded_at` when she said so, and neither ever changes.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="urgent_reports")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="urgent_report")
    stage = models.CharField("报告", max_length=10, choices=ReportStage.choices)
    sequence = models.PositiveSmallIntegerField("第几次")  # within the matter, from 1
    written_at = models.DateTimeField("拟稿时间")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    due_at = models.DateTimeField("应报时间", null=True)
    sent_at = models.DateTimeField("报送时间", null=True)
    recorded_at = models.DateTimeField("登记报送的时间", null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    late_reason = models.CharField("迟报原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "紧急报告"
        verbose_name_plural = "紧急报告"
        constraints = [
            models.UniqueConstraint(fields=["petition", "sequence"], name="urgent_report_in_order"),
            models.UniqueConstraint(fields=["petition"], condition=Q(sent_at=None), name="urgent_report_one_draft"),
            models.CheckConstraint(condition=Q(stage__in=ReportStage.values), name="urgent_report_stage_known"),
            models.CheckConstraint(
                condition=Q(sent_at=None, recorded_at=None, sent_by=None, due_at=None, late_reason="")
                | Q(sent_at__isnull=False, recorded_at__isnull=False, sent_by__isnull=False, due_at__isnull=False),
                name="urgent_report_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__lte=models.F("due_at")) | ~Q(late_reason=""),
                name="urgent_report_late_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="append_only", exclude=["due_at", "sent_at", "recorded_at", "sent_by", "late_reason"]
            ),
            locked_until_erased(
                "sent_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
                texts=["late_reason"],
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.sent_at is not None and self.due_at is not None and self.sent_at > self.due_at
