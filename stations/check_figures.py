"""Columns of T-20 (站点建设表) about checks and names: by county, in one question; other sheets join them by code."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Floor

from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level
from stations.accreditation_workflow import AccreditationKind
from stations.check_law import GATE_LASTS
from stations.models import Accreditation, StationCheck

_COUNTY = SPAN[Level.COUNTY]


@dataclass(frozen=True)
class StandardFigures:
    """Of one county on one day: stations whose last check by a unit above, not older than a year, found 四有 and
    五个一; and demonstration stations by the level that named them."""

    passed: int = 0
    province: int = 0
    city: int = 0
    county: int = 0


def standards_by_county(code: int, code_end: int, on: dt.date) -> dict[int, StandardFigures]:
    """By the county's 12-digit code, those that have any, in the range [code, code_end)."""
    within = Q(org_code__gte=code, org_code__lt=code_end)
    county = Floor(F("org_code") / _COUNTY) * _COUNTY
    last = StationCheck.objects.filter(within, station__closed_on=None, checked_on__lte=on).newest_of_each()
    good = last.filter(four_haves=True, five_ones=True, checked_on__gte=on - GATE_LASTS)
    passed = good.order_by().annotate(place=county).values_list("place").annotate(n=Count("pk"))
    names = Accreditation.objects.filter(within, kind=AccreditationKind.STATION).standing(on)
    by_level = names.order_by().annotate(place=county).values_list("place", "level").annotate(n=Count("pk"))
    figures: dict[int, dict[str, int]] = {}
    for place, count in passed:
        figures.setdefault(int(place), {})["passed"] = count
    for place, level, count in by_level:
        figures.setdefault(int(place), {})[Level(level).name.lower()] = count
    return {place: StandardFigures(**found) for place, found in figures.items()}
