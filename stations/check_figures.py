"""Columns of the table of stations (T-20) about checks and names, by unit, as they stood at the end of a period.

Every figure is a sum, so that a county's add up to the city's. Three statements, however many stations there are.
"""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.statistics import UnitIndex
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import AccreditationKind
from stations.check_law import GATE_LASTS
from stations.models import Accreditation, Station, StationCheck
from stations.statistics import Figures, Stretch

STANDARDS = ("stations", "up_to_standard", "named_province", "named_city", "named_county")
_NAMED = {Level.PROVINCE: "named_province", Level.CITY: "named_city", Level.COUNTY: "named_county"}


def of_standards(org: Organization, bounds: list[int], days: Stretch) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex): stations that stood; those whose last check by a unit above,
    not older than a year, found 四有 and 五个一; demonstration stations by the level that named them."""
    within, on = Q(org_code__gte=org.code, org_code__lt=org.code_end), days.last
    live = Station.objects.filter(within).live_on(on)
    last = StationCheck.objects.filter(within, station__in=live.values("pk"), checked_on__lte=on).newest_of_each()
    good = last.filter(four_haves=True, five_ones=True, checked_on__gte=on - GATE_LASTS)
    found: dict[int, Figures] = {}
    for name, rows in (("stations", live), ("up_to_standard", good)):
        for unit, count in _by_unit(rows, bounds).values_list("place", "n"):
            found.setdefault(unit, Figures())[name] += count
    for unit, level, count in _by_unit(_names(within, on), bounds, "level").values_list("place", "level", "n"):
        found.setdefault(unit, Figures())[_NAMED[Level(level)]] += count
    return found


def _names(within: Q, on: dt.date) -> QuerySet:
    """Demonstration stations of that day, whatever became of them since."""
    end = timezone.make_aware(dt.datetime.combine(on, dt.time.max))
    rows = Accreditation.objects.filter(within, kind=AccreditationKind.STATION, named_at__lte=end, valid_until__gte=on)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gt=end))


def _by_unit(rows: QuerySet, bounds: list[int], *more: str) -> QuerySet:
    return rows.order_by().annotate(place=UnitIndex("org_code", bounds)).values("place", *more).annotate(n=Count("pk"))
