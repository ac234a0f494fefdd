"""Which matters may be disposed of: their time is over, and nothing holds them."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import (
    FollowUp,
    HandlingComplaint,
    HeldContact,
    LegalHold,
    Merger,
    Petition,
    RightsRequest,
    Suggestion,
    SupervisionOrder,
)
from cases.querysets import PetitionQuerySet
from cases.workflow import Status
from fedportal.deadlines.models import Deadline
from fedportal.privacy.retention import FLOORS, years_before, years_of


def due(rows: PetitionQuerySet, at: dt.datetime) -> PetitionQuerySet:
    """Those of these matters whose file was archived so long ago, and those that were joined to one of them.

    Never an accusation, nor what is marked, owes a duty, or still waits for an answer to anybody; nor a matter to
    which one that still lives refers.
    """
    ended = Q(status=Status.ARCHIVED) & archived_long_enough("archive", at)
    joined = Merger.objects.holding().filter(
        archived_long_enough("survivor__archive", at), petition=OuterRef("pk"), survivor__status=Status.ARCHIVED
    )
    rows = rows.exportable().filter(disposed_at=None).filter(ended | Q(Exists(joined), status=Status.MERGED))
    for question in held_by():
        rows = rows.filter(~Exists(question))
    return rows


def archived_long_enough(archive: str, at: dt.datetime) -> Q:
    """The condition on the file's own retention; one that is kept for ever meets none."""
    conditions = Q(pk__in=[])
    for retention in FLOORS:
        years = years_of(retention)
        if years is not None:
            cut = years_before(at, years)
            conditions |= Q(**{f"{archive}__retention": retention, f"{archive}__at__lte": cut})
    return conditions


def held_by() -> list[QuerySet]:
    """What holds a matter, each as a question about OuterRef("pk")."""
    own = {"petition": OuterRef("pk")}
    return [
        LegalHold.objects.standing().filter(**own),
        Deadline.objects.for_model(Petition).open().filter(object_id=OuterRef("pk")),
        FollowUp.objects.planned().order_by().filter(**own),
        HeldContact.objects.open().filter(**own),
        HandlingComplaint.objects.filter(decided_at=None, **own),
        RightsRequest.objects.open().filter(**own),
        SupervisionOrder.objects.filter(ended_at=None, **own),
        Suggestion.objects.filter(recorded_at=None, **own),
        Petition.objects.exclude(status=Status.ARCHIVED).filter(same_as=OuterRef("pk")),
    ]
