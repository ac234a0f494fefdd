"""Return visits (回访): planned as a duty, done or called off, each attempt a row."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.petition import Petition
from cases.workflow.aftercare import SPOKEN_FREELY, VisitChannel, VisitOutcome
from fedportal.orgs.models import Organization


class FollowUpQuerySet(models.QuerySet):
    """Visits by whether they took place."""

    def planned(self) -> Self:
        """Those that are still to come, the nearest first."""
        return self.filter(done_at=None, cancelled_at=None).order_by("planned_on", "pk")

    def held(self) -> Self:
        """Those that took place or were tried, the newest first."""
        return self.exclude(done_at=None).order_by("-done_at", "-pk")


class FollowUp(models.Model):
    """One return visit. `org` owes it: the unit that holds the matter; it moves along with the matter."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="follow_ups")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="回访单位")
    planned_on = models.DateField("计划日期")
    planned_at = models.DateTimeField("安排时间")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="安排人"
    )
    done_at = models.DateTimeField("回访时间", null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="回访人"
    )
    channel = models.CharField("回访方式", max_length=10, choices=VisitChannel.choices, blank=True)
    safe_to_talk = models.BooleanField("现在方便说话", null=True)  # not asked, or nobody answered
    outcome = models.CharField("回访结果", max_length=15, choices=VisitOutcome.choices, blank=True)
    note = models.TextField("回访情况", blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="取消人"
    )
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "回访"
        verbose_name_plural = "回访"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "planned_on"],
                condition=Q(done_at=None, cancelled_at=None),
                name="follow_up_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, channel="", outcome="", safe_to_talk=None)
                | Q(done_at__isnull=False, done_by__isnull=False, channel__in=VisitChannel.values)
                & Q(outcome__in=VisitOutcome.values),
                name="follow_up_done_says_how",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, done_at=None) & ~Q(cancel_reason=""),
                name="follow_up_cancelled_says_why",
            ),
            # Who could not speak freely has told nobody that she is safe.
            models.CheckConstraint(
                condition=~Q(safe_to_talk=False, outcome__in=SPOKEN_FREELY), name="follow_up_safe_if_spoken_freely"
            ),
        ]

    @property
    def item(self) -> str:
        """Its name among the like duties of the petition."""
        return f"visit:{self.pk}"
