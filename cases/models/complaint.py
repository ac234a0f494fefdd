"""Complaints about the handling: they go to the unit one level above, and never back to the handler (art. 18)."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from cases.knowing import Reader
from cases.models.document import Document
from cases.models.petition import Petition
from cases.workflow import ToldHow
from cases.workflow.aftercare import ComplaintFinding
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class HandlingComplaintQuerySet(InScopeQuerySet):
    """Complaints by the unit that decides them, and by who may know of them."""

    def visible_to(self, user: "User") -> Self:
        """Those of her range that are for her, as `for_reader` says; nothing about her own unit."""
        if not user.is_authenticated or not user.can(Can.HEAR_COMPLAINTS):
            return self.none()
        return super().visible_to(user).filter(self.for_reader(Reader.of(user)))

    def for_reader(self, reader: Reader) -> Q:
        """Of who hears complaints, those who may know of this one. It is heard by the unit one level above the handler
        (art. 18), and by whom its lateness has reached: of a guarded matter, or an accusation, by those of them who
        know of that anyway and by the head. Any other unit above hears of it only with the matter itself.
        """
        mine: dict[str, Any] = {"pk": OuterRef("petition")}
        seen = Q(Exists(Petition.objects.seen_by(reader).filter(**mine)))
        kept = Petition.objects.walled_from(reader) if reader.chief else Petition.objects.hidden_from_reader(reader)
        return seen | (Q(org=reader.org) | self._reached(reader)) & ~Q(Exists(kept.filter(**mine)))

    def _reached(self, reader: Reader) -> Q:
        """Whether the lateness of its answer has climbed to the reader's unit, whatever came of it."""
        climbed = Escalation.objects.filter(deadline=OuterRef("pk"), to_desk=reader.org)
        duties = Deadline.objects.for_model(self.model).filter(Exists(climbed), object_id=OuterRef("pk"))
        return Q(Exists(duties))

    def open(self) -> Self:
        return self.filter(decided_at=None)


class HandlingComplaint(models.Model):
    """One complaint of the petitioner about the unit `about`, decided by `org` above it.

    Its clock is about this row and not about the petition, its paper hangs on none, and it leaves no line on the
    petition's timeline: whatever shows a petition shows nothing of it to the unit complained of.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="complaints")
    about = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="被投诉单位")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="受理单位")
    org_code = models.BigIntegerField()
    text = models.TextField("投诉内容")
    channel = models.CharField("投诉方式", max_length=15, choices=ToldHow.choices)
    contact = EncryptedCharField("回复方式", max_length=60, blank=True)
    received_at = models.DateTimeField("收到时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    decided_at = models.DateTimeField("答复时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    finding = models.CharField("核查结论", max_length=10, choices=ComplaintFinding.choices, blank=True)
    reply = models.TextField("答复内容", blank=True)
    told_how = models.CharField("答复方式", max_length=20, choices=ToldHow.choices, blank=True)
    # The reply on paper; none where the petitioner is unclear, or where it was answered before there were such papers.
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="complaint")

    objects = HandlingComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "对办理工作的投诉"
        verbose_name_plural = "对办理工作的投诉"
        indexes = [
            # What this range still has to answer, and what it answered.
            models.Index(fields=["org_code", "-received_at"], name="complaint_in_range"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(org=F("about")), name="complaint_never_to_the_handler"),
            models.CheckConstraint(condition=~Q(text=""), name="complaint_says_something"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, finding="", reply="", told_how="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, finding__in=ComplaintFinding.values)
                & Q(told_how__in=ToldHow.values)
                & ~Q(reply=""),
                name="complaint_decided_with_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition.number} 对办理工作的投诉"

    def get_absolute_url(self) -> str:
        return reverse("cases:complaint", args=[self.pk])
