"""Appointing somebody to a role of the network, renewing and ending it. What a petition cadre owes begins and ends
with it, and a role with a term is owed a look before it is over."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import locked, touch, write
from stations.actions.training_clocks import owe_training
from stations.models import NetworkPerson, NetworkRole
from stations.network_facts import RoleKind
from stations.network_law import ROLE_TERM, TRAINING


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
        raise NotAllowed(
            f"已经任{RoleKind(what.kind).label}，请在该身份上办理续任，或者先登记离任。", code="condition"
        ) from clash
    if what.kind == RoleKind.CADRE:
        owe_training(row, at=at)
    _owe_look(row, role, at=at)
    touch(row)
    until = f"至 {what.until}" if what.until else "起"
    write(row, "person.appoint", by=by, at=at, note=f"任{RoleKind(what.kind).label}，{what.begins} {until}")
    return role


@transaction.atomic
def renew_role(role: NetworkRole, *, until: dt.date, by: User, at: dt.datetime, appointed_by: str = "") -> NetworkRole:
    """She goes on in it to a later last day. Raises NotAllowed."""
    row = locked(role.person, by=by)
    held = _standing(role)
    if held.until is None:
        raise NotAllowed("这项身份没有任期，不需要续任。")
    if until <= max(held.until, timezone.localdate(at)):
        raise NotAllowed("续任后的任期应当晚于原来的任期和今天。")
    held.until, held.appointed_by = until, appointed_by or held.appointed_by
    held.save(update_fields=["until", "appointed_by"])
    meet_deadlines(row, kinds=(ROLE_TERM.kind,), at=at, item=str(held.pk))
    _owe_look(row, held, at=at)
    touch(row)
    write(row, "person.renew_role", by=by, at=at, note=f"续任{RoleKind(held.kind).label}，至 {until}")
    return held


@transaction.atomic
def end_role(role: NetworkRole, *, on: dt.date, by: User, at: dt.datetime) -> NetworkRole:
    """From that day on she holds it no more. Raises NotAllowed."""
    row = locked(role.person, by=by)
    held = _standing(role)
    if not held.begins <= on <= timezone.localdate(at):
        raise NotAllowed("离任日期不能早于任期开始，也不能晚于今天。")
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    if held.kind == RoleKind.CADRE:
        cancel_deadlines(row, kinds=(TRAINING.kind,), at=at)
    meet_deadlines(row, kinds=(ROLE_TERM.kind,), at=at, item=str(held.pk))
    touch(row)
    write(row, "person.end_role", by=by, at=at, note=f"{on} 不再任{RoleKind(held.kind).label}")
    return held


def _owe_look(row: NetworkPerson, role: NetworkRole, *, at: dt.datetime) -> None:
    """What is over already is owed today: no clock ends before it begins."""
    if role.until is not None:
        due_on = max(role.until, timezone.localdate(at))
        open_deadline(row, ROLE_TERM.code, org=row.org, start=at, at=at, due_on=due_on, item=str(role.pk))


def _standing(role: NetworkRole) -> NetworkRole:
    held = NetworkRole.objects.select_for_update().get(pk=role.pk)
    if held.ended_on is not None:
        raise NotAllowed("这项身份已经登记离任。", code="wrong_state")
    return held
