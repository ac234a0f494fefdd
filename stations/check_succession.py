"""When a unit ends, checks and names of its stations go where those went, its names and homes to its successor."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from fedportal.orgs.models import Organization
from fedportal.orgs.succession import successor_of
from stations.accreditation_workflow import OPEN, AccreditationState
from stations.models import Accreditation, Household, Station, StationCheck

_LIVING = sorted(OPEN | {AccreditationState.VALID})


def take_over_checks(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """After the stations: what hangs on one that is closed stays beside it. A unit's own name that its successor, or
    another of its predecessors, has already stays with the unit that has ended."""
    gone = Organization.objects.filter(pk__in=ended).values("code")
    its = Station.objects.filter(pk=OuterRef("station"))
    place = Subquery(its.values("org_code")[:1])
    StationCheck.objects.filter(org_code__in=gone).update(org_code=place)
    StationCheck.objects.filter(org__in=ended).update(org=successor_of("org"))
    of_stations = Accreditation.objects.filter(unit__in=ended, station__isnull=False)
    of_stations.update(unit=Subquery(its.values("org")[:1]), org_code=place)
    _units(ended)
    for field in ("applicant", "namer"):
        Accreditation.objects.filter(**{f"{field}__in": ended}).update(**{field: successor_of(field)})
    Household.objects.filter(org__in=ended).update(org=successor_of("org"), org_code=successor_of("org", "code"))


def _units(ended: list[int]) -> None:
    theirs = Accreditation.objects.filter(unit__in=ended, station=None)
    same = Accreditation.objects.filter(kind=OuterRef("kind"), station=None, state__in=_LIVING)
    held = same.filter(unit=OuterRef("unit__successor"))
    earlier = same.filter(unit__successor=OuterRef("unit__successor"), unit__in=ended, pk__lt=OuterRef("pk"))
    kept = list(theirs.filter(Exists(held) | Exists(earlier), state__in=_LIVING).values_list("pk", flat=True))
    theirs.exclude(pk__in=kept).update(unit=successor_of("unit"), org_code=successor_of("unit", "code"))
