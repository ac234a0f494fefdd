"""Requests to see one masked field of one person, and what a second person said (未成年人网络保护条例 art. 36)."""

import datetime as dt
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models.erasable import locked_until_erased
from cases.models.party import Party
from cases.models.petition import Petition
from cases.unmasking import Field, Key, Purpose
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    """Requests by their state at a moment, and by who may know of them."""

    def waiting(self) -> Self:
        return self.filter(decided_at=None)

    def in_force(self, at: dt.datetime) -> Self:
        """Approved, and not run out: no sweep takes them away, time does."""
        return self.filter(approved=True, expires_at__gt=at)

    def asked_by(self, user: "User") -> Self:
        return self.filter(asked_by=user)

    def in_range_of(self, org: Organization) -> Self:
        """Of matters that lie in this unit's range now."""
        return self.filter(petition__org_code__gte=org.code, petition__org_code__lt=org.code_end)

    def about_units_of(self, user: "User") -> Self:
        """Of matters that the reader's unit holds and she sees: these she may have to decide."""
        seen = Petition.objects.visible_to(user).filter(org=user.org_id)
        return self.filter(petition__in=seen.order_by().values("pk"))


class AccessGrant(models.Model):
    """One person asks to see one field of one party; another approves for some hours, or refuses.

    It is decided once. It holds no personal data: whom and what, never the value.
    """

    KEYS = ((Key.APPROVAL.name.lower(), "审批"), (Key.TWO_KEYS.name.lower(), "双人确认"))

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="access_grants")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="当事人")
    field = models.CharField("内容", max_length=10, choices=Field.choices)
    kind = models.CharField("方式", max_length=10, choices=KEYS)
    purpose = models.CharField("用途", max_length=15, choices=Purpose.choices)
    reason = models.CharField("理由", max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申请人"
    )
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True)
    approved = models.BooleanField("同意", null=True)
    note = models.CharField("审批意见", max_length=200, blank=True)
    expires_at = models.DateTimeField("有效至", null=True)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "查看申请"
        verbose_name_plural = "查看申请"
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="grant_of_asker")]
        constraints = [
            # Also the answer to: what waits to be decided?
            models.UniqueConstraint(
                fields=["petition", "party", "field", "asked_by"],
                condition=Q(decided_at=None),
                name="grant_asked_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="grant_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, approved=None, expires_at=None, note="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved=True, expires_at__isnull=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved=False, expires_at=None) & ~Q(note=""),
                name="grant_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("decided_at")), name="grant_lasts"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            locked_until_erased(
                "decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
                texts=["reason", "note"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.get_field_display()}"

    def get_absolute_url(self) -> str:
        return reverse("cases:grant", args=[self.pk])

    @property
    def of_whom(self) -> str:
        """Whom it is about, without a name."""
        return self.party.get_role_display()

    def is_in_force(self, at: dt.datetime) -> bool:
        return self.expires_at is not None and self.expires_at > at
