"""Work orders of both kinds that are not ended, lines that are answered and calls go over to a unit's successor."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from fedportal.deadlines.models import Deadline
from fedportal.orgs.succession import successor_of
from hotline.call_ticket_workflow import ENDED as CLOSED
from hotline.models import (
    AnsweringDay,
    Call,
    CallBackBooking,
    CallTicket,
    ExternalTicket,
    ForbiddenPhrase,
    HotlineLine,
    KnowledgeEntry,
    PhoneSwitch,
    QualityReview,
    Seat,
    Shift,
)
from hotline.workflow import ENDED, TicketState


def take_over(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """The successor handles its orders and answers its numbers."""
    _orders(ended, at)
    _lines(ended, at)
    _desk(ended)
    for followed in (PhoneSwitch, Seat):
        followed.objects.filter(org__in=ended).update(org=successor_of("org"), org_code=successor_of("org", "code"))
    # Her calls are read where her line is answered now.
    _call_tickets(ended)
    booked = CallBackBooking.objects.filter(call__org__in=ended)
    calls = Call.objects.filter(pk=OuterRef("call")).values("org__successor__code")
    booked.update(org_code=Subquery(calls))
    Call.objects.filter(org__in=ended).update(org=successor_of("org"), org_code=successor_of("org", "code"))


def _desk(ended: list[int]) -> None:
    """Its rota, what it tells callers, and what was found in its calls. A day or a phrase that both had is one."""
    follows: Any = {"org": successor_of("org"), "org_code": successor_of("org", "code")}
    for model in (Shift, KnowledgeEntry, QualityReview):
        model.objects.filter(org__in=ended).update(**follows)
    same_day = AnsweringDay.objects.filter(day=OuterRef("day"), org=OuterRef("org__successor"))
    AnsweringDay.objects.filter(~Exists(same_day), org__in=ended).update(**follows)
    same_phrase = ForbiddenPhrase.objects.filter(
        phrase=OuterRef("phrase"), org=OuterRef("org__successor"), removed_at=None
    )
    ForbiddenPhrase.objects.filter(~Exists(same_phrase), org__in=ended).update(**follows)


def _lines(ended: list[int], at: dt.datetime) -> None:
    """A number that the successor, or two of its predecessors, answer already is closed on the day."""
    open_ones = HotlineLine.objects.filter(org__in=ended, closed_on=None)
    same = HotlineLine.objects.filter(number=OuterRef("number"), closed_on=None)
    held = same.filter(org=OuterRef("org__successor"))
    earlier = same.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    doubled = list(open_ones.filter(Exists(held) | Exists(earlier)).values_list("pk", flat=True))
    HotlineLine.objects.filter(pk__in=doubled).update(closed_on=timezone.localdate(at))
    open_ones.exclude(pk__in=doubled).update(org=successor_of("org"), org_code=successor_of("org", "code"))


def _orders(ended: list[int], at: dt.datetime) -> None:
    """Where 12345 had sent the same order to both units, the successor handles one of them."""
    open_ones = ExternalTicket.objects.filter(org__in=ended).exclude(state__in=sorted(ENDED))
    same = {name: OuterRef(name) for name in ("system", "system_number", "direction")}
    numbered = ExternalTicket.objects.filter(**same).exclude(system_number="")
    held = numbered.filter(org=OuterRef("org__successor"))
    earlier = numbered.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    doubled = list(open_ones.filter(Exists(held) | Exists(earlier)).values_list("pk", flat=True))
    duties = Deadline.objects.for_model(ExternalTicket).open().filter(object_id__in=doubled)
    duties.update(closed_at=at, outcome=Deadline.Outcome.CANCELLED, awaiting_ack=False)
    ExternalTicket.objects.filter(pk__in=doubled).update(state=TicketState.WITHDRAWN, ended_at=at)
    open_ones.exclude(pk__in=doubled).update(org=successor_of("org"), org_code=successor_of("org", "code"))


def _call_tickets(ended: list[int]) -> None:
    """Whoever takes over calls her back, or goes on handling what was sent there."""
    open_ones = CallTicket.objects.exclude(state__in=sorted(CLOSED))
    open_ones.filter(org__in=ended).update(org=successor_of("org"), org_code=successor_of("org", "code"))
    held = open_ones.filter(holder__in=ended)
    held.update(holder=successor_of("holder"), holder_code=successor_of("holder", "code"))
    open_ones.filter(asked__in=ended).update(asked=successor_of("asked"))
