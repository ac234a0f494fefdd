"""What an erasing does to each table, as data: every column that can speak of a person stands here or in KEPT.

A test asks every model of the room: a new column that is in neither fails it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.utils.module_loading import autodiscover_modules

from cases.models import (
    AccessGrant,
    Archive,
    Attachment,
    BreakGlass,
    CallWindow,
    Check,
    Conclusion,
    Contact,
    DangerAssessment,
    Dispute,
    Document,
    Event,
    Extension,
    FollowUp,
    FormerValue,
    HandlingComplaint,
    HandlingStep,
    Hearing,
    HeldContact,
    LeaderCase,
    Letter,
    MandatoryReport,
    Mediation,
    NamedReader,
    Opinion,
    OrderBreach,
    OrderExtension,
    Party,
    Petition,
    PoliceReport,
    Proposal,
    ProtectionOrder,
    Rating,
    RatingLink,
    Recusal,
    RelationWall,
    ReplyLink,
    Review,
    RightsRequest,
    SafeContact,
    SafetyPlan,
    SearchText,
    Suggestion,
    SupervisionOrder,
    SupervisionReply,
    Transfer,
    UrgentReport,
    ViolenceCase,
    WarningLetter,
    WarningVisit,
)
from fedportal.privacy.models import PETITION


@dataclass(frozen=True)
class Erasure:
    """One table: how its rows hang on a matter, which texts become empty, and which STRUCK where they say something,
    for the database asks for words there; what takes a plain value. `answers` is how its rows are named in what
    clients were answered about them (fedportal.api.idempotency); such rows owe duties, too.
    `marked` is the column that says when. With `through`, not the records themselves are named by `paths`, but what
    it finds that hangs on them and whose own time is over."""

    model: type[Model]
    paths: tuple[str, ...] = ("petition",)
    texts: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    answers: str = ""
    marked: str = ""
    through: Callable[[list[int], dt.datetime], list[int]] | None = None

    def of(self, pks: list[int]) -> Q:
        """Its rows of these matters."""
        found = Q()
        for path in self.paths:
            found |= Q(**{f"{path}__in": pks})
        return found


@dataclass(frozen=True)
class Removal:
    """One table whose rows go wholly; `files` names the column of a stored file."""

    model: type[Model]
    path: str = "petition"
    only: Q = field(default_factory=Q)
    files: str = ""


# In this order: what hangs on others goes before them.
REMOVALS = (
    Removal(CallWindow, "contact__petition"),
    Removal(SafeContact),
    Removal(HeldContact),
    Removal(FormerValue),
    Removal(RatingLink),
    Removal(ReplyLink, "letter__petition"),
    Removal(SearchText),
    Removal(RelationWall),
    Removal(Attachment, files="file"),
    Removal(Party, only=Q(version_of__isnull=False)),
)

OF_PARTY = (
    "name",
    "relation",
    "id_number",
    "phone",
    "address",
    "id_index",
    "phone_index",
    "address_index",
    "name_index",
)

ERASURES = (
    Erasure(
        Party,
        texts=(*OF_PARTY, "ethnicity", "occupation", "education"),
        struck=("removal_reason",),
        values={"birth_on": None, "birth_year": None, "marital": Party.Marital.UNKNOWN},
    ),
    Erasure(Event, texts=("note",), values={"data": {}}),
    Erasure(
        Document,
        ("petition", "complaint__petition", "suggestion__petition", "proposal__petition"),
        texts=("title", "main_to", "copy_to", "body", "basis", "receipt", "file", "file_digest"),
    ),
    Erasure(
        Contact,
        texts=("scribe", "companions", "note", "incident"),
        struck=("unread_reason",),
        values={"origin_key": None},
    ),
    Erasure(HandlingStep, texts=("place", "people"), struck=("note",)),
    Erasure(FollowUp, texts=("note",), struck=("cancel_reason",)),
    Erasure(Rating, texts=("words",)),
    Erasure(HandlingComplaint, texts=("contact",), struck=("text", "reply")),
    Erasure(
        Letter,
        texts=("ask", "reply_from", "assessment_note", "assigned_note"),
        struck=("reply_text", "withdrawn_why"),
    ),
    Erasure(Opinion, texts=("findings",)),
    Erasure(Review, texts=("reason", "findings")),
    Erasure(Hearing, texts=("notice", "minutes")),
    Erasure(Mediation, struck=("terms",)),
    Erasure(Extension, texts=("reason",)),
    Erasure(Recusal, texts=("reason",)),
    Erasure(Transfer, struck=("objection",)),
    Erasure(Dispute, texts=("reason",)),
    Erasure(Check, texts=("note",)),
    Erasure(Conclusion, texts=("unvisited",)),
    Erasure(LeaderCase, texts=("reason",), struck=("outcome",)),
    Erasure(UrgentReport, struck=("late_reason",)),
    Erasure(SupervisionOrder, texts=("demand", "ended_note")),
    Erasure(SupervisionReply, ("order__petition",), texts=("text",), struck=("note",)),
    Erasure(Suggestion, texts=("text",), struck=("reply",)),
    Erasure(Proposal, texts=("target", "reason"), struck=("outcome_note",)),
    Erasure(RightsRequest, texts=("requester", "text"), struck=("answer",)),
    Erasure(NamedReader, struck=("reason",)),
    Erasure(AccessGrant, struck=("reason", "note")),
    Erasure(BreakGlass, struck=("reason", "words")),
    Erasure(DangerAssessment, texts=("note",)),
    Erasure(PoliceReport, texts=("note", "number")),
    Erasure(MandatoryReport, texts=("feedback", "person")),
    Erasure(WarningVisit, texts=("note",)),
    Erasure(WarningLetter, texts=("number",)),
    Erasure(OrderExtension, texts=("number",)),
    Erasure(OrderBreach, texts=("note",)),
    Erasure(ProtectionOrder, texts=("number",)),
    Erasure(SafetyPlan, texts=("signs", "places", "helpers", "papers", "children")),
    Erasure(ViolenceCase, texts=("history", "wish_words", "plan", "superior_told_how")),
    Erasure(Archive, texts=("digest",), values={"manifest": {}}),
    Erasure(
        Petition,
        ("pk",),
        struck=("request", "facts", "earlier_handling", "earlier_litigation"),
        values={"signature": None, "origin_key": None},
        answers=PETITION,
    ),
)

_of_other_rooms: list[Erasure] = []


def declare(*erasures: Erasure) -> None:
    """Called once by each room above at import, in its `erasures.py`: what hangs on a petition there."""
    _of_other_rooms.extend(erasures)


def all_erasures() -> list[Erasure]:
    """Those of every room; what hangs on others goes before them."""
    autodiscover_modules("erasures")
    return [*_of_other_rooms, *ERASURES]


# What stays, and why it says nothing of a person.
KEPT: dict[str, str] = {
    "Petition.number": "the number, as on the tombstone",
    "Petition.competent_organ": "an authority",
    "Document.number": "the number",
    "Document.meets": "kinds of duties",
    "Letter.*": "an agency, its kind, its moments",
    "Suggestion.organ": "an authority",
    "Diversion.organ": "an authority",
    "Contact.source_organ": "an authority",
    "Contact.source_number": "the number of its letter",
    "Opinion.basis": "articles of the law",
    "Review.basis": "articles of the law",
    "Event.verb": "a code",
    "ExternalId.system": "the name of a system",
    "ExternalId.external_id": "its number there; by it a notice sent again registers nothing anew",
    "Check.checklist": "a code",
    "Check.item": "a code",
    "Merger.clocks": "ids of duties",
    "Party.groups": "codes that statistics ask for",
    "Receiver.name": "an authority",
    "Receiver.acknowledged_name": "staff of an authority, by her office",
    "LegalHold.reason": "standing holds bar the disposal; a lifted one says why the file was kept",
    "LegalHold.ended_words": "the same",
    "ProcessingBasis.consent_version": "the name of a text",
    "ProcessingBasis.consented_by": "a code",
    "Disclosure.to": "an agency; the log is kept for three years at least",
    "Disclosure.what": "a paper by its number",
    "Disclosure.basis": "articles of the law",
    "StaffDigest.index": "of staff, and goes with the account",
    "StaffDigest.whose": "the same",
    "DangerAssessment.version": "the name of a text",
    "DangerAssessment.level": "computed from the answers, which figures count",
    "DangerAssessment.marked": "numbers of items that figures count",
    "DangerAssessment.red_flags": "the same",
    "MandatoryReport.triggers": "codes that statistics ask for",
    "MandatoryReport.to": "the same",
    "ProtectionOrder.court": "an authority",
    "ProtectionOrder.measures": "numbers of a text",
    "OrderBreach.told": "codes of authorities",
    "WarningLetter.station": "an authority",
    "WarningLetter.committee": "an authority",
    "ViolenceCase.forms": "the same",
    "ViolenceCase.groups": "the same",
    "ViolenceCase.said_groups": "the same",
    "ViolenceCase.wishes": "the same",
    "PoliceReport.station": "an authority",
    "MandatoryReport.station": "an authority",
    "Accused.name": "of accusations alone, which are never disposed of",
    "Accused.unit": "the same",
    "Accused.relation": "the same",
}
