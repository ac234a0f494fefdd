"""Petitions and ledgers go over to a unit's successor; numbers and registering units stay as they were."""

import datetime as dt
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cases.actions.accusations import accused_units, hand_above, keeper
from cases.indexing import index_people
from cases.models import (
    Accused,
    Briefing,
    Concern,
    Document,
    Event,
    ExternalId,
    FollowUp,
    HandlingComplaint,
    HeldContact,
    ImportBatch,
    Letter,
    Party,
    Petition,
    Proposal,
    Receiver,
    ReceptionDay,
    RightsRequest,
    SearchText,
    Suggestion,
    SupervisionOrder,
)
from cases.workflow import OrderState
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from fedportal.orgs.succession import successor_of

CHUNK = 2_000  # events


def take_over(*, ended: list[int], by: User, at: dt.datetime, **_: Any) -> None:
    """What the units held and what arose in their regions; what is open says so on its timeline."""
    _away_from_the_accused(ended, by=by, at=at)
    held = Petition.objects.filter(org__in=ended)
    told = (
        Event(
            petition=row,
            verb="petition.take_over",
            at=at,
            actor=by,
            org=row.org.successor,
            data={"from": row.org.name},
        )
        for row in held.open().select_related("org__successor").only("org__name", "org__successor__id").iterator()
    )
    Event.objects.bulk_create(told, batch_size=CHUNK)
    held.update(org=successor_of("org"), org_code=successor_of("org", "code"))
    # A paper that still has to be served is served by the successor.
    waiting = Document.objects.filter(org__in=ended, served_at=None)
    writer = Organization.objects.filter(pk__in=ended, code=OuterRef("writer_code")).values("successor__code")[:1]
    SearchText.objects.filter(paper__in=waiting).update(writer_code=Subquery(writer))
    waiting.update(org=successor_of("org"))
    # Leaders of the successor receive on the days that were planned.
    planned = ReceptionDay.objects.filter(org__in=ended, state=ReceptionDay.State.PLANNED)
    planned.update(org=successor_of("org"), org_code=successor_of("org", "code"))
    Briefing.objects.filter(org__in=ended).update(org=successor_of("org"))
    # It also acknowledges what a unit had still to acknowledge.
    Receiver.objects.filter(org__in=ended, acknowledged_at=None).update(org=successor_of("org"))
    _orders_follow(ended, at)
    _advice_follows(ended)
    moved = Petition.objects.filter(place__in=ended)
    people = list(Party.objects.filter(petition__in=moved).values_list("pk", flat=True))
    moved.update(place=successor_of("place"))
    index_people(Party.objects.kept().filter(pk__in=people))  # names are found by the county of the place
    # Whoever holds the file goes after its letters.
    Letter.objects.filter(org__in=ended).update(org=successor_of("org"))
    # Whoever is to visit her, and whoever answers a complaint, is the successor; whom it was about stays.
    FollowUp.objects.planned().filter(org__in=ended).update(org=successor_of("org"))
    RightsRequest.objects.open().filter(org__in=ended).update(org=successor_of("org"))
    HeldContact.objects.open().filter(org__in=ended).update(org=successor_of("org"))
    complaints = HandlingComplaint.objects.filter(org__in=ended)
    complaints.update(org=successor_of("org"), org_code=successor_of("org", "code"))
    _concerns_follow(ended)
    _names_follow(ended)
    Accused.objects.filter(org__in=ended).update(org=successor_of("org"))
    ImportBatch.objects.filter(org__in=ended).update(org=successor_of("org"))


def _orders_follow(ended: list[int], at: dt.datetime) -> None:
    """What still waits to be issued, answered or judged; the paper keeps the name under which it was written.

    Nobody supervises herself or a unit of another city, and one draft is enough: what would come to that falls away.
    """
    standing = SupervisionOrder.objects.filter(ended_at=None)
    moved = standing.filter(Q(issuer__in=ended) | Q(receiver__in=ended))
    itself = Q(receiver__successor=F("issuer")) | Q(receiver__successor=F("issuer__successor"))
    _fall_away(moved.filter(itself | Q(issuer__successor=F("receiver"))), at)
    drafts = moved.filter(state=OrderState.DRAFTED)
    other = standing.filter(state=OrderState.DRAFTED, petition=OuterRef("petition"), pk__lt=OuterRef("pk"))
    _fall_away(drafts.filter(Exists(other)), at)
    standing.filter(issuer__in=ended).update(issuer=successor_of("issuer"), issuer_code=successor_of("issuer", "code"))
    standing.filter(receiver__in=ended).update(
        receiver=successor_of("receiver"), receiver_code=successor_of("receiver", "code")
    )
    astray = Q(receiver_code__lt=F("issuer__code")) | Q(receiver_code__gte=F("issuer__code_end"))
    _fall_away(standing.filter(astray), at)


def _concerns_follow(ended: list[int]) -> None:
    """What came close to a unit has come close to its successor."""
    rows = (
        Concern.objects.of_units()
        .filter(org__in=ended, org__successor__isnull=False)
        .values_list("petition", "org__successor")
    )
    close = (Concern(petition_id=petition, org_id=org) for petition, org in rows.iterator() if org)
    Concern.objects.bulk_create(close, batch_size=CHUNK, ignore_conflicts=True)


def _names_follow(ended: list[int]) -> None:
    """Numbers in other systems; of two that become the same, the one that the successor gave or the older follows."""
    same = ExternalId.objects.filter(system=OuterRef("system"), external_id=OuterRef("external_id"))
    theirs = Q(org=OuterRef("org__successor"))
    older = Q(org__in=ended, org__successor=OuterRef("org__successor"), pk__lt=OuterRef("pk"))
    rows = ExternalId.objects.filter(org__in=ended, org__successor__isnull=False)
    rows.exclude(Exists(same.filter(theirs | older))).update(org=successor_of("org"))


def _advice_follows(ended: list[int]) -> None:
    """What still waits for its answer or its outcome."""
    for advice in (Suggestion.objects.filter(recorded_at=None), Proposal.objects.filter(recorded_at=None)):
        advice.filter(org__in=ended).update(org=successor_of("org"), org_code=successor_of("org", "code"))
    asked = Suggestion.objects.filter(receiver__in=ended, recorded_at=None)
    asked.update(receiver=successor_of("receiver"))


def _fall_away(orders: QuerySet, at: dt.datetime) -> None:
    ids = list(orders.values_list("pk", flat=True))
    clocks = Deadline.objects.open().filter(pk__in=SupervisionOrder.objects.filter(pk__in=ids).values("clock"))
    clocks.update(closed_at=at, outcome=Deadline.Outcome.CANCELLED, awaiting_ack=False)
    was_draft = When(state=OrderState.DRAFTED, then=Value(OrderState.DISCARDED))
    SupervisionOrder.objects.filter(pk__in=ids).update(
        state=Case(was_draft, default=Value(OrderState.WITHDRAWN)), ended_at=at, ended_note="机构调整"
    )


def _away_from_the_accused(ended: list[int], *, by: User, at: dt.datetime) -> None:
    """Accusations that the change would bring before the accused go to the superior first (art. 30)."""
    touched = Q(org__in=ended) | Q(accused__org__in=ended)
    rows = Petition.objects.accusations().filter(pk__in=Petition.objects.filter(touched).values("pk"))
    for row in rows.select_for_update(of=("self",)).select_related("org__successor"):
        now = _successor(row.org)
        holder = keeper(now, map(_successor, accused_units(row)))
        if holder != now:
            hand_above(row, holder, by=by, at=at)


def _successor(org: Organization) -> Organization:
    return org.successor or org
