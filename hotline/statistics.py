"""The figures of the table of work with 12345 (domain.md T-17), by unit; numerators and denominators, never rates."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from cases.statistics import UnitIndex
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from hotline.law import TICKET_ANSWER
from hotline.models import ExternalTicket, TicketEvent
from hotline.workflow import IN_HAND, Direction

Figures = Counter[str]
# Both records of one matter agree, unless the petition is over and the order still waits for its answer (POLICY).
_AGREES = ~Q(petition__closed_at__isnull=False, state__in=sorted(IN_HAND))
_COUNTS = {
    "received": Q(),
    "returned": Q(returned_at__isnull=False),
    "reworked": Q(rework_count__gt=0),
    "doubled": Q(petition__isnull=False),
    "agreeing": Q(petition__isnull=False) & _AGREES,
}


def exchanged(org: Organization, bounds: list[int], first: dt.datetime, last: dt.datetime) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex): orders that came in the period, what became of them, and the
    answers that fell due in it. Three statements, whatever the range holds."""
    found: dict[int, Figures] = {}
    came = ExternalTicket.objects.in_range_of(org).filter(
        direction=Direction.IN, received_at__gte=first, received_at__lt=last
    )
    counts: Any = {name: Count("pk", filter=which) for name, which in _COUNTS.items()}
    _add(found, came.order_by().annotate(unit=UnitIndex("org_code", bounds)).values("unit").annotate(**counts))
    extended = TicketEvent.objects.filter(
        verb="ticket.extend",
        at__gte=first,
        at__lt=last,
        ticket__org_code__gte=org.code,
        ticket__org_code__lt=org.code_end,
    )
    unit = UnitIndex("ticket__org_code", bounds)
    _add(found, extended.order_by().annotate(unit=unit).values("unit").annotate(extended=Count("pk")))
    due = Deadline.objects.in_range_of(org).for_model(ExternalTicket).filter(kind=TICKET_ANSWER.kind)
    due = due.fell_due(first, last).order_by().annotate(unit=UnitIndex("org_code", bounds))
    in_time = Count("pk", filter=Q(outcome=Deadline.Outcome.MET))
    _add(found, due.values("unit").annotate(owed=Count("pk"), in_time=in_time))
    return found


def _add(found: dict[int, Figures], rows: Iterable[Any]) -> None:
    for row in rows:
        figures = found.setdefault(row["unit"], Counter())
        figures.update({name: value for name, value in row.items() if name != "unit"})
