"""Coverage by stations at national size: every township and village of the country, stations for half of them."""

import http.client
import statistics
from collections.abc import Callable, Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection as database
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.database_roles import become_owner, become_portal
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.orgs.models import Organization
from stations.coverage import Coverage, below
from stations.quarters import Quarter
from tests.bench.figures import Figure, seconds
from tests.bench.serving import gunicorn, member, session_cookie

ROUNDS = 15
SHANDONG = 370000000000

_STATIONS = """
INSERT INTO stations_station (ref, org_id, org_code, kind, name, host_kind, host_name, address, phone, hours,
                              opened_on, closed_reason, public, entered_at, entered_by_id)
SELECT gen_random_uuid(), o.id, o.code, 'rights', '妇女维权服务站', 'committee', '', '中心街 1 号', '', '工作日',
       %(day)s, '', true, now(), %(by)s
FROM orgs_organization o WHERE o.level IN (4, 5) AND o.valid_to IS NULL AND o.id %% 2 = 0
"""
_ENTRIES = """
INSERT INTO stations_serviceentry (station_id, day, service, people, words, entered_at, entered_by_id, struck_reason)
SELECT id, %(day)s, 'legal', 1, '', now(), %(by)s, '' FROM stations_station WHERE id %% 3 = 0
"""
_PLAIN = """
SELECT o.code / 10000000000,
       count(*) FILTER (WHERE o.level = 4), count(*) FILTER (WHERE o.level = 4 AND live),
       count(*) FILTER (WHERE o.level = 4 AND served), count(*) FILTER (WHERE o.level = 5),
       count(*) FILTER (WHERE o.level = 5 AND live), count(*) FILTER (WHERE o.level = 5 AND served)
FROM (
    SELECT u.code, u.level, s.org_id IS NOT NULL AS live, coalesce(s.served, false) AS served
    FROM orgs_organization u LEFT JOIN (
        SELECT s.org_id, bool_or(e.station_id IS NOT NULL) AS served
        FROM stations_station s LEFT JOIN (
            SELECT DISTINCT station_id FROM stations_serviceentry
            WHERE struck_at IS NULL AND day >= %(first)s AND day <= %(last)s
        ) e ON e.station_id = s.id
        WHERE s.closed_on IS NULL GROUP BY s.org_id
    ) s ON s.org_id = u.id
    WHERE u.level IN (4, 5) AND u.valid_to IS NULL AND u.code >= %(code)s AND u.code < %(code_end)s
) o GROUP BY 1
"""


def run() -> Iterator[Figure]:
    quarter = Quarter.of(timezone.localdate())
    by = member(SHANDONG, Role.UNIT_HEAD)
    call_command("load_divisions", "--depth", "village", stdout=StringIO())
    loaded = _fill(by, quarter)
    units = Organization.objects.filter(level__gte=4).count()
    with rows_of(EVERYTHING):
        yield Figure("coverage_stations_entered", loaded, "s", None, f"{units // 2:,} stations and their services")
        yield _measured("coverage_nation", None, quarter, f"a plain count of {units:,} units")
        shandong = Organization.objects.get(code=SHANDONG)
        yield _measured("coverage_province", shandong, quarter, "a plain count of its units")
    yield _page(by)


def _fill(by: User, quarter: Quarter) -> float:
    """As the owner of the tables; triggers count meanwhile."""
    become_owner()
    day = quarter.first
    with database.cursor() as cursor:
        took = seconds(lambda: cursor.execute(_STATIONS, {"by": by.pk, "day": day}))
        took += seconds(lambda: cursor.execute(_ENTRIES, {"by": by.pk, "day": day}))
        cursor.execute("ANALYZE")
    become_portal()
    return took


def _measured(name: str, org: Organization | None, quarter: Quarter, against: str) -> Figure:
    """Milliseconds of the page's statement; the plain count, asked in turn with it, must find the same."""
    found: list[Coverage] = []
    plain: list[tuple[int, ...]] = []
    bounds = {"code": org.code if org else 0, "code_end": org.code_end if org else 10**12}
    asked = bounds | {"first": quarter.first, "last": quarter.last}

    def ours() -> None:
        found[:] = [line.coverage for line in below(org, quarter)]

    def counted() -> None:
        with database.cursor() as cursor:
            cursor.execute(_PLAIN, asked)
            plain[:] = [row[1:] for row in cursor.fetchall()]

    times: dict[Callable[[], None], list[float]] = {ours: [], counted: []}
    for _ in range(ROUNDS):
        for work, taken in times.items():
            taken.append(seconds(work))
    total = sum(found, Coverage())
    assert total == sum((Coverage(*row) for row in plain), Coverage()), (total, plain)
    assert 0 < total.villages_served < total.villages_live < total.villages
    value, reference = (statistics.median(taken) for taken in times.values())
    return Figure(name, value * 1000, "ms", reference / value, against)


def _page(by: User) -> Figure:
    """The whole page of the province, through gunicorn."""
    cookie = session_cookie(by)
    with gunicorn("fedportal.settings") as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def asked() -> None:
            connection.request("GET", "/stations/coverage/", headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status

        asked()  # warm
        times = [seconds(asked) for _ in range(ROUNDS)]
        connection.close()
    return Figure("coverage_page", statistics.median(times) * 1000, "ms", None, "the page of Shandong, same run")
