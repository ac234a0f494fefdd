"""Trails for tests: events, sealed on the day on which they happened."""

import datetime as dt

from django.db import connection

from fedportal.audit.log import record
from fedportal.audit.models import AccessEvent
from fedportal.audit.sealing import seal

NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)  # in Beijing, the day is the same
DAY = dt.timedelta(days=1)


def happened(count: int, *, at: dt.datetime = NOON) -> list[int]:
    """So many events, by their ids."""
    return [record("test.act", by=None, at=at, address="10.0.0.1", n=n).pk for n in range(count)]


def sealed_days(days: int, each: int) -> list[AccessEvent]:
    """So many days of events, every one sealed and anchored."""
    for number in range(days):
        happened(each, at=NOON + number * DAY)
        seal(NOON + number * DAY)
    seal(NOON + days * DAY)
    return list(AccessEvent.objects.order_by("pk"))


def behind_its_back(sql: str, *values: object) -> None:
    """As one who may do anything with the database: no trigger runs until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
