"""Appointing somebody to a role of the network, and ending it; what a petition cadre owes begins and ends with it."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import locked, touch, write
from stations.actions.training_clocks import owe_training
from stations.models import NetworkPerson, NetworkRole
from stations.network_facts import RoleKind
from stations.network_law import TRAINING


@dataclass(frozen=True)
class Appointment:
    """Which role, by whom, from when, and to which last day if there is one."""

    kind: str
    begins: dt.date
    until: dt.date | None = None
    full_time: bool = False
    appointed_by: str = ""


@transaction.atomic
def appoint(person: NetworkPerson, what: Appointment, *, by: User, at: dt.datetime) -> NetworkRole:
    """Raises NotAllowed; who holds the role already is first to end it."""
    row = locked(person, by=by)
    if what.begins > timezone.localdate(at):
        raise NotAllowed("任期开始日期不能晚于今天，到任后再登记。")
    if what.until is not None and what.until < what.begins:
        raise NotAllowed("任期结束日期不能早于开始日期。")
    try:
        with transaction.atomic():
            role = NetworkRole.objects.create(
                person=row,
                kind=what.kind,
                begins=what.begins,
                until=what.until,
                full_time=what.full_time,
                appointed_by=what.appointed_by,
            )
    except IntegrityError as clash:
        raise NotAllowed(f"已经任{RoleKind(what.kind).label}，续任的请先登记离任。", code="condition") from clash
    if what.kind == RoleKind.CADRE:
        owe_training(row, at=at)
    touch(row)
    until = f"至 {what.until}" if what.until else "起"
    write(row, "person.appoint", by=by, at=at, note=f"任{RoleKind(what.kind).label}，{what.begins} {until}")
    return role


@transaction.atomic
def end_role(role: NetworkRole, *, on: dt.date, by: User, at: dt.datetime) -> NetworkRole:
    """From that day on she holds it no more. Raises NotAllowed."""
    row = locked(role.person, by=by)
    held = NetworkRole.objects.select_for_update().get(pk=role.pk)
    if held.ended_on is not None:
        raise NotAllowed("这项身份已经登记离任。", code="wrong_state")
    if not held.begins <= on <= timezone.localdate(at):
        raise NotAllowed("离任日期不能早于任期开始，也不能晚于今天。")
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    if held.kind == RoleKind.CADRE:
        cancel_deadlines(row, kinds=(TRAINING.kind,), at=at)
    touch(row)
    write(row, "person.end_role", by=by, at=at, note=f"{on} 不再任{RoleKind(held.kind).label}")
    return held
