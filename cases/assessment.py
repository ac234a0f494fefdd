"""The figures of the assessment sheet (条例 art. 38, 39, 43 to 46) by unit: numerators and denominators, never rates.

A dozen grouped statements for a whole range, whatever it holds; unit n is the n-th stretch of the bounds, as in
cases.statistics.UnitIndex. No accusation is in them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.counted import Counted, came_back, duty_figures, ended_first, to_rate, was_rated
from cases.models import HandlingComplaint, MatterClass, Petition, Suggestion, SupervisionOrder
from cases.statistics import CONTENT, Period, UnitIndex, duties_due, ratings_in, within
from cases.workflow import Cause
from cases.workflow.aftercare import ComplaintFinding
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization

FOUNDED = (ComplaintFinding.FOUNDED, ComplaintFinding.PARTLY)


class Fault(StrEnum):
    """Failures that art. 43 to 46 punish and that stand in other rows than the duties of a petition."""

    UNREGISTERED = "unregistered"  # a superior found so, and ordered it to be mended
    IGNORED = "ignored"  # suggestions that nobody answered in writing
    FOUNDED = "founded"  # complaints about the handling, such as a rough manner


Tally = dict[int, Counter[str]]  # by unit, then by Counted or Fault


def assess(org: Organization, bounds: list[int], period: Period, at: dt.datetime) -> Tally:
    """All figures of an organization's range in a period, up to now."""
    tally: Tally = defaultdict(Counter)
    matters = Petition.objects.in_range_of(org).exportable().order_by()
    for grouped in (
        _duties(org, bounds, period, at),
        _undecided(org, bounds, period, at),
        _settled(matters, bounds, period),
        _rated(matters, bounds, period),
        _graded(matters, bounds, period),
        _unregistered(org, bounds, period),
        _ignored(org, bounds, period, at),
        _founded(org, bounds, period),
    ):
        for row in grouped:
            tally[row.pop("unit")].update(row)
    return dict(tally)


def _by(rows: QuerySet, code: str, bounds: list[int], counts: dict[str, Count]) -> Iterable[dict[str, Any]]:
    return rows.annotate(unit=UnitIndex(code, bounds)).values("unit").annotate(**counts).order_by()


def _duties(org: Organization, bounds: list[int], period: Period, at: dt.datetime) -> Iterable[dict[str, Any]]:
    """按期告知率、按期办结率、回访率、督办单按期答复率, and what is missing in them."""
    figures = duty_figures()
    del figures[Counted.UNDECIDED]
    rows = duties_due(Deadline.objects.in_range_of(org), {kind for kind, _ in figures.values()}, period, at)
    rows = rows.exclude(object_id__in=Petition.objects.accusations().values("pk"))
    counts = {what.value: Count("pk", filter=Q(kind=kind) & which) for what, (kind, which) in figures.items()}
    return _by(rows, "org_code", bounds, counts)


def _undecided(org: Organization, bounds: list[int], period: Period, at: dt.datetime) -> Iterable[dict[str, Any]]:
    """Apart from the other duties: of the few that are still open the matters are soon looked up."""
    kind, which = duty_figures()[Counted.UNDECIDED]
    rows = duties_due(Deadline.objects.in_range_of(org).open(), [kind], period, at).filter(which)
    rows = rows.exclude(object_id__in=Petition.objects.accusations().values("pk"))
    return _by(rows, "org_code", bounds, {Counted.UNDECIDED.value: Count("pk")})


def _settled(matters: Any, bounds: list[int], period: Period) -> Iterable[dict[str, Any]]:
    """初次化解率."""
    counts = {Counted.ENDED_FIRST.value: Count("pk"), Counted.SETTLED.value: Count("pk", filter=~came_back())}
    return _by(ended_first(matters, period), "org_code", bounds, counts)


def _rated(matters: Any, bounds: list[int], period: Period) -> Iterable[dict[str, Any]]:
    """参评率."""
    counts = {Counted.TO_RATE.value: Count("pk"), Counted.RATED.value: Count("pk", filter=was_rated())}
    return _by(to_rate(matters, period), "org_code", bounds, counts)


def _graded(matters: Any, bounds: list[int], period: Period) -> Iterable[dict[str, Any]]:
    """满意率, of the ratings given in the period."""
    rows = ratings_in(period).filter(petition__in=matters.values("pk"))
    counts = {
        Counted.GRADED.value: Count("pk"),
        Counted.CONTENT.value: Count("pk", filter=Q(grade__in=CONTENT)),
    }
    return _by(rows, "petition__org_code", bounds, counts)


def _unregistered(org: Organization, bounds: list[int], period: Period) -> Iterable[dict[str, Any]]:
    """Orders to a unit because it had not registered a matter; which others it left out no data can say."""
    rows = SupervisionOrder.objects.in_range_of(org).filter(within("issued_at", period), cause=Cause.REGISTERING)
    rows = rows.exclude(petition__matter_class=MatterClass.ACCUSATION)
    return _by(rows, "receiver_code", bounds, {Fault.UNREGISTERED.value: Count("pk")})


def _ignored(org: Organization, bounds: list[int], period: Period, at: dt.datetime) -> Iterable[dict[str, Any]]:
    """Suggestions to a unit of which it said nothing in time, as far as those who read them stand in this range."""
    rows = Suggestion.objects.overdue(at).filter(within("due_at", period))
    rows = rows.filter(receiver__code__gte=org.code, receiver__code__lt=org.code_end)
    rows = rows.filter(Q(org_code__gte=org.code, org_code__lt=org.code_end) | Q(receiver=org))
    rows = rows.exclude(petition__matter_class=MatterClass.ACCUSATION)
    return _by(rows, "receiver__code", bounds, {Fault.IGNORED.value: Count("pk")})


def _founded(org: Organization, bounds: list[int], period: Period) -> Iterable[dict[str, Any]]:
    """Complaints that this range has decided: none about the organization itself, which never learns of them."""
    rows = HandlingComplaint.objects.in_range_of(org).filter(within("decided_at", period), finding__in=FOUNDED)
    rows = rows.exclude(petition__matter_class=MatterClass.ACCUSATION)
    return _by(rows, "about__code", bounds, {Fault.FOUNDED.value: Count("pk")})
