"""Lets the engine run through fifteen months of the past, so that escalations, acknowledgements and notices carry the
moments at which they would have happened."""

import datetime as dt
import heapq
from collections.abc import Iterator
from itertools import count
from random import Random

from django.db import connection
from django.db.models import F
from django.utils import timezone

from cases.actions.supervision_drafting import draft_orders
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.dashboards.demo.chronicle import Duty
from fedportal.deadlines import actions, engine
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.ladders import URGENT
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.notices.actions import tell_escalations

SOON = dt.timedelta(seconds=20)
URGENT_RUNGS = [dt.timedelta(minutes=minutes) for minutes in (0, 30, 120, 240, 1440)]
ACKNOWLEDGED = 0.72  # of what climbs to a desk, so much is acknowledged there
WITHIN_HOURS = 70

# A duty that was done before its next rung stops; one whose rung came first has to climb before (see `_end`).
_STOP = """
UPDATE deadlines_deadline d
SET closed_at = p.at, awaiting_ack = false,
    outcome = CASE WHEN p.cancelled THEN 'cancelled' WHEN p.at <= d.due_at THEN 'met' ELSE 'late' END
FROM unnest(%s::bigint[], %s::timestamptz[], %s::bool[]) AS p(id, at, cancelled)
WHERE d.id = p.id AND d.closed_at IS NULL AND d.climb_at > p.at
RETURNING d.id
"""

_ACKNOWLEDGE = """
WITH seen AS (UPDATE deadlines_deadline SET awaiting_ack = false WHERE id = %s)
UPDATE deadlines_escalation SET acknowledged_at = %s, acknowledged_by_id = %s
WHERE deadline_id = %s AND to_desk_id = %s AND acknowledged_at IS NULL
"""


class Replay:
    """Moves time forward from tick to tick: duties end, duties begin, the engine climbs, desks answer."""

    def __init__(self, duties: list[Duty], staff: Staff, random: Random) -> None:
        self.waiting = sorted(duties, key=lambda duty: duty.begins, reverse=True)
        self.running: list[tuple[dt.datetime, int, Duty]] = []  # heap by end
        self.answers: list[tuple[dt.datetime, int, int]] = []  # heap: when, tie, escalation
        self.staff, self.random = staff, random
        self.tie = count()
        self.newest = Escalation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def run(self, until: dt.datetime) -> None:
        for tick in [*_ticks(self.waiting, until), until]:
            self._end(tick)
            self._begin(tick)
            self._end(tick)
            climb_all(tick)
            self._answer(tick)
            self._note_new()
            tell_escalations(tick)
            draft_orders(tick)

    def _begin(self, tick: dt.datetime) -> None:
        begun = []
        while self.waiting and self.waiting[-1].begins <= tick:
            begun.append(self.waiting.pop())
        Deadline.objects.bulk_create([duty.deadline for duty in begun])
        for duty in begun:
            if duty.ends is not None:
                heapq.heappush(self.running, (duty.ends, next(self.tie), duty))

    def _end(self, tick: dt.datetime) -> None:
        ending = []
        while self.running and self.running[0][0] <= tick:
            ending.append(heapq.heappop(self.running))
        stopped = _stop([duty for _, _, duty in ending])
        for ends, _, duty in ending:
            if duty.deadline.pk not in stopped:
                climb_all(ends)
                _stop([duty])

    def _note_new(self) -> None:
        """Who will answer what has just climbed, and when."""
        fresh = Escalation.objects.filter(pk__gt=self.newest).exclude(to_desk=F("deadline__org"))
        for pk, at in fresh.order_by("pk").values_list("pk", "at"):
            self.newest = pk
            if self.random.random() < ACKNOWLEDGED:
                answer = at + dt.timedelta(hours=self.random.uniform(0.5, WITHIN_HOURS))
                heapq.heappush(self.answers, (answer, next(self.tie), pk))

    def _answer(self, tick: dt.datetime) -> None:
        due = []
        while self.answers and self.answers[0][0] <= tick:
            due.append(heapq.heappop(self.answers))
        found = Escalation.objects.select_related("deadline__ladder").in_bulk([pk for _, _, pk in due])
        for at, _, pk in due:
            row = found[pk]
            by = self.staff.who_can(row.to_desk_id, Can.ACKNOWLEDGE, self.random)
            if row.deadline.awaiting_ack and row.deadline.desk_id == row.to_desk_id:
                self._acknowledge(row, by=by, at=at)

    def _acknowledge(self, row: Escalation, *, by: User, at: dt.datetime) -> None:
        """The verb itself where an answer spares a rung; else what it comes to, in one statement."""
        if row.deadline.ladder.code == URGENT.code:
            actions.acknowledge(row.deadline, by=by, at=at)
            return
        with connection.cursor() as cursor:
            cursor.execute(_ACKNOWLEDGE, [row.deadline_id, at, by.pk, row.deadline_id, by.org_id])


def climb_all(at: dt.datetime) -> None:
    """Every rung that is due by `at`."""
    while engine.climb(at).taken:
        pass


def _stop(duties: list[Duty]) -> set[int]:
    if not duties:
        return set()
    rows = [(duty.deadline.pk, duty.ends, duty.cancelled) for duty in duties]
    ids, ends, cancelled = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_STOP, [ids, ends, cancelled])
        return {pk for (pk,) in cursor.fetchall()}


def _ticks(duties: list[Duty], until: dt.datetime) -> Iterator[dt.datetime]:
    """Just after each midnight, when days run out, and at every moment that cannot wait until then."""
    first = min((duty.begins for duty in duties), default=until)
    days = (timezone.localdate(until) - timezone.localdate(first)).days
    midnight = dt.datetime.combine(timezone.localdate(first), dt.time(), SHANGHAI) + SOON
    moments = {midnight + dt.timedelta(days=n) for n in range(1, days + 1)}
    for duty in duties:
        if duty.deadline.ladder.code == URGENT.code:
            moments |= {duty.begins + rung + SOON for rung in URGENT_RUNGS}
        elif duty.deadline.climb_at <= duty.begins:  # a skip rule: climbs at once
            moments.add(duty.begins + SOON)
    return iter(sorted(moment for moment in moments if moment < until))
