"""The figures of the table of the hotline (domain.md T-16), by unit; numerators and denominators, never rates."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum
from django.db.models.functions import ExtractHour

from cases.statistics import UnitIndex
from fedportal.orgs.models import Organization
from hotline.call_ticket_figures import FIGURES, Span, counted
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.call_workflow import CallClass
from hotline.law import ANSWERED_WITHIN, NIGHT
from hotline.models import Call, CallEvent, CallTicket

Figures = Counter[str]
_WAITED = ExpressionWrapper(F("answered_at") - F("rang_at"), output_field=DurationField())
TALKED = ExpressionWrapper(F("ended_at") - F("answered_at"), output_field=DurationField())
_CONNECTED = Q(was_missed=False, answered_at__isnull=False)
_REAL = _CONNECTED & ~Q(call_class=CallClass.NUISANCE)
_COUNTS = {
    "came": Q(),
    "connected": _CONNECTED,
    "quick": _CONNECTED & Q(waited__lte=ANSWERED_WITHIN),
    "ended": _CONNECTED & Q(ended_at__isnull=False),
    "real": _REAL,
    "resolved": _REAL & Q(was_resolved=True),
    "missed": Q(was_missed=True),
    "reached": Q(was_missed=True, answered_at__isnull=False),
    "night": Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1]),
    **{f"class_{kind}": Q(call_class=kind) for kind in CallClass.values},
}


def answered(org: Organization, bounds: list[int], span: Span) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex): what rang in the period, and what became of it; one
    statement. `waited` and `talked` are sums, in whole seconds."""
    events = CallEvent.objects.filter(call=OuterRef("pk"))
    rows = Call.objects.in_range_of(org).filter(rang_at__gte=span.begins, rang_at__lt=span.ends).order_by()
    rows = rows.annotate(
        unit=UnitIndex("org_code", bounds),
        was_missed=Exists(events.filter(verb__in=["call.queue", "call.miss"])),
        was_resolved=Exists(events.filter(verb="call.resolve")),
        waited=_WAITED,
        talked=TALKED,
        hour=ExtractHour("rang_at"),
    )
    counts: Any = {name: Count("pk", filter=which) for name, which in _COUNTS.items()}
    sums = {f"sum_{name}": Sum(name, filter=_CONNECTED) for name in ("waited", "talked")}
    found: Any = rows.values("unit").annotate(**counts, **sums)
    return {row["unit"]: _figures(row) for row in found}


def _figures(row: dict[str, Any]) -> Figures:
    figures = Counter({name: row[name] for name in _COUNTS})
    for name in ("waited", "talked"):
        figures[name] = round(row[f"sum_{name}"].total_seconds()) if row[f"sum_{name}"] else 0
    return figures


def ordered(rows: CallTicketQuerySet, org: Organization, bounds: list[int], span: Span) -> dict[int, Figures]:
    """The same of work orders, by the unit that took them: as many statements as there are figures."""
    found: dict[int, Figures] = {}
    taken = rows.filter(org_code__gte=org.code, org_code__lt=org.code_end).order_by()
    for name in FIGURES:
        by_unit = counted(taken, name, span).annotate(unit=UnitIndex("org_code", bounds)).values("unit")
        _add(found, name, by_unit.annotate(orders=Count("pk")))
    return found


def _add(found: dict[int, Figures], name: str, rows: Iterable[Any]) -> None:
    for row in rows:
        found.setdefault(row["unit"], Counter())[name] += row["orders"]


def of_hotline(org: Organization, bounds: list[int], span: Span) -> dict[int, Figures]:
    """Calls and orders together."""
    found = answered(org, bounds, span)
    for unit, figures in ordered(CallTicket.objects.all(), org, bounds, span).items():
        found.setdefault(unit, Counter()).update(figures)
    return found
