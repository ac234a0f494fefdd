"""Figures of the table of stations (T-20), by unit: what stood at the end of a period, and what served in it.

Counted plainly from stations and their months, for a period that lies back too. Every figure is a sum, so that a
county's add up to the city's.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fedportal.orgs.models import Organization

Figures = Counter[str]
UNITS = ("towns", "towns_live", "towns_served", "villages", "villages_live", "villages_served")


@dataclass(frozen=True)
class Stretch:
    """The days of a period, up to today."""

    first: date
    last: date


_UNITS = """
SELECT width_bucket(u.code, %(bounds)s::bigint[]) AS unit,
       count(*) FILTER (WHERE u.level = 4) AS towns,
       count(*) FILTER (WHERE u.level = 4 AND s.org_id IS NOT NULL) AS towns_live,
       count(*) FILTER (WHERE u.level = 4 AND s.served) AS towns_served,
       count(*) FILTER (WHERE u.level = 5) AS villages,
       count(*) FILTER (WHERE u.level = 5 AND s.org_id IS NOT NULL) AS villages_live,
       count(*) FILTER (WHERE u.level = 5 AND s.served) AS villages_served
FROM orgs_organization u LEFT JOIN (
    SELECT s.org_id, bool_or(m.station_id IS NOT NULL) AS served
    FROM stations_station s LEFT JOIN (
        SELECT DISTINCT station_id FROM stations_stationmonth
        WHERE entries > 0 AND month >= %(first)s AND month <= %(last)s
    ) m ON m.station_id = s.id
    WHERE s.org_code >= %(code)s AND s.org_code < %(code_end)s
      AND s.opened_on <= %(last)s AND (s.closed_on IS NULL OR s.closed_on > %(last)s)
    GROUP BY s.org_id
) s ON s.org_id = u.id
WHERE u.level IN (4, 5) AND u.code >= %(code)s AND u.code < %(code_end)s
  AND u.valid_from <= %(last)s AND (u.valid_to IS NULL OR u.valid_to > %(last)s)
GROUP BY 1
"""
_SERVICES = """
SELECT width_bucket(s.org_code, %(bounds)s::bigint[]) AS unit, sum(m.complaint) AS complaint, sum(m.legal) AS legal,
       sum(m.education) AS education, sum(m.governance) AS governance, sum(m.needs) AS needs,
       sum(m.hardship) AS hardship
FROM stations_stationmonth m JOIN stations_station s ON s.id = m.station_id
WHERE m.month >= %(first)s AND m.month <= %(last)s
  AND s.org_code >= %(code)s AND s.org_code < %(code_end)s
GROUP BY 1
"""


def of_stations(org: Organization, bounds: list[int], days: Stretch) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex); two statements."""
    asked: Any = {
        "code": org.code,
        "code_end": org.code_end,
        "bounds": bounds,
        "first": days.first.replace(day=1),
        "last": days.last,
    }
    found: dict[int, Figures] = {}
    with connection.cursor() as cursor:
        for statement in (_UNITS, _SERVICES):
            cursor.execute(statement, asked)
            names = [column.name for column in cursor.description or ()][1:]
            for unit, *values in cursor.fetchall():
                found.setdefault(unit, Figures()).update(dict(zip(names, map(int, values), strict=True)))
    return found
