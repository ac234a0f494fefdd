"""The yearly round at national size: 300,000 stations that nobody is owed a look at yet, and the night after."""

from collections.abc import Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection
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
STATIONS = 300_000
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
        yield Figure("station_plan_first", first, "s", None, f"{STATIONS:,} stations without a duty, its receipts too")
        again = seconds(lambda: plan_checks(at=timezone.now()))
        assert Deadline.objects.filter(kind=STATION_CHECK.kind).count() == STATIONS
        yield Figure("station_plan_again", again, "s", None, "the night after: nothing to do")
