"""Urgent access (紧急查阅): who opened a guarded matter outside her line, why, and what became of it."""

import datetime as dt
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class Emergency(models.TextChoices):
    """What makes it urgent."""

    DANGER = "danger", "人身安全受到威胁"
    CALL = "call", "本人正在来电、来访"
    RESCUE = "rescue", "正在救助、庇护、报警"
    LEADER = "leader", "上级紧急交办"
    OTHER = "other", "其他紧急情况"


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    """Urgent accesses by whether they still last, and by whether somebody has judged them."""

    def current(self) -> Self:
        """Those that have not run out; time ends them, no sweep does."""
        return self.filter(expires_at__gt=Now())

    def unjudged(self) -> Self:
        return self.filter(judged_at=None)

    def held_by(self, org: Organization) -> Self:
        """Of matters that this unit holds."""
        return self.filter(petition__org=org)

    def in_line_of(self, user: "User") -> Self:
        """Of matters held in this reader's range."""
        return self.filter(petition__org_code__gte=user.org.code, petition__org_code__lt=user.org.code_end)


class BreakGlass(models.Model):
    """One urgent access of one person to one matter, for some hours; judged once afterwards."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="urgent_accesses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="查阅人单位")
    emergency = models.CharField("紧急情形", max_length=10, choices=Emergency.choices)
    reason = models.CharField("理由", max_length=200)
    at = models.DateTimeField("查阅时间")
    expires_at = models.DateTimeField("有效至")
    judged_at = models.DateTimeField("评定时间", null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="评定人"
    )
    justified = models.BooleanField("正当", null=True)
    words = models.CharField("评定意见", max_length=200, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = "紧急查阅"
        verbose_name_plural = "紧急查阅"
        indexes = [
            # May this person see it now?
            models.Index(fields=["petition", "user", "expires_at"], name="urgent_access_of_user"),
            # What waits for a judgement?
            models.Index(fields=["at"], condition=Q(judged_at=None), name="urgent_access_unjudged"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="urgent_access_has_reason"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="urgent_access_lasts"),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=F("user")), name="urgent_access_judged_by_another"
            ),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None, justified=None, words="")
                | Q(judged_at__isnull=False, judged_by__isnull=False, justified__isnull=False) & ~Q(words=""),
                name="urgent_access_judged_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            locked_until_erased(
                "judged_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__judged_at__isnull=False),
                texts=["reason", "words"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("cases:urgent_access", args=[self.pk])

    def lasts(self, at: dt.datetime) -> bool:
        return self.expires_at > at
