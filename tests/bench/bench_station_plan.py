"""The yearly round at national size (BENCH_STATIONS): stations that are owed no look yet, and the night after; against
one bare INSERT of as many duties that stand ready."""

import os
from collections.abc import Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.deadlines.models import Deadline
from fedportal.lib.database_roles import become_owner, become_portal
from fedportal.lib.row_scope import EVERYTHING, rows_of
from stations.actions.check_clocks import plan_checks
from stations.check_law import STATION_CHECK
from tests.bench.figures import Figure, seconds
from tests.bench.serving import member

SHANDONG = 370000000000
STATIONS = int(os.environ.get("BENCH_STATIONS", "300000"))
# Over all counties, opened on any day of the last year; every third was looked at since.
_STATIONS = """
INSERT INTO stations_station (ref, org_id, org_code, kind, name, host_kind, host_name, address, phone, hours,
                              opened_on, closed_reason, public, entered_at, entered_by_id)
SELECT gen_random_uuid(), o.id, o.code, 'rights', '妇女维权服务站' || n, 'committee', '', '中心街 1 号', '', '工作日',
       current_date - n %% 365, '', true, now() - (n %% 365) * interval '1 day', %(by)s
FROM generate_series(1, %(count)s) n
JOIN (SELECT id, code, row_number() OVER () - 1 AS place, count(*) OVER () AS whole
      FROM orgs_organization WHERE level = 3 AND valid_to IS NULL) o ON o.place = n %% o.whole
"""
_CHECKS = """
INSERT INTO stations_stationcheck (ref, station_id, org_code, org_id, kind, joint, checked_on, by_id, began_at,
                                   done_at, note, points, whole, four_haves, five_ones, systems, missing,
                                   rectification)
SELECT gen_random_uuid(), s.id, s.org_code, s.org_id, 'yearly', '{}', current_date - (s.id %% 200)::int, %(by)s,
       now(), now(), '', 100, 100, true, true, true, 0, ''
FROM stations_station s WHERE s.id %% 3 = 0
"""


def run() -> Iterator[Figure]:
    by = member(SHANDONG, Role.UNIT_HEAD)
    for command in (("load_calendar",), ("load_divisions", "--depth", "county"), ("load_rules",)):
        call_command(*command, stdout=StringIO())
    become_owner()
    with connection.cursor() as cursor:
        asked = {"by": by.pk, "count": STATIONS}
        for statement in (_STATIONS, _CHECKS):
            cursor.execute(statement, asked)
        cursor.execute("ANALYZE")
    become_portal()
    with rows_of(EVERYTHING):
        first = seconds(lambda: plan_checks(at=timezone.now()))
        assert Deadline.objects.filter(kind=STATION_CHECK.kind).count() == STATIONS
        bare = _bare()
        against = (
            f"one bare INSERT … SELECT of the same {STATIONS:,} duties with their receipts, same server, same run"
        )
        yield Figure("station_plan_first", first, "s", bare / first, against)
        again = seconds(lambda: plan_checks(at=timezone.now()))
        assert Deadline.objects.filter(kind=STATION_CHECK.kind).count() == STATIONS
        yield Figure("station_plan_again", again, "s", None, "the night after: nothing to do")


def _bare() -> float:
    """The same rows once more, then undone: what the table itself costs, its indexes, keys and policies."""
    columns = ", ".join(field.column for field in Deadline._meta.concrete_fields if not field.primary_key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE ready AS SELECT * FROM deadlines_deadline WHERE kind = %s", [STATION_CHECK.kind]
        )
        cursor.execute("UPDATE ready SET item = 'bare'")  # of one kind a subject has one that is open
        insert = f"INSERT INTO deadlines_deadline ({columns}) SELECT {columns} FROM ready"  # our own names  # nosec B608
        spent = seconds(lambda: cursor.execute(insert))
        assert cursor.rowcount == STATIONS
        transaction.set_rollback(True)
    return spent
