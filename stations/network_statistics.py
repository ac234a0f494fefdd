"""The figures of the table of the network (domain.md T-22), by unit; numerators and denominators, never rates."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cases.statistics import UnitIndex
from fedportal.orgs.models import Organization
from stations.models import Credential, NetworkPerson, NetworkRole, VolunteerService
from stations.network_facts import VOLUNTEERS, RoleKind
from stations.training_days import late_before, reminded_before

Figures = Counter[str]
_ROLES = {
    "jurors": RoleKind.JUROR,
    "mediators": RoleKind.MEDIATOR,
    "inspectors": RoleKind.LABOUR_INSPECTOR,
    "arbitrators": RoleKind.LAND_ARBITRATOR,
    "cadres": RoleKind.CADRE,
}


def staffed(org: Organization, bounds: list[int], on: dt.date) -> dict[int, Figures]:
    """By index of the unit (cases.statistics.UnitIndex), one statement: who served on that day, in which roles, with
    which papers, and of the petition cadres who was trained by the province within 24 and 36 months."""
    roles = NetworkRole.objects.standing(on).filter(person=OuterRef("pk"))
    flags: Any = {
        **{f"is_{name}": Exists(roles.filter(kind=kind)) for name, kind in _ROLES.items()},
        "is_volunteers": Exists(roles.filter(kind__in=VOLUNTEERS)),
        "is_full_time": Exists(roles.filter(full_time=True)),
        "has_role": Exists(roles),
        "is_qualified": Exists(Credential.objects.valid(on).filter(person=OuterRef("pk"))),
    }
    trained = {"trained_24": reminded_before(on), "trained_36": late_before(on)}
    counted = {
        "people": Q(),
        "full_time": Q(is_full_time=True),
        "part_time": Q(is_full_time=False, has_role=True),
        **{name: Q(**{f"is_{name}": True}) for name in (*_ROLES, "volunteers", "qualified")},
        **{name: Q(is_cadres=True, trained_on__gte=since, trained_on__lte=on) for name, since in trained.items()},
    }
    serving = NetworkPerson.objects.in_range_of(org).serving(on).annotate(unit=UnitIndex("org_code", bounds), **flags)
    counts: Any = {name: Count("pk", filter=which) for name, which in counted.items()}
    found: Any = serving.order_by().values("unit").annotate(**counts)
    return {row["unit"]: Counter({name: row[name] for name in counted}) for row in found}


def served(org: Organization, bounds: list[int], first: dt.date, last: dt.date) -> dict[int, Figures]:
    """The same of the confirmed time of volunteers from the first to the last day: in minutes."""
    rows: QuerySet[Any] = VolunteerService.objects.confirmed().filter(
        person__org_code__gte=org.code,
        person__org_code__lt=org.code_end,
        served_on__gte=first,
        served_on__lte=last,
    )
    rows = rows.order_by().annotate(unit=UnitIndex("person__org_code", bounds)).values("unit")
    found: Any = rows.annotate(minutes=Sum("minutes"), served=Count("person", distinct=True))
    return {row["unit"]: Counter(minutes=row["minutes"], served=row["served"]) for row in found}


def grown(org: Organization, first: dt.date, last: dt.date) -> dict[int, Figures]:
    """By level (orgs.Level): who was of the network before the first day, who joined, who left, who was at the end."""
    before = Q(joined_on__lt=first) & (Q(left_on=None) | Q(left_on__gte=first))
    after = Q(joined_on__lte=last) & (Q(left_on=None) | Q(left_on__gt=last))
    counted = {
        "before": before,
        "joined": Q(joined_on__gte=first, joined_on__lte=last),
        "left": Q(left_on__gte=first, left_on__lte=last),
        "after": after,
    }
    counts: Any = {name: Count("pk", filter=which) for name, which in counted.items()}
    rows = NetworkPerson.objects.in_range_of(org).order_by().annotate(level=F("org__level")).values("level")
    found: Any = rows.annotate(**counts)
    return {row["level"]: Counter({name: row[name] for name in counted}) for row in found}


def of_network(org: Organization, bounds: list[int], first: dt.date, last: dt.date) -> dict[int, Figures]:
    """People at the end of the period, and the time that volunteers gave in it."""
    found = staffed(org, bounds, last)
    for unit, figures in served(org, bounds, first, last).items():
        found.setdefault(unit, Counter()).update(figures)
    return found
