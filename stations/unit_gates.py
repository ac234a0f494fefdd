"""What a county or a township has to show before it is named for its peace families, in words where it falls short.

All three shares are POLICY (check_law): villages in which homes are looked at, homes that pass, and units that a
station has really served. They are read as they stand that day, at each step of the application.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from fedportal.orgs.models import Level, Organization
from stations.check_law import PEACE_PERCENT
from stations.models import Household, Station, StationMonth
from stations.peace_figures import homes_in
from stations.peace_querysets import fresh
from stations.quarters import Quarter


def shortfalls(unit: Organization, on: dt.date) -> list[str]:
    """The sentences of what is missing; none where it may be named."""
    villages = Organization.objects.in_range_of(unit).filter(level=Level.VILLAGE, valid_to=None)
    looked = villages.filter(Exists(Household.objects.listed().filter(fresh(on), org=OuterRef("pk"))))
    homes = homes_in(unit, on)
    return [
        words
        for words in (
            _short("一年内核对过平安家庭的村（社区）", looked.count(), villages.count()),
            _short("一年内核对的户中达标的", homes.passed, homes.looked),
            _short("上一季度以来站点有服务的乡镇（街道）、村（社区）", *_served(unit, on)),
        )
        if words
    ]


def _short(what: str, part: int, whole: int) -> str:
    """Nothing at all is short, too: where nobody has looked, nothing is shown."""
    enough = whole > 0 and 100 * part >= PEACE_PERCENT * whole
    return "" if enough else f"{what}为 {part:,}／{whole:,}，不足 {PEACE_PERCENT}%。"


def _served(unit: Organization, on: dt.date) -> tuple[int, int]:
    """Units of the range with a live station that logged a service in this quarter or the one before, and all."""
    months = StationMonth.objects.filter(
        station=OuterRef("pk"), entries__gt=0, month__gte=Quarter.of(on).earlier.first, month__lte=on
    )
    live = Station.objects.live().filter(Exists(months), org=OuterRef("pk"))
    lower = Q(level=Level.TOWNSHIP) | Q(level=Level.VILLAGE)
    units = Organization.objects.in_range_of(unit).filter(lower, valid_to=None)
    return units.filter(Exists(live)).count(), units.count()
