"""What a federation suggests to others (art. 40), and what it proposes to the joint conference (art. 39)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.advice_querysets import ProposalQuerySet, SuggestionQuerySet
from cases.models.document import Document
from cases.models.petition import Petition
from cases.workflow import Adoption, Measure, ProposalOutcome, SuggestionKind
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization


class Suggestion(models.Model):
    """One of the three suggestions, to a unit of the federation (`receiver`) or to any other organ by its name.

    It is to be answered in writing by `due_at`. `clock` is that duty for the engine: the receiver's, or of a holder
    that wrote to an organ its own, to obtain the answer. A superior's letter to an organ has none, since the holder,
    whom it may be about, reads the clocks of its petitions; its paper hangs on no petition for the same reason.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="suggestions")
    kind = models.CharField("类别", max_length=15, choices=SuggestionKind.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="提出单位")
    org_code = models.BigIntegerField()
    receiver = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="接收单位"
    )
    organ = models.CharField("接收机关", max_length=100, blank=True)
    text = models.TextField("建议内容")
    at = models.DateTimeField("提出时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="suggestion")
    due_at = models.DateTimeField("反馈期限")
    clock = models.OneToOneField(Deadline, on_delete=models.PROTECT, null=True, related_name="+")
    reply = models.TextField("书面反馈", blank=True)
    adoption = models.CharField("采纳情况", max_length=10, choices=Adoption.choices, blank=True)
    replied_on = models.DateField("反馈日期", null=True)
    recorded_at = models.DateTimeField("登记反馈时间", null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="反馈人"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "建议"
        verbose_name_plural = "建议"
        indexes = [models.Index(fields=["org_code", "-at"], name="suggestion_in_range")]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver=None) & ~Q(organ="") | Q(receiver__isnull=False, organ=""),
                name="suggestion_to_one",
            ),
            models.CheckConstraint(
                condition=Q(reply="", adoption="", replied_on=None, recorded_at=None, recorded_by=None)
                | ~Q(reply="")
                & ~Q(adoption="")
                & Q(replied_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False),
                name="suggestion_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.document.number

    def get_absolute_url(self) -> str:
        return reverse("cases:suggestion", args=[self.pk])

    @property
    def item(self) -> str:
        """How its clock is told apart from those of other suggestions."""
        return f"suggestion:{self.pk}"

    @property
    def addressee(self) -> str:
        return self.receiver.name if self.receiver else self.organ

    @property
    def is_answered(self) -> bool:
        return self.recorded_at is not None

    def is_late(self, at: dt.datetime) -> bool:
        return not self.is_answered and self.due_at < at


class Proposal(models.Model):
    """A measure of the joint conference that a federation asks it to consider; no federation orders one itself."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="proposals")
    measure = models.CharField("建议措施", max_length=20, choices=Measure.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="提请单位")
    org_code = models.BigIntegerField()
    target = models.CharField("建议对象", max_length=100)
    reason = models.TextField("事实和理由")
    at = models.DateTimeField("提请时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提请人")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="proposal")
    outcome = models.CharField("结果", max_length=10, choices=ProposalOutcome.choices, blank=True)
    outcome_on = models.DateField("结果日期", null=True)
    outcome_note = models.TextField("结果说明", blank=True)
    recorded_at = models.DateTimeField("登记结果时间", null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "提请联席会议建议"
        verbose_name_plural = "提请联席会议建议"
        indexes = [models.Index(fields=["org_code", "-at"], name="proposal_in_range")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None, outcome_note="", recorded_at=None, recorded_by=None)
                | ~Q(outcome="")
                & ~Q(outcome_note="")
                & Q(outcome_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False),
                name="proposal_outcome_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.document.number

    def get_absolute_url(self) -> str:
        return reverse("cases:proposal", args=[self.pk])

    @property
    def has_outcome(self) -> bool:
        return self.recorded_at is not None
