"""Nights in shelters, month by month: how many were slept, of how many beds, and how long those stayed who left. A
night belongs to the day on which it begins, in Beijing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.small_cells import WITHHELD
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization
from stations.models import Shelter
from stations.shelter_statistics import Figures, Told, alone

MONTHS = 12
# When a bed was placed is not known: each counts from the day on which its shelter opened until it was put out of use.
_SLEPT = """
WITH months AS (
    SELECT m::date AS first, (m + interval '1 month')::date AS next
    FROM generate_series(%(first)s::date, %(today)s::date, interval '1 month') m
), places AS (
    SELECT id, org_code, opened_on, closed_on FROM stations_shelter
    WHERE confirmed_at IS NOT NULL
      AND org_code >= %(code)s AND org_code < %(code_end)s AND (%(shelter)s::bigint IS NULL OR id = %(shelter)s)
), slept AS (
    SELECT p.org_code, m.first, u.resident_id,
           greatest(0, least(u.until, m.next) - greatest(u.since, m.first)) AS nights
    FROM months m JOIN (
        SELECT shelter_id, resident_id, (begins_at AT TIME ZONE %(tz)s)::date AS since,
               (least(ends_at, %(at)s) AT TIME ZONE %(tz)s)::date AS until
        FROM stations_beduse WHERE resident_id IS NOT NULL AND begins_at <= %(at)s
    ) u ON u.since < m.next AND u.until >= m.first
    JOIN places p ON p.id = u.shelter_id
), beds AS (
    SELECT p.org_code, m.first,
           sum(greatest(0, least(m.next, %(today)s::date, p.closed_on, (b.out_since AT TIME ZONE %(tz)s)::date)
               - greatest(m.first, p.opened_on))) AS available
    FROM months m CROSS JOIN places p JOIN stations_shelterbed b ON b.shelter_id = p.id GROUP BY 1, 2
), gone AS (
    SELECT p.org_code, m.first, count(*) AS households, sum(s.went - s.came) AS days
    FROM months m JOIN (
        SELECT shelter_id, (admitted_at AT TIME ZONE %(tz)s)::date AS came, (left_at AT TIME ZONE %(tz)s)::date AS went
        FROM stations_shelterstay
    ) s ON s.went >= m.first AND s.went < m.next
    JOIN places p ON p.id = s.shelter_id GROUP BY 1, 2
)
SELECT m.first, p.org_code, coalesce(sum(s.nights), 0), count(DISTINCT s.resident_id) FILTER (WHERE s.nights > 0),
       coalesce(max(b.available), 0), coalesce(max(g.households), 0), coalesce(max(g.days), 0)
FROM months m CROSS JOIN (SELECT DISTINCT org_code FROM places) p
LEFT JOIN slept s USING (first, org_code)
LEFT JOIN beds b USING (first, org_code)
LEFT JOIN gone g USING (first, org_code)
GROUP BY 1, 2 ORDER BY 1, 2
"""
_NAMES = ("nights", "people", "available", "left", "days")


@dataclass(frozen=True)
class Nights:
    """One month, or so many from `first` on, as one reader may know them. Beds say nothing of anybody."""

    first: dt.date
    told: Told
    months: int = 1

    @property
    def label(self) -> str:
        """2026-11, or 2026 年第 3 季度."""
        return (
            f"{self.first:%Y-%m}" if self.months == 1 else f"{self.first.year} 年第 {self.first.month // 3 + 1} 季度"
        )

    @property
    def nights(self) -> int | None:
        return self.told.figures["nights"] if self.told.may_show else None

    @property
    def nights_words(self) -> str:
        return WITHHELD if self.nights is None else f"{self.nights:,}"

    @property
    def available(self) -> int:
        return self.told.figures["available"]

    @property
    def rate_words(self) -> str:
        if self.nights is None:
            return WITHHELD
        return f"{100 * self.nights // self.available}%" if self.available else "—"

    @property
    def length_words(self) -> str:
        """Days from the day of admission to that of leaving, of those who left in that month."""
        figures = self.told.figures
        if not self.told.may_show:
            return WITHHELD
        return f"{figures['days'] / figures['left']:.1f}" if figures["left"] else "—"

    @property
    def words(self) -> list[str]:
        """A line of the table."""
        return [self.label, self.nights_words, f"{self.available:,}", self.rate_words, self.length_words]


def of_one(shelter: Shelter, at: dt.datetime) -> list[Nights]:
    """The last twelve months of one shelter, the running one last: for those who keep it."""
    by_month = _read(at, code=shelter.org_code, code_end=shelter.org_code + 1, shelter=shelter.pk)
    return [Nights(first, alone(found[shelter.org_code], whole=True)) for first, found in by_month.items()]


@beyond_readers("figures alone; small ones are kept back where they are shown")
def by_unit(org: Organization, at: dt.datetime) -> dict[dt.date, dict[int, Figures]]:
    """The same of all shelters of a range, by month and the code of the unit. One statement."""
    return _read(at, code=org.code, code_end=org.code_end, shelter=None)


def by_quarter(months: dict[dt.date, dict[int, Figures]], today: dt.date) -> dict[dt.date, dict[int, Figures]]:
    """Of these months those quarters that are there whole, and over."""
    found: dict[dt.date, dict[int, Figures]] = {}
    for first in months:
        quarter = [first, *(_later(first, more) for more in (1, 2))]
        if first.month % 3 != 1 or not set(quarter) <= months.keys() or _later(first, 3) > today:
            continue
        codes = {code for month in quarter for code in months[month]}
        found[first] = {code: _together([months[month][code] for month in quarter]) for code in codes}
    return found


def _together(months: Sequence[Figures]) -> Figures:
    """Who slept there in two of them is not two people: at least so many were there as in the fullest."""
    total: Figures = Counter()
    for month in months:
        total.update(month)
    return Counter({**total, "people": max(month["people"] for month in months)})


def _later(day: dt.date, months: int) -> dt.date:
    """The first day of the month that comes so many later."""
    year, place = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, place + 1, 1)


def chart_of(months: Sequence[Nights]) -> dict[str, object]:
    """For static/js/charts.js."""
    series = [{"name": "入住夜数", "values": [month.nights for month in months]}]
    return {"kind": "bar", "x": [month.label for month in months], "series": series, "unit": "夜"}


def _read(at: dt.datetime, **where: int | None) -> dict[dt.date, dict[int, Figures]]:
    """Months in which nothing was are there, too."""
    today = timezone.localdate(at)
    firsts = [_later(today, number + 1 - MONTHS) for number in range(MONTHS)]
    asked: dict[str, Any] = {"at": at, "today": today, "first": firsts[0], "tz": timezone.get_default_timezone_name()}
    found: dict[dt.date, dict[int, Figures]] = {first: defaultdict(Counter) for first in firsts}
    with connection.cursor() as cursor:
        cursor.execute(_SLEPT, asked | where)
        for day, code, *figures in cursor.fetchall():
            found[day][code] = Counter(dict(zip(_NAMES, map(int, figures), strict=True)))
    return found
