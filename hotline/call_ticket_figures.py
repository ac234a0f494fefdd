"""What a figure about work orders of calls counts (T-16): the statistics and the lists behind them ask here."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.workflow.aftercare import Grade
from fedportal.deadlines.models import Deadline
from fedportal.orgs.codes import code_end
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.call_ticket_workflow import BackOutcome
from hotline.law import CALL_TICKET_ANSWER


@dataclass(frozen=True)
class Span:
    """A stretch of time; the end is not included."""

    begins: dt.datetime
    ends: dt.datetime

    @classmethod
    def of(cls, first: dt.date, last: dt.date) -> "Span":
        """Whole days in Beijing time, both included."""
        start, end = (dt.datetime.combine(day, dt.time()) for day in (first, last + dt.timedelta(days=1)))
        return cls(timezone.make_aware(start), timezone.make_aware(end))


def _made(span: Span) -> Q:
    return Q(registered_at__gte=span.begins, registered_at__lt=span.ends)


def _fed(span: Span) -> Q:
    return Q(fed_back_at__gte=span.begins, fed_back_at__lt=span.ends)


def _fell_due(rows: CallTicketQuerySet, span: Span, **more: Any) -> Exists:
    """Whether an answer about it fell due in that time, done or still owed."""
    kind = ContentType.objects.get_for_model(rows.model)
    duties = Deadline.objects.fell_due(span.begins, span.ends).filter(kind=CALL_TICKET_ANSWER.kind, **more)
    return Exists(duties.filter(content_type=kind, object_id=OuterRef("pk")))


def _owed(rows: CallTicketQuerySet, span: Span) -> CallTicketQuerySet:
    return rows.filter(_fell_due(rows, span))


def _in_time(rows: CallTicketQuerySet, span: Span) -> CallTicketQuerySet:
    """None of those answers was late, or is still owed after its last moment."""
    late = _fell_due(rows, span, outcome=Deadline.Outcome.LATE) | _fell_due(rows, span, closed_at=None)
    return _owed(rows, span).exclude(late)


_RATED = Q(back_outcome=BackOutcome.REACHED)
_CONTENT = _RATED & Q(grade__in=[Grade.SATISFIED, Grade.FAIRLY])
# By name: which orders it counts, of those taken in the place and time.
FIGURES = {
    "ordered": lambda rows, span: rows.filter(_made(span)),
    "owed": _owed,
    "in_time": _in_time,
    "fed_back": lambda rows, span: rows.filter(_fed(span)),
    "called_back": lambda rows, span: rows.filter(_fed(span)).exclude(back_outcome=""),
    "rated": lambda rows, span: rows.filter(_fed(span), _RATED),
    "content": lambda rows, span: rows.filter(_fed(span), _CONTENT),
    "returned": lambda rows, span: rows.filter(_made(span), return_count__gt=0),
    "reworked": lambda rows, span: rows.filter(_made(span), rework_count__gt=0),
}


def counted(
    rows: CallTicketQuerySet, figure: str, span: Span, *, under: int | None = None, own: bool = False
) -> CallTicketQuerySet:
    """The orders that a figure counts; `under`: taken in the range of that code, `own`: by that very unit."""
    if under is not None:
        code = int(under)
        within = Q(org_code=code) if own else Q(org_code__gte=code, org_code__lt=code_end(code))
        rows = rows.filter(within)
    found: CallTicketQuerySet = FIGURES[figure](rows, span)
    return found
