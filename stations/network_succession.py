"""Posts, bases and people go over to a unit's successor, with their courses, tasks and hours."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from fedportal.deadlines.actions import cancel_deadlines
from fedportal.orgs.succession import successor_of
from stations.models import (
    ExternalName,
    NetworkPerson,
    NetworkRole,
    PartnerBase,
    RightsPost,
    RosterImport,
    TrainingCourse,
    VolunteerTask,
)
from stations.models.external_name import NAMED
from stations.network_facts import LeftWhy


def take_over_network(*, ended: list[int], at: dt.datetime, **_: Any) -> None:
    """The successor keeps them. Who stood in two of the rosters stands in one; a course that both had entered stays
    where it is, with those who attended it."""
    follows: Any = {"org": successor_of("org"), "org_code": successor_of("org", "code")}
    _end_doubles(ended, at)
    told: Any = (NetworkPerson, RightsPost)  # other systems hold copies of these
    for model in told:
        model.objects.filter(org__in=ended).update(**follows, version=F("version") + 1)
    same = TrainingCourse.objects.filter(name=OuterRef("name"), begins=OuterRef("begins"))
    held = same.filter(org=OuterRef("org__successor"))
    earlier = same.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    TrainingCourse.objects.filter(~Exists(held), ~Exists(earlier), org__in=ended).update(**follows)
    others: Any = (PartnerBase, VolunteerTask)
    for model in others:
        model.objects.filter(org__in=ended).update(**follows)
    RosterImport.objects.filter(org__in=ended).update(org=successor_of("org"))
    _names_follow(ended)


def _names_follow(ended: list[int]) -> None:
    """Numbers in other systems; of two that become the same, the one that the successor gave or the older follows."""
    rows = ExternalName.objects.filter(org__in=ended, org__successor__isnull=False)
    for name in NAMED:
        known = ExternalName.objects.filter(**{f"{name}__isnull": False})
        same = known.filter(system=OuterRef("system"), external_id=OuterRef("external_id"))
        older = Q(org__in=ended, org__successor=OuterRef("org__successor"), pk__lt=OuterRef("pk"))
        held = same.filter(Q(org=OuterRef("org__successor")) | older)
        rows.filter(pk__in=known).exclude(Exists(held)).update(org=successor_of("org"))


def _end_doubles(ended: list[int], at: dt.datetime) -> None:
    """The same identity number in the successor's roster, or in that of an earlier one of those that ended."""
    on = timezone.localdate(at)
    serving = NetworkPerson.objects.filter(org__in=ended, left_on=None).exclude(id_index="")
    same = NetworkPerson.objects.filter(id_index=OuterRef("id_index"), left_on=None)
    held = same.filter(org=OuterRef("org__successor"))
    earlier = same.filter(org__successor=OuterRef("org__successor"), org__in=ended, pk__lt=OuterRef("pk"))
    doubled = list(serving.filter(Exists(held) | Exists(earlier)).values_list("pk", flat=True))
    NetworkRole.objects.filter(Q(begins__lte=on), person__in=doubled, ended_on=None).update(ended_on=on)
    NetworkPerson.objects.filter(pk__in=doubled).update(left_on=on, left_why=LeftWhy.MOVED, account=None)
    for pk in doubled:
        cancel_deadlines(NetworkPerson(pk=pk), at=at)
