"""Letters to authorities about a petition, with their answers."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cases.models.document import Document
from cases.models.petition import Petition
from cases.workflow import DocumentKind
from cases.workflow.letters import (
    PLANS,
    REPLY_KINDS,
    Assessment,
    ClueGround,
    LetterPlan,
    Relief,
    ReplyHow,
    Taken,
    Urgency,
)
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.orgs.models import Agency, Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User

LETTER_KINDS = [(kind.value, kind.label) for kind in PLANS]


class LetterState(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", "待签发"
    SIGNED = "signed", "已签发，待送达"
    WAITING = "waiting", "待答复"
    REPLIED = "replied", "已答复，待评估"
    ADEQUATE = "adequate", "已答复，处理适当"
    INADEQUATE = "inadequate", "已答复，处理不当"
    NONE = "none", "逾期未答复"
    LAPSED = "lapsed", "事项已结束，不再催收答复"
    WITHDRAWN = "withdrawn", "已作废"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters by place, state and lateness."""

    def visible_to(self, user: "User") -> Self:
        """Letters of the petitions that the reader may see."""
        return self.filter(petition__in=Petition.objects.visible_to(user).values("pk"))

    def valid(self) -> Self:
        return self.filter(withdrawn_at=None)

    def waiting(self) -> Self:
        """Sent, and neither answered nor given up."""
        return self.valid().filter(sent_at__isnull=False, replied_at=None, assessment="")

    def with_due(self) -> Self:
        """Each with `due_at`, the last moment of its present duty; None where nothing is owed."""
        return self.annotate(due_at=Subquery(_duties().open().values("due_at")[:1]))

    def overdue(self, at: dt.datetime) -> Self:
        return self.filter(Exists(_duties().overdue(at)))

    def for_page(self) -> Self:
        return self.select_related("agency", "org", "document", "petition", "follows__document")


def _duties() -> DeadlineQuerySet:
    """The duties about the letter of the outer query."""
    item = Concat(Value("letter:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Deadline.objects.for_model(Petition).filter(object_id=OuterRef("petition_id"), item=item)


def _together(moment: str, *others: str) -> Q:
    """A moment and what belongs to it: all are there, or none is."""
    there = Q(**{f"{moment}__isnull": False}, **{f"{name}__isnull": False for name in others})
    return Q(**{moment: None}, **dict.fromkeys(others)) | there


class Letter(models.Model):
    """One letter to one agency. `org` wrote it and goes after the answer; `document` is what it says.

    `sent_at` is when it was served: from then the limit of the answer counts, as a duty of `org` about `item`.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="letters", verbose_name="信访事项")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="发函单位")
    kind = models.CharField("函件种类", max_length=15, choices=LETTER_KINDS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters", verbose_name="对方单位")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="letter", verbose_name="公文")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by", verbose_name="前一函件"
    )
    relief = models.CharField("转介事项", max_length=15, choices=Relief.choices, blank=True)
    ground = models.CharField("公益诉讼情形", max_length=15, choices=ClueGround.choices, blank=True)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency.choices, blank=True)
    ask = models.TextField("要求、建议")
    named = models.BooleanField("写明信访人姓名", default=False)
    signed_at = models.DateTimeField("签发时间", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    sent_at = models.DateTimeField("送达时间", null=True)
    replied_at = models.DateTimeField("答复时间", null=True)
    reply_how = models.CharField("答复方式", max_length=10, choices=ReplyHow.choices, blank=True)
    reply_from = models.CharField("答复人", max_length=60, blank=True)
    reply_text = models.TextField("答复内容", blank=True)
    taken = models.CharField("接收情况", max_length=10, choices=Taken.choices, blank=True)
    recorded_by = models.ForeignKey(  # empty where the agency wrote it by the link
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    assessment = models.CharField("评估", max_length=10, choices=Assessment.choices, blank=True)
    assessment_note = models.TextField("评估说明", blank=True)
    assessed_at = models.DateTimeField("评估时间", null=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="评估人"
    )
    assigned_at = models.DateTimeField("指派时间", null=True)  # of a legal-aid lawyer
    assigned_note = models.CharField("指派情况", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="作废人"
    )
    withdrawn_why = models.CharField("作废原因", max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "函件"
        verbose_name_plural = "函件"
        indexes = [
            models.Index(fields=["petition", "kind"], name="letter_of_petition"),
            # The list of letters: the newest sent first.
            models.Index(fields=["-sent_at", "-id"], name="letter_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in LETTER_KINDS]), name="letter_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind=DocumentKind.REFERRAL) & ~Q(relief="") & ~Q(urgency=""))
                | (~Q(kind=DocumentKind.REFERRAL) & Q(relief="", urgency="", taken="")),
                name="letter_relief_of_referrals",
            ),
            models.CheckConstraint(
                condition=(Q(kind=DocumentKind.CLUE) & ~Q(ground="")) | (~Q(kind=DocumentKind.CLUE) & Q(ground="")),
                name="letter_ground_of_clues",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[DocumentKind.URGING, DocumentKind.INSPECTION], follows__isnull=False)
                | (~Q(kind__in=[DocumentKind.URGING, DocumentKind.INSPECTION]) & Q(follows=None)),
                name="letter_urges_after_another",
            ),
            models.CheckConstraint(condition=_together("signed_at", "signed_by"), name="letter_signed_by"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=F("signed_at"), withdrawn_at=None),
                name="letter_signed_before_sent",
            ),
            models.CheckConstraint(
                condition=(Q(replied_at=None, reply_how="", reply_text="", taken="", recorded_by=None))
                | (Q(replied_at__gte=F("sent_at")) & ~Q(reply_how="") & ~Q(reply_text="")),
                name="letter_reply_whole",
            ),
            models.CheckConstraint(
                condition=(Q(assessment="", assessed_at=None, assessed_by=None, assessment_note=""))
                | (~Q(assessment="") & Q(assessed_at__isnull=False, assessed_by__isnull=False)),
                name="letter_assessed_by",
            ),
            models.CheckConstraint(
                condition=Q(assessment="")
                | Q(assessment=Assessment.NONE, replied_at=None, sent_at__isnull=False)
                | (Q(replied_at__isnull=False) & ~Q(assessment=Assessment.NONE)),
                name="letter_assessment_fits_reply",
            ),
            models.CheckConstraint(
                condition=Q(assigned_at=None, assigned_note="") | Q(relief=Relief.LEGAL_AID, taken=Taken.TAKEN),
                name="letter_assigned_for_legal_aid",
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why=""))
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="letter_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return self.document.number

    def get_absolute_url(self) -> str:
        return reverse("cases:letter", args=[self.pk])

    @property
    def item(self) -> str:
        """How the petition's duties name this letter."""
        return f"letter:{self.pk}"

    @property
    def plan(self) -> LetterPlan:
        return PLANS[DocumentKind(self.kind)]

    @property
    def state(self) -> LetterState:
        """Where it stands, from its moments; once the matter has ended nobody waits for an answer any more."""
        if self.withdrawn_at:
            return LetterState.WITHDRAWN
        if self.assessment:
            return LetterState(self.assessment)
        if self.replied_at:
            return LetterState.REPLIED
        if self.sent_at:
            return LetterState.WAITING if self.petition.closed_at is None else LetterState.LAPSED
        return LetterState.SIGNED if self.signed_at else LetterState.DRAFT

    @property
    def is_waiting(self) -> bool:
        return self.state == LetterState.WAITING

    @property
    def label(self) -> str:
        """转介函（法律援助）."""
        relief = f"（{Relief(self.relief).label}）" if self.relief else ""
        return f"{DocumentKind(self.kind).label}{relief}"

    def duty(self) -> Deadline | None:
        """The duty to go after the answer, open or ended; None while it has not been sent."""
        return self.petition.deadlines.filter(item=self.item, kind__in=REPLY_KINDS).order_by("-pk").first()
