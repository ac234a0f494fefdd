"""The sweep: raises every deadline whose moment has come, in batches of one SQL statement each.

Each batch is one transaction: it claims rows oldest first with SKIP LOCKED, so that any number of workers may
sweep at once and a killed one leaves nothing half done; moves the desk; stores the moment of the next rung; and
writes one Escalation a row. `escalation_exactly_once` makes a second climb of the same rung impossible.

Climbed rows leave dead entries at the low end of the index. Within a pass each batch starts behind the one before,
so that none walks over them; the look for more that ends every sweep does, and marks them dead for all later ones.
Marking visits their rows, which pushes the index itself out of memory: a sweep that climbed looks once more.
No mark is kept between sweeps: a row may come in below any mark. While somebody's old snapshot keeps the entries
from being marked, a look costs half a microsecond for each, and never a wrong answer.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, InternalError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from fedportal.deadlines.climb_sql import CLIMB
from fedportal.deadlines.models import Deadline, SweepRun

BAD_ROW = (IntegrityError, DataError, InternalError)  # what a single row can bring upon its batch


@dataclass(frozen=True)
class Place:
    """How far a pass has come in the queue; ids break the ties of deadlines that fall due together."""

    climb_at: dt.datetime
    id: int


FRONT = Place(dt.datetime.min.replace(tzinfo=dt.UTC), 0)


@dataclass(frozen=True)
class Batch:
    """What one batch did: rows taken, of these climbed and quarantined, the oldest planned moment among them."""

    taken: int
    climbed: int
    quarantined: int
    oldest: dt.datetime | None
    end: Place | None  # None: nothing lies behind it


def climb(at: dt.datetime, *, batch: int | None = None, after: Place = FRONT, only: int | None = None) -> Batch:
    """Climb one rung for up to `batch` deadlines that are due by `at`, in one statement."""
    batch = batch or settings.SWEEP_BATCH
    params: dict[str, Any] = {"at": at, "batch": batch, "only": only, "tz": settings.TIME_ZONE}
    params |= {"after_at": after.climb_at, "after_id": after.id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLIMB, params)
        taken, climbed, quarantined, oldest, *end = cursor.fetchone()
        return Batch(taken, climbed, quarantined, oldest, Place(*end) if taken == batch else None)


def sweep(at: dt.datetime, *, batch: int | None = None) -> SweepRun:
    """Climb until nothing is due by `at`; a deadline far behind climbs each of its rungs in turn.

    Records the run: when, how many, how late the latest one was, and what stopped it if it failed.
    """
    run = SweepRun(at=at, started_at=timezone.now())
    try:
        for done in _batches(at, batch or settings.SWEEP_BATCH):
            run.climbed += done.climbed
            run.quarantined += done.quarantined
            if done.oldest is not None:
                run.worst_lag = max(run.worst_lag, at - done.oldest)
            if run.pk is None:
                _note(run)  # a run that is killed shows as one that never finished
        if run.climbed:
            _anything_due(at)
    except Exception as error:
        run.error = repr(error)
        _note(run)
        raise
    run.finished_at = timezone.now()
    _note(run)
    return run


@transaction.atomic
def _note(run: SweepRun) -> None:
    """Write the run down without waiting for the disk: a crash of the server may cost its last line, no more."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    run.save()


def _batches(at: dt.datetime, batch: int) -> Iterator[Batch]:
    """Pass after pass through the queue, until one finds only rows that are under somebody's lock, or none."""
    while _anything_due(at):
        progress = False
        end: Place | None = FRONT
        while end is not None:
            done = _climb_or_set_aside(at, batch=batch, after=end)
            progress, end = progress or done.taken > 0, done.end
            yield done
        if not progress:
            return


def _anything_due(at: dt.datetime) -> bool:
    """One look at the low end of the queue's index; the order keeps the planner from choosing another way."""
    return Deadline.objects.to_climb(at).order_by("climb_at", "pk").values_list("pk").first() is not None


def _climb_or_set_aside(at: dt.datetime, *, batch: int, after: Place) -> Batch:
    """A batch; if it fails as a whole, row by row: the bad ones are set aside with their reason, the rest go on."""
    try:
        return climb(at, batch=batch, after=after)
    except BAD_ROW:
        places = _queue(at, batch=batch, after=after)
    done = [_climb_alone(place.id, at) for place in places]
    return Batch(
        taken=sum(one.taken for one in done),
        climbed=sum(one.climbed for one in done),
        quarantined=sum(one.quarantined for one in done),
        oldest=min((one.oldest for one in done if one.oldest is not None), default=None),
        end=places[-1] if len(places) == batch else None,
    )


def _queue(at: dt.datetime, *, batch: int, after: Place) -> list[Place]:
    behind = Q(climb_at__gt=after.climb_at) | Q(climb_at=after.climb_at, pk__gt=after.id)
    queue = Deadline.objects.to_climb(at).filter(behind).order_by("climb_at", "pk")
    return [Place(*row) for row in queue.values_list("climb_at", "pk")[:batch]]


@transaction.atomic
def _climb_alone(pk: int, at: dt.datetime) -> Batch:
    """One row, locked, so that what is set aside is the very row that failed."""
    row = Deadline.objects.to_climb(at).filter(pk=pk).select_for_update(skip_locked=True, no_key=True).first()
    if row is None:
        return Batch(0, 0, 0, None, None)
    try:
        with transaction.atomic():
            done = climb(at, batch=1, only=pk)
            connection.check_constraints()  # now, not at the commit
            return done
    except BAD_ROW as error:
        row.quarantined_at, row.quarantine_reason = at, str(error)
        row.save(update_fields=["quarantined_at", "quarantine_reason"])
        return Batch(1, 0, 1, row.climb_at, None)


def forecast(at: dt.datetime) -> dict[int, int]:
    """What a sweep would climb first, by step, without climbing."""
    due = Deadline.objects.to_climb(at).values_list("next_step").annotate(n=Count("pk")).order_by("next_step")
    return dict(due)
