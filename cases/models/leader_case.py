"""Cases that a leader has taken in person (包案)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.petition import Petition


class LeaderCaseQuerySet(models.QuerySet):
    """Such cases by whether they last."""

    def open(self) -> Self:
        """Those that no one has ended."""
        return self.filter(ended_at=None)


class LeaderCase(models.Model):
    """From when until when a leader answered for a matter in person (art. 18); one at a time."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="leader_cases")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="包案领导"
    )
    taken_at = models.DateTimeField("包案时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    reason = models.TextField("理由和要求")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="结束登记人"
    )
    outcome = models.TextField("包案结果", blank=True)

    objects = LeaderCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "领导包案"
        verbose_name_plural = "领导包案"
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(ended_at=None), name="leader_case_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__gte=F("taken_at"), ended_by__isnull=False) & ~Q(outcome=""),
                name="leader_case_ended_with_outcome",
            ),
        ]
