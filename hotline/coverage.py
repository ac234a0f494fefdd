"""How far the lines of 12338 reach (domain.md L8, T-16): counties with a live line, by unit, and which have none."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.statistics import UnitIndex
from fedportal.orgs.models import Level, Organization
from hotline.line_facts import Staffing
from hotline.models import HotlineLine, Redirection

Figures = Counter[str]


def counties_of(org: Organization, on: dt.date) -> QuerySet[Organization]:
    """The counties in its range on that day, the county itself among them."""
    return Organization.objects.in_range_of(org).living(on).filter(level=Level.COUNTY)


def covered(org: Organization, bounds: list[int], on: dt.date) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex), one statement: its counties, those that answer a line on that
    day, and what stands behind it."""
    live = HotlineLine.objects.live(on).filter(org=OuterRef("pk"))
    live_lines = HotlineLine.objects.live(on).values("pk")
    asked = {
        "live": Exists(live),
        "round": Exists(live.filter(staffing=Staffing.ROUND_THE_CLOCK)),
        "centre": Exists(live.filter(in_centre=True)),
        "sign": Exists(live.filter(unified_sign=True)),
        "redirected": Exists(Redirection.objects.live(on).filter(line__org=OuterRef("pk"), line__in=live_lines)),
    }
    rows = counties_of(org, on).annotate(unit=UnitIndex("code", bounds), **{f"is_{k}": v for k, v in asked.items()})
    counts: Any = {name: Count("pk", filter=Q(**{f"is_{name}": True})) for name in asked}
    found = rows.order_by().values("unit").annotate(counties=Count("pk"), **counts)
    figures: Any = found
    return {row["unit"]: Counter({name: row[name] for name in ("counties", *asked)}) for row in figures}


def without_line(org: Organization, on: dt.date) -> list[Organization]:
    """The counties where nobody answers on that day, with the city that they belong to."""
    live = HotlineLine.objects.live(on).filter(org=OuterRef("pk"))
    return list(counties_of(org, on).filter(~Exists(live)).select_related("parent").order_by("code"))
