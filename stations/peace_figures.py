"""How far homes are looked at by the list of 平安家庭, unit by unit, and which items are met least; no home by itself.

As it stands, or stood at the end of a month: a look counts for a year (POLICY), and the last one of each home alone.
Homes are counted where their village belongs today, and looks by the day on which they were made, as the month's other
figures are: one that is entered later still counts. An item that few homes
do not meet is named in the township and below, who know them, and further up from five homes on: where one home of a
village has not passed, everybody there knows whose it is, and by the item would know what goes on in it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from cases.small_cells import SMALL
from fedportal.orgs.models import Level, Organization
from stations.check_facts import Section
from stations.check_law import PEACE_LASTS
from stations.models import Household
from stations.peace_querysets import fresh


@dataclass(frozen=True)
class Homes:
    """On the list, of these looked at within a year, of these without an item unmet."""

    listed: int = 0
    looked: int = 0
    passed: int = 0

    def __add__(self, other: "Homes") -> "Homes":
        return Homes(self.listed + other.listed, self.looked + other.looked, self.passed + other.passed)

    @property
    def looked_share(self) -> float | None:
        return self.looked / self.listed if self.listed else None

    @property
    def passed_share(self) -> float | None:
        return self.passed / self.looked if self.looked else None


class Line(NamedTuple):
    """A unit right below, with everything in its range."""

    pk: int
    code: int
    name: str
    level: int
    homes: Homes


class Unmet(NamedTuple):
    """An item, and how many homes do not meet it."""

    section: str
    label: str
    homes: int


# Each home of the list of a day with the last look by then: of today it stands with the home.
_NOW = """
(stations_household h JOIN stations_peacecheck c ON c.id = h.latest_id AND h.left_on IS NULL)
"""
_THEN = """
(stations_household h JOIN LATERAL (
    SELECT * FROM stations_peacecheck made
    WHERE made.household_id = h.id AND made.checked_on <= %(on)s ORDER BY made.at DESC, made.id DESC LIMIT 1
) c ON h.left_on IS NULL OR h.left_on > %(on)s)
"""
_BELOW = """
SELECT u.id, u.code, u.region_name, u.level, count(h.id),
       count(c.id) FILTER (WHERE c.checked_on > %(since)s),
       count(c.id) FILTER (WHERE c.checked_on > %(since)s AND c.unmet = '{{}}')
FROM orgs_organization u
LEFT JOIN {homes} ON h.org_code >= u.code AND h.org_code < u.code_end
WHERE u.valid_to IS NULL AND u.parent_id = %(parent)s
GROUP BY u.id ORDER BY u.code
"""
_UNMET = """
SELECT i.section, i.label, count(*)
FROM {homes}
CROSS JOIN unnest(c.unmet) AS found(item) JOIN stations_checklistitem i ON i.id = found.item
WHERE h.org_code >= %(code)s AND h.org_code < %(code_end)s AND c.checked_on > %(since)s
GROUP BY i.section, i.label ORDER BY count(*) DESC, i.label
"""


def below(org: Organization, on: dt.date) -> list[Line]:
    """One statement, however many units there are."""
    with connection.cursor() as cursor:
        cursor.execute(_of(_BELOW, on), {"parent": org.pk, "on": on, "since": on - PEACE_LASTS})
        return [Line(pk, code, name, level, Homes(*sums)) for pk, code, name, level, *sums in cursor.fetchall()]


def homes_in(org: Organization, on: dt.date) -> Homes:
    """Of this unit's whole range."""
    looked, passed = fresh(on), Q(latest__unmet=[])
    found = (
        Household.objects.listed()
        .in_range_of(org)
        .aggregate(listed=Count("pk"), looked=Count("pk", filter=looked), passed=Count("pk", filter=looked & passed))
    )
    return Homes(**found)


def unmet_in(org: Organization, on: dt.date, *, reader: Organization) -> list[Unmet]:
    """Those met least first; of one text in two versions of the list the homes are added up."""
    with connection.cursor() as cursor:
        cursor.execute(
            _of(_UNMET, on),
            {"code": org.code, "code_end": org.code_end, "on": on, "since": on - PEACE_LASTS},
        )
        rows = cursor.fetchall()
    fewest = 1 if reader.level >= Level.TOWNSHIP else SMALL
    return [Unmet(str(Section(section).label), label, n) for section, label, n in rows if n >= fewest]


def _of(statement: str, on: dt.date) -> str:
    return statement.format(homes=_THEN if on < timezone.localdate() else _NOW)
