"""The engine against one bare statement that updates as many deadlines and inserts as many escalations."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from fedportal.deadlines import engine
from tests.bench.figures import Figure, seconds
from tests.bench.queue_data import DUE, end_of_group, load_queue

# The same tables, indexes and foreign keys; no claim, no ladder, no calendar, no desks.
BARE = """
WITH moved AS (
    UPDATE deadlines_deadline
    SET step = next_step, next_step = next_step + 1, light = 5, awaiting_ack = true,
        climb_at = climb_at + interval '10 days'
    WHERE closed_at IS NULL AND quarantined_at IS NULL AND climb_at <= %(at)s
    RETURNING id, cycle, step, desk_id, climb_at
)
INSERT INTO deadlines_escalation (deadline_id, cycle, step, from_desk_id, to_desk_id, planned_at, at, alarm)
SELECT id, cycle, step, desk_id, desk_id, climb_at, %(at)s, false FROM moved
"""
ORDER = ("engine", "bare", "bare", "engine")  # so that neither always finds the warmer table


def run() -> Iterator[Figure]:
    load_queue(groups=len(ORDER))
    spent = {"engine": 0.0, "bare": 0.0}
    for number, what in enumerate(ORDER):
        at = end_of_group(number)
        spent[what] += seconds(lambda at=at, what=what: _climb_all(what, at))  # type: ignore[misc]
    rows = DUE * len(ORDER) / 2
    against = "one bare UPDATE … RETURNING with INSERT of as many rows, same server, same run"
    yield Figure("sweep", rows / spent["engine"], "rows/s", spent["bare"] / spent["engine"], against)


def _climb_all(what: str, at: dt.datetime) -> None:
    if what == "engine":
        moved = engine.sweep(at).climbed
    else:
        with connection.cursor() as cursor:
            cursor.execute(BARE, {"at": at})
            moved = cursor.rowcount
    assert moved == DUE, f"{what} moved {moved} rows"
