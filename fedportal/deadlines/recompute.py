"""Computes open deadlines anew after the State Council's notice has replaced the calendar they came from.

Two things hang on the calendar: the last moment of limits in working days, and the next rung of every ladder.
What has been climbed stays climbed.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from fedportal.audit.log import record
from fedportal.calendar.models import CalendarEdition
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.clock import last_moment, rung_moment
from fedportal.deadlines.limits import Base, Unit
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import derive

BATCH = 500  # deadlines locked at a time
SPAN = 10_000  # ids a statement looks at; staff wait for it well under a second
# Rungs are compared for so long after a notice; by then each has been computed anew or climbed.
RUNGS_FOLLOW_NOTICE_FOR = dt.timedelta(days=30)

# The moment of the next rung as in clock.rung_moment. A row that changes hands meanwhile is left for the next run.
MOVE_RUNGS = """
WITH claimed AS MATERIALIZED (
    SELECT d.id, d.opened_at, d.due_at, d.climb_at, r.share, r.amount,
           CASE l.base WHEN 'due' THEN d.due_at ELSE d.opened_at END AS base
    FROM deadlines_deadline d
    JOIN deadlines_ladder l ON l.id = d.ladder_id
    JOIN deadlines_rung r ON r.ladder_id = d.ladder_id AND r.step = d.next_step
    WHERE d.id >= %(first)s AND d.id < %(after)s
      AND d.closed_at IS NULL AND d.quarantined_at IS NULL AND d.climb_at > %(at)s
      AND d.next_step > d.step AND r.unit = 'working_day' AND r.amount <> 0
    FOR UPDATE OF d SKIP LOCKED
), wanted AS MATERIALIZED (
    SELECT c.id, greatest(c.opened_at, least(
        (w1.day + (c.base AT TIME ZONE %(tz)s)::time) AT TIME ZONE %(tz)s,
        c.opened_at + c.share::float8 * (c.due_at - c.opened_at))) AS climb_at
    FROM claimed c
    JOIN calendar_workday w0 ON w0.day = (c.base AT TIME ZONE %(tz)s)::date
    JOIN calendar_workday w1 ON w1.is_working AND w1.number = w0.number + c.amount
)
UPDATE deadlines_deadline d SET climb_at = w.climb_at
FROM wanted w
WHERE d.id = w.id AND d.climb_at <> w.climb_at
"""


def recompute(at: dt.datetime) -> int:
    """Bring all open deadlines up to the calendar in force; safe to repeat. Returns how many moved."""
    replaced = replaced_editions()
    moved = _recompute_dues(replaced, at) if replaced else 0
    if _published_lately(at):
        moved += _move_rungs(at)
    return moved


def replaced_editions() -> list[int]:
    """Editions of a year that has a newer one."""
    newer = CalendarEdition.objects.filter(year=OuterRef("year")).order_by("-id").values("id")[:1]
    return list(CalendarEdition.objects.exclude(id=Subquery(newer)).values_list("id", flat=True))


def _published_lately(at: dt.datetime) -> bool:
    since = at - RUNGS_FOLLOW_NOTICE_FOR
    return CalendarEdition.objects.filter(source=CalendarEdition.Source.NOTICE, entered_at__gte=since).exists()


def _recompute_dues(replaced: list[int], at: dt.datetime) -> int:
    named = Q()
    for edition in replaced:
        named |= Q(derivation__calendar_editions__contains=edition)
    stale = list(Deadline.objects.open().filter(named).order_by("pk").values_list("pk", flat=True))
    days = WorkingDays.load()
    batches = (stale[n : n + BATCH] for n in range(0, len(stale), BATCH))
    return sum(_recompute_batch(batch, days, at) for batch in batches)


@transaction.atomic
def _recompute_batch(ids: list[int], days: WorkingDays, at: dt.datetime) -> int:
    rows = Deadline.objects.open().select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    moved = [row.pk for row in rows.select_related("ladder", "rule") if _recompute_one(row, days, at)]
    if moved:
        record("deadline.recompute", by=None, at=at, deadlines=moved)
    return len(moved)


def _recompute_one(row: Deadline, days: WorkingDays, at: dt.datetime) -> bool:
    """A new last moment with its receipt, and the next rung to match. Says whether the last moment moved."""
    old: dict[str, Any] = row.derivation
    start = dt.datetime.fromisoformat(old["start"])
    due = row.due_at  # an extension was granted to a date, and an assignment names one: they stay there
    if not old.get("extended") and not old.get("set_by_hand"):
        due = last_moment(start, old["amount"], Unit(old["unit"]), days, rolls=old["rolled"])
    moved = due != row.due_at
    row.derivation = _derived_anew(row, start, due, days, at)
    row.due_at = due
    rung = row.ladder.rungs.filter(step=row.next_step).first()
    if moved and rung is not None and row.climb_at > at and row.next_step > row.step:
        base = Base(row.ladder.base)
        row.climb_at = rung_moment(rung, base=base, opened_at=row.opened_at, due_at=due, days=days)
    row.save(update_fields=["derivation", "due_at", "climb_at"])
    return moved


def _derived_anew(
    row: Deadline, start: dt.datetime, due: dt.datetime, days: WorkingDays, at: dt.datetime
) -> dict[str, Any]:
    """The receipt under the calendar in force; what it said before a move is kept in `recomputed`."""
    old: dict[str, Any] = row.derivation
    fresh = derive(row.rule, start, due, days)
    said = {key: fresh[key] for key in ("due", "calendar_editions", "provisional")}
    if due == row.due_at:
        return {**old, **said}
    editions, moment = old["calendar_editions"], timezone.localtime(at).isoformat()
    before = {"due": old["due"], "calendar_editions": editions, "at": moment}
    return {**old, **said, "recomputed": [*old.get("recomputed", []), before]}


def _move_rungs(at: dt.datetime) -> int:
    """Put the pending rungs in working days where the calendar now has them, a span of ids at a time."""
    last = Deadline.objects.aggregate(last=Max("pk"))["last"] or 0
    moved = 0
    for first in range(0, last + 1, SPAN):
        with transaction.atomic(), connection.cursor() as cursor:
            params: dict[str, Any] = {"first": first, "after": first + SPAN, "at": at, "tz": settings.TIME_ZONE}
            cursor.execute(MOVE_RUNGS, params)
            moved += cursor.rowcount
    return moved
