"""A plain count of what triggers keep: the figures of tests must equal it at any time."""

from typing import Any

from django.db import connection

from fedportal.orgs.models import Organization
from stations.coverage import Coverage, below
from stations.quarters import Quarter

_LIVE = """
SELECT o.code / 1000 * 1000 AS town,
       count(*) FILTER (WHERE o.level = 4), count(*) FILTER (WHERE o.level = 4 AND live),
       count(*) FILTER (WHERE o.level = 5), count(*) FILTER (WHERE o.level = 5 AND live)
FROM (
    SELECT *, EXISTS (SELECT FROM stations_station s WHERE s.org_id = u.id AND s.closed_on IS NULL) AS live
    FROM orgs_organization u WHERE level IN (4, 5) AND valid_to IS NULL
) o GROUP BY 1
"""
_SERVED = """
SELECT o.code / 1000 * 1000, date_trunc('quarter', e.day)::date,
       count(DISTINCT o.id) FILTER (WHERE o.level = 4), count(DISTINCT o.id) FILTER (WHERE o.level = 5)
FROM stations_serviceentry e JOIN stations_station s ON s.id = e.station_id AND s.closed_on IS NULL
JOIN orgs_organization o ON o.id = s.org_id
WHERE e.struck_at IS NULL AND o.level IN (4, 5) AND o.valid_to IS NULL GROUP BY 1, 2
"""
_MONTHS = """
SELECT station_id, date_trunc('month', day)::date, count(*), sum(people)
FROM stations_serviceentry WHERE struck_at IS NULL GROUP BY 1, 2
"""
_KEPT = {
    "live": """
    SELECT town, towns, towns_live, villages, villages_live FROM stations_towncoverage WHERE towns + villages > 0
    """,
    "served": "SELECT town, quarter, towns, villages FROM stations_townserved WHERE towns + villages > 0",
    "months": """
    SELECT station_id, month, entries, complaint + legal + education + governance + needs + hardship
    FROM stations_stationmonth WHERE entries > 0
    """,
}
_COUNTED = {"live": _LIVE, "served": _SERVED, "months": _MONTHS}


def _rows(sql: str) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def kept() -> dict[str, set[Any]]:
    """What stands in the rows that triggers write."""
    return {name: _rows(sql) for name, sql in _KEPT.items()}


def counted() -> dict[str, set[Any]]:
    """The same from the stations, units and entries themselves."""
    return {name: _rows(sql) for name, sql in _COUNTED.items()}


def coverage_of(org: Organization, quarter: Quarter) -> Coverage:
    """The figures of one unit, as its line below the unit above says them."""
    lines = {line.code: line.coverage for line in below(org.parent, quarter)}
    return lines.get(org.code, Coverage())
