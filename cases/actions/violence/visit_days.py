"""When she is to be visited next: by the level of danger and what she went through in this round, and while an order
protects her (POLICY, domain.md 3.4; D22)."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice, repeat, takewhile

from django.utils import timezone

from cases.models import DangerAssessment, Petition, ViolenceCase
from cases.violence_law import AFTER_HIGH, HIGH_EVERY, HIGH_FIRST, ORDER_EVERY, VISIT_GAPS
from cases.workflow import Danger
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence import CourseState


def next_visit_on(row: Petition, *, at: dt.datetime) -> dt.date | None:
    """The day on or before which she is to be visited; None where no course asks for one any more."""
    course = ViolenceCase.objects.filter(petition=row).exclude(state=CourseState.CLOSED).first()
    if course is None:
        return None
    today = timezone.localdate(at)
    owed = [day for day in (_by_danger(row, course), _by_order(row, today)) if day]
    return max(min(owed), today) if owed else None


def _by_order(row: Petition, today: dt.date) -> dt.date | None:
    """While an order protects her she is visited, on its last day at the latest."""
    granted = [order for order in row.protection_orders.all() if order.is_in_force(today)]
    if not granted:
        return None
    held = row.follow_ups.held().values_list("done_at", flat=True)
    began = min(order.decided_at for order in granted if order.decided_at)
    last = timezone.localdate(max([began, *(moment for moment in held if moment)]))
    until = max(order.valid_until for order in granted if order.valid_until)
    return min(last + dt.timedelta(days=ORDER_EVERY), until) if last < until else None


def _by_danger(row: Petition, course: ViolenceCase) -> dt.date | None:
    """After the last visit, made or tried; only those that found her count. Who could not be asked again after a
    relapse is visited as what was found before goes on to hold."""
    asked = _asked(course)
    level = asked[-1].level if asked else row.danger
    if not level:
        return None
    same = [*takewhile(lambda each: each.level == level, reversed(asked))]
    began = same[-1].at if same else course.round_at
    visits = list(row.follow_ups.held().filter(done_at__gte=began))
    reached = [visit for visit in visits if visit.outcome != VisitOutcome.NOT_REACHED]
    was_high = any(each.level == Danger.HIGH for each in asked)
    gap = next(islice(_gaps(level, was_high=was_high), len(reached), None), None)
    if gap is None:
        return None
    last = max([began, *(visit.done_at for visit in visits if visit.done_at)])
    return timezone.localdate(last) + dt.timedelta(days=gap)


def _asked(course: ViolenceCase) -> list[DangerAssessment]:
    """Those of this round that were answered."""
    rows = DangerAssessment.objects.filter(petition=course.petition_id, at__gte=course.round_at, unable="")
    return list(rows.order_by("at", "pk"))


def _gaps(level: str, *, was_high: bool) -> Iterator[int]:
    """Days before each visit: after the asking, then after the visit before."""
    if level == Danger.HIGH:
        return chain([HIGH_FIRST], repeat(HIGH_EVERY))
    return iter(AFTER_HIGH if was_high else VISIT_GAPS[level])
