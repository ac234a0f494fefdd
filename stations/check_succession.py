"""When a unit ends, its successor's stations are checked on as before, and what it applied for and named goes over."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from fedportal.orgs.models import Organization
from fedportal.orgs.succession import successor_of
from stations.accreditation_workflow import OPEN, AccreditationState
from stations.models import Accreditation, StationCheck

_LIVING = sorted(OPEN | {AccreditationState.VALID})


def take_over_checks(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """Places follow by their codes, whether or not the stations have followed yet. A name that the successor, or
    another of its predecessors, has already stays with the unit that has ended."""
    gone = Organization.objects.filter(pk__in=ended)
    new_code = Subquery(gone.filter(code=OuterRef("org_code")).values("successor__code")[:1])
    StationCheck.objects.filter(org_code__in=gone.values("code")).update(org_code=new_code)
    StationCheck.objects.filter(org__in=ended).update(org=successor_of("org"))
    _names(ended)
    for field in ("applicant", "namer"):
        Accreditation.objects.filter(**{f"{field}__in": ended}).update(**{field: successor_of(field)})


def _names(ended: list[int]) -> None:
    theirs = Accreditation.objects.filter(unit__in=ended)
    same = Accreditation.objects.filter(kind=OuterRef("kind"), station=None, state__in=_LIVING)
    held = same.filter(unit=OuterRef("unit__successor"))
    earlier = same.filter(unit__successor=OuterRef("unit__successor"), unit__in=ended, pk__lt=OuterRef("pk"))
    doubled = theirs.filter(Exists(held) | Exists(earlier), station=None, state__in=_LIVING)
    kept = list(doubled.values_list("pk", flat=True))
    theirs.exclude(pk__in=kept).update(unit=successor_of("unit"), org_code=successor_of("unit", "code"))
