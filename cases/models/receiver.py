"""To whom a paper of several addressees went, and who acknowledged it there."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.models.accusation import Accused
from cases.models.document import Document
from cases.models.matter_class import MatterClass
from cases.models.petition import Petition
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User

LONGEST = 120  # characters of an addressee's name


class ReceiverQuerySet(models.QuerySet["Receiver"]):
    """Addressees by who reads there."""

    def told(self, user: "User") -> Self:
        """Urgent reports that were sent to this reader's unit, about matters that she sees. One about an accusation
        its head reads even where the matter is kept from her (art. 25), unless it accuses her own unit (art. 30).
        """
        sees = Q(document__petition__in=Petition.objects.visible_to(user).order_by().values("pk"))
        if Role.UNIT_HEAD in user.roles:
            accused = Accused.objects.filter(petition=OuterRef("document__petition"))
            above = accused.filter(org__code__lte=user.org.code, org__code_end__gt=user.org.code)
            sees |= Q(document__petition__matter_class=MatterClass.ACCUSATION) & ~Q(Exists(above))
        return self.filter(sees, org=user.org_id, document__urgent_report__isnull=False)


class Receiver(models.Model):
    """One addressee of a paper that was sent. Its acknowledgement is filled in once; nothing else ever changes."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="receivers")
    name = models.CharField("报送对象", max_length=LONGEST)
    # Where it is a federation of this portal, its own people acknowledge; for the others the sender writes it down.
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    acknowledged_name = models.CharField("签收人", max_length=60, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        verbose_name = "报送对象"
        verbose_name_plural = "报送对象"
        indexes = [
            # What has come to this unit?
            models.Index(fields=["org", "document"], condition=Q(org__isnull=False), name="receiver_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="receiver_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_name="", acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(acknowledged_name=""),
                name="receiver_acknowledged_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="append_only", fields=["document", "name"]),
            pgtrigger.Protect(
                name="acknowledged_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Of the report, for the unit to which it was sent."""
        return reverse("cases:urgent_paper", args=[self.pk])
