"""How far stations reach (domain.md rows 28, 41): units with a live station, and those with one that served.

Effective coverage counts a unit in a quarter in which one of its live stations logged at least one service (POLICY,
domain.md 3.6). The figures are sums of rows that triggers keep by township (migration 0003), so that a province
answers as fast as a county; `units_of` looks at the stations themselves, and must find as many.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple, Self

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from fedportal.orgs.models import Level, Organization
from stations.models import Station
from stations.quarters import Quarter
from stations.station_filters import has_served


@dataclass(frozen=True)
class Coverage:
    """Units in use, those with a live station, and of these those that served in the quarter."""

    towns: int = 0
    towns_live: int = 0
    towns_served: int = 0
    villages: int = 0
    villages_live: int = 0
    villages_served: int = 0

    def __add__(self, other: Self) -> "Coverage":
        names = [field.name for field in fields(self)]
        return Coverage(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def parts(self) -> list["Part"]:
        """Townships, then villages."""
        return [
            Part(Level.TOWNSHIP, self.towns, self.towns_live, self.towns_served),
            Part(Level.VILLAGE, self.villages, self.villages_live, self.villages_served),
        ]


class Part(NamedTuple):
    """The figures of one level."""

    level: Level
    units: int
    live: int
    served: int

    @property
    def share(self) -> str:
        """88.9%."""
        return _share(self.live, self.units)

    @property
    def served_share(self) -> str:
        return _share(self.served, self.units)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


class Line(NamedTuple):
    """A unit right below, with the figures of everything in its range."""

    code: int
    name: str
    level: int
    coverage: Coverage


# One statement, however many units there are: the range of each is summed up from the rows of its townships.
_BELOW = """
SELECT unit.code, unit.region_name, unit.level, sums.*
FROM orgs_organization unit LEFT JOIN LATERAL (
    SELECT coalesce(sum(t.towns), 0)::int, coalesce(sum(t.towns_live), 0)::int, coalesce(sum(s.towns), 0)::int,
           coalesce(sum(t.villages), 0)::int, coalesce(sum(t.villages_live), 0)::int,
           coalesce(sum(s.villages), 0)::int
    FROM stations_towncoverage t
    LEFT JOIN stations_townserved s ON s.town = t.town AND s.quarter = %(quarter)s
    WHERE t.town >= unit.code AND t.town < unit.code_end
) sums ON true
WHERE unit.valid_to IS NULL AND unit.parent_id IS NOT DISTINCT FROM %(parent)s
ORDER BY unit.code
"""


def below(org: Organization | None, quarter: Quarter) -> list[Line]:
    """The units right below this one, or all provinces; of a township none: its villages are units themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"parent": org.pk if org else None, "quarter": quarter.first})
        return [Line(code, name, level, Coverage(*sums)) for code, name, level, *sums in cursor.fetchall()]


def units_of(org: Organization, level: int, has: str, quarter: Quarter) -> QuerySet[Organization]:
    """The list behind a figure: units of that level with a live station (`live`), without (`none`), with one that
    served in the quarter (`served`), without (`unserved`); or all of them."""
    live = Station.objects.live().filter(org=OuterRef("pk"))
    served = live.filter(has_served(quarter))
    rows = Organization.objects.in_range_of(org).filter(level=level, valid_to=None)
    asked = {"live": Exists(live), "none": ~Exists(live), "served": Exists(served), "unserved": ~Exists(served)}
    return rows.filter(asked[has]) if has in asked else rows
