"""Makes people of the good rows, exactly as entering each by hand would, only by the thousand."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record_each
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.copying import copy_rows
from fedportal.lib.refusals import NotAllowed
from stations.imports.roster_checking import CheckedPerson
from stations.models import NetworkEvent, NetworkPerson, NetworkRole
from stations.network_facts import RoleKind
from stations.network_law import ROLE_TERM, TRAINING

ENTER, APPOINT = "person.enter", "person.appoint"


def enter_many(rows: Sequence[CheckedPerson], *, by: User, at: dt.datetime) -> None:
    """People with their roles, stories, lines of the trail, and what cadres owe, in a few statements however many they
    are. The caller has checked them, and holds the transaction. Raises NotAllowed."""
    people = [_person(row, by=by, at=at) for row in rows]
    try:
        copy_rows(people)
    except IntegrityError as clash:
        raise NotAllowed("核对以后有人登记了名册中的同一名人员，没有导入任何一行，请重新上传核对。") from clash
    roles = [_role(row, person) for row, person in zip(rows, people, strict=True)]
    copy_rows(roles)
    copy_rows([event for row, person in zip(rows, people, strict=True) for event in _story(row, person, by=by, at=at)])
    for verb in (ENTER, APPOINT):
        record_each(verb, NetworkPerson, [person.pk for person in people], by=by, at=at)
    _owe_training([(row, person) for row, person in zip(rows, people, strict=True)], at=at)
    _owe_looks(roles, at=at)


def _person(row: CheckedPerson, *, by: User, at: dt.datetime) -> NetworkPerson:
    """As it stands after its first appointment, which is its second version."""
    values = row.facts.values(row.org, timezone.localdate(at))
    return NetworkPerson(org=row.org, org_code=row.org.code, entered_at=at, entered_by=by, version=2, **values)


def _role(row: CheckedPerson, person: NetworkPerson) -> NetworkRole:
    what = row.appointment
    return NetworkRole(
        person=person,
        kind=what.kind,
        begins=what.begins,
        until=what.until,
        full_time=what.full_time,
        appointed_by=what.appointed_by,
    )


def _story(row: CheckedPerson, person: NetworkPerson, *, by: User, at: dt.datetime) -> list[NetworkEvent]:
    what = row.appointment
    until = f"至 {what.until}" if what.until else "起"
    notes = {
        ENTER: f"随名册导入，{what.begins} 加入",
        APPOINT: f"任{RoleKind(what.kind).label}，{what.begins} {until}",
    }
    return [
        NetworkEvent(person=person, verb=verb, at=at, actor=by, org=by.org, note=note) for verb, note in notes.items()
    ]


def _owe_training(rows: Sequence[tuple[CheckedPerson, NetworkPerson]], *, at: dt.datetime) -> None:
    """As stations.actions.training_clocks: from when she took up her work, by the rule as it stands today."""
    opener = DeadlineOpener.load(timezone.localdate(at))
    Deadline.objects.bulk_create(
        opener.build(person, TRAINING.code, org=row.org, start=_midnight(row.appointment.begins), at=at)
        for row, person in rows
        if row.appointment.kind == RoleKind.CADRE
    )


def _owe_looks(roles: Sequence[NetworkRole], *, at: dt.datetime) -> None:
    """As stations.actions.roles: before a term is over; what is over already is owed today."""
    today = timezone.localdate(at)
    opener = DeadlineOpener.load(today)
    Deadline.objects.bulk_create(
        opener.build(
            role.person,
            ROLE_TERM.code,
            org=role.person.org,
            start=at,
            at=at,
            due_on=max(role.until, today),
            item=str(role.pk),
        )
        for role in roles
        if role.until is not None
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
