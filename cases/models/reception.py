"""Days on which a leader receives visitors (领导接待日)."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models.petition import Petition
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class ReceptionDayQuerySet(InScopeQuerySet):
    """Reception days by place, state and time."""

    def visible_to(self, user: "User") -> Self:
        """Those of the user's range, for whoever reads cases."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        return super().visible_to(user)

    def held(self) -> Self:
        return self.filter(state=ReceptionDay.State.HELD)

    def within(self, first: dt.date, last: dt.date) -> Self:
        """From one day to another, both included."""
        return self.filter(on__gte=first, on__lte=last)


class ReceptionDay(models.Model):
    """One day: who receives where, when, about what; then who came, and what came of it (art. 18)."""

    class State(models.TextChoices):
        PLANNED = "planned", "已安排"
        HELD = "held", "已举行"
        CANCELLED = "cancelled", "已取消"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    org_code = models.BigIntegerField()
    on = models.DateField("日期")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    # An account of the unit where the leader has one; her name and post stand in either case.
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    leader_name = models.CharField("接待领导", max_length=60)
    leader_post = models.CharField("职务", max_length=60)
    place = models.CharField("地点", max_length=120)
    theme = models.CharField("主题", max_length=120, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField("安排时间")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("登记结果的时间", null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    visitors = models.PositiveSmallIntegerField("接待人次", null=True)
    summary = models.TextField("接待情况", blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    petitions = models.ManyToManyField(Petition, related_name="reception_days", verbose_name="接待的信访事项")

    objects = ReceptionDayQuerySet.as_manager()

    class Meta:
        verbose_name = "领导接待日"
        verbose_name_plural = "领导接待日"
        indexes = [models.Index(fields=["org_code", "on"], name="reception_in_range")]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "on", "begins", "leader_name"],
                condition=~Q(state="cancelled"),
                name="reception_once",
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="reception_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None, ended_by=None, summary="", cancel_reason="")
                | Q(state="held", ended_at__isnull=False, ended_by__isnull=False, visitors__isnull=False)
                & ~Q(summary="")
                | Q(state="cancelled", ended_at__isnull=False, ended_by__isnull=False) & ~Q(cancel_reason=""),
                name="reception_state_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.who}"

    def get_absolute_url(self) -> str:
        return reverse("cases:reception", args=[self.pk])

    @property
    def who(self) -> str:
        return f"{self.leader_post} {self.leader_name}"
