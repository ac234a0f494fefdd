"""What a sweep costs when nothing is due: among a million open deadlines, and right behind a great sweep."""

import datetime as dt
from collections.abc import Iterator
from statistics import median

from django.db import connection

from fedportal.deadlines import engine
from tests.bench.figures import Figure, seconds
from tests.bench.queue_data import DUE, end_of_group, load_queue

TIMES = 300
SWEEPS = 3  # great ones, each followed by its first idle one
BEFORE = end_of_group(-1)
PROBE = """
SELECT id FROM deadlines_deadline
WHERE closed_at IS NULL AND quarantined_at IS NULL AND climb_at <= %s ORDER BY climb_at, id LIMIT 1
"""
RECORD = """
INSERT INTO deadlines_sweeprun (at, started_at, finished_at, climbed, quarantined, worst_lag, error)
VALUES (%s, now(), now(), 0, 0, '0', '')
"""


def run() -> Iterator[Figure]:
    load_queue(groups=SWEEPS)
    bare = median(1000 * seconds(_bare) for _ in range(TIMES))
    against = "a bare look into the index and a bare insert of one row, on the same table"
    idle = median(1000 * seconds(lambda: engine.sweep(BEFORE)) for _ in range(TIMES))
    yield Figure("sweep_idle", idle, "ms", bare / idle, against)

    first = median(1000 * _first_behind(end_of_group(number)) for number in range(SWEEPS))
    yield Figure("sweep_idle_first", first, "ms", bare / first, f"{against}, before any sweep of {DUE:,}")


def _first_behind(at: dt.datetime) -> float:
    """Seconds of the first idle sweep straight behind a great one."""
    assert engine.sweep(at).climbed == DUE
    return seconds(lambda: engine.sweep(at))


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PROBE, [BEFORE])
        assert cursor.fetchone() is None
        cursor.execute(RECORD, [BEFORE])
