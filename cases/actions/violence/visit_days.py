"""When she is to be visited next: by the level of danger, and by what she went through in this round (POLICY, 3.4)."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice, repeat, takewhile

from django.utils import timezone

from cases.models import DangerAssessment, FollowUp, Petition, ViolenceCase
from cases.violence_law import AFTER_HIGH, HIGH_EVERY, HIGH_FIRST, VISIT_GAPS
from cases.workflow import Danger
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence import CourseState


def next_visit_on(row: Petition, *, at: dt.datetime) -> dt.date | None:
    """The day on or before which she is to be visited; None where no course asks for one any more."""
    course = ViolenceCase.objects.filter(petition=row).exclude(state=CourseState.CLOSED).first()
    asked = _asked(course) if course else []
    if not asked:
        return None
    level = asked[-1].level
    began = [*takewhile(lambda each: each.level == level, reversed(asked))][-1].at
    visits = list(_reached(row, since=began))
    gap = next(
        islice(_gaps(level, was_high=any(each.level == Danger.HIGH for each in asked)), len(visits), None), None
    )
    if gap is None:
        return None
    last = max([began, *(visit.done_at for visit in visits if visit.done_at)])
    return max(timezone.localdate(last) + dt.timedelta(days=gap), timezone.localdate(at))


def _asked(course: ViolenceCase) -> list[DangerAssessment]:
    """Those of this round that were answered."""
    rows = DangerAssessment.objects.filter(petition=course.petition_id, at__gte=course.round_at, unable="")
    return list(rows.order_by("at", "pk"))


def _reached(row: Petition, *, since: dt.datetime) -> Iterator[FollowUp]:
    held = row.follow_ups.held().filter(done_at__gte=since).exclude(outcome=VisitOutcome.NOT_REACHED)
    return held.iterator()


def _gaps(level: str, *, was_high: bool) -> Iterator[int]:
    """Days before each visit: after the asking, then after the visit before."""
    if level == Danger.HIGH:
        return chain([HIGH_FIRST], repeat(HIGH_EVERY))
    return iter(AFTER_HIGH if was_high else VISIT_GAPS[level])
