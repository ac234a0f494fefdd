"""Verbs on people of the network: enter, change, pause, leave; each with its line of the story."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.indexing import phone_of
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.lib.blind_index import id_index
from fedportal.lib.id_card import WrongIdCard, read_id_card
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import initials
from stations.models import NetworkEvent, NetworkPerson
from stations.network_facts import LeftWhy

TWICE = "本单位名册中已有这个身份证号的在册人员，请在列表中查找。"
LABELS = {
    **{"name": "姓名", "sex": "性别", "workplace": "工作单位", "joined_on": "加入日期", "account": "平台账号"},
    **{"phone": "联系电话", "id_number": "身份证号"},
}


@dataclass(frozen=True)
class PersonFacts:
    """What is said of somebody."""

    name: str
    sex: str
    joined_on: dt.date
    phone: str = ""
    id_number: str = ""
    workplace: str = ""
    account: User | None = None
    days: tuple[int, ...] = ()
    begins: dt.time | None = None
    ends: dt.time | None = None

    def values(self, org: Organization, on: dt.date) -> dict[str, Any]:
        """As columns. Raises NotAllowed where the identity number is none, or says another sex."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        found |= {"days": sorted(self.days), "id_number": self._id_number(on), "initials": initials(self.name)[:60]}
        found |= {"phone_index": phone_of(self.phone, org), "id_index": id_index(found["id_number"])}
        return found

    def _id_number(self, on: dt.date) -> str:
        if not self.id_number:
            return ""
        try:
            card = read_id_card(self.id_number, on=on)
        except WrongIdCard as wrong:
            raise NotAllowed(str(wrong)) from wrong
        if card.sex != self.sex:
            raise NotAllowed("性别与身份证号不一致，请核对。")
        return card.number


def why_not_keep(org: Organization, *, by: User) -> str:
    """Why she may not keep the people of that unit; empty if she may. A village has nobody to keep its own."""
    if not by.can(Can.KEEP_NETWORK):
        return "您的角色不能登记、更改维权队伍人员。"
    if org.pk == by.org_id or (org.level == Level.VILLAGE and by.org.covers(org.code)):
        return ""
    return f"这名人员由{org.name}登记，只有该单位可以更改。"


@transaction.atomic
def enter_person(org: Organization, facts: PersonFacts, *, by: User, at: dt.datetime) -> NetworkPerson:
    """Somebody new. Raises NotAllowed."""
    if reason := why_not_keep(org, by=by):
        raise NotAllowed(reason)
    _check(org, facts, at)
    values = facts.values(org, timezone.localdate(at))
    try:
        with transaction.atomic():
            row = NetworkPerson.objects.create(org=org, org_code=org.code, entered_at=at, entered_by=by, **values)
    except IntegrityError as clash:
        raise NotAllowed(_clash(clash), code="condition") from clash
    write(row, "person.enter", by=by, at=at, note=f"登记，{facts.joined_on} 加入")
    return row


@transaction.atomic
def change_person(person: NetworkPerson, facts: PersonFacts, *, by: User, at: dt.datetime) -> NetworkPerson:
    """Say otherwise what is so now. Nothing changed: nothing written. Raises NotAllowed."""
    row = locked(person, by=by)
    _check(row.org, facts, at)
    values = facts.values(row.org, timezone.localdate(at))
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    try:
        with transaction.atomic():
            _save(row, *changed)
    except IntegrityError as clash:
        raise NotAllowed(_clash(clash), code="condition") from clash
    write(row, "person.change", by=by, at=at, note=_said(changed))
    return row


@transaction.atomic
def pause_person(person: NetworkPerson, until: dt.date | None, *, by: User, at: dt.datetime) -> NetworkPerson:
    """She is not to be asked until that day is over; None: from now on again. Raises NotAllowed."""
    row = locked(person, by=by)
    today = timezone.localdate(at)
    if until is not None and not today <= until <= today + dt.timedelta(days=366):
        raise NotAllowed("暂停服务应当在今天以后、一年以内。")
    row.paused_until = until
    _save(row, "paused_until")
    write(row, "person.pause", by=by, at=at, note=f"暂停服务至 {until}" if until else "恢复服务")
    return row


@transaction.atomic
def leave_network(person: NetworkPerson, *, on: dt.date, why: str, by: User, at: dt.datetime) -> NetworkPerson:
    """From that day on she is no longer of it: her roles end, nothing is owed about her. Raises NotAllowed."""
    row = locked(person, by=by)
    if not row.joined_on <= on <= timezone.localdate(at):
        raise NotAllowed("离队日期不能早于加入日期，也不能晚于今天。")
    for role in row.roles.filter(ended_on=None):
        role.ended_on = max(on, role.begins)
        role.save(update_fields=["ended_on"])
    for signed in row.sign_ups.filter(withdrawn_at=None, task__begins_at__gt=at):
        signed.withdrawn_at = at
        signed.save(update_fields=["withdrawn_at"])
    cancel_deadlines(row, at=at)
    row.left_on, row.left_why, row.account = on, why, None
    _save(row, "left_on", "left_why", "account")
    write(row, "person.leave", by=by, at=at, note=f"{on} 离队：{LeftWhy(why).label}")
    return row


def locked(person: NetworkPerson, *, by: User) -> NetworkPerson:
    """The row, for whoever may keep it, while she is of the network. Raises NotAllowed."""
    rows = NetworkPerson.objects.select_for_update(of=("self",)).select_related("org")
    row: NetworkPerson = rows.get(pk=person.pk)
    if reason := why_not_keep(row.org, by=by):
        raise NotAllowed(reason)
    if row.left_on is not None:
        raise NotAllowed("这名人员已经离队，不能再更改。", code="wrong_state")
    return row


def touch(row: NetworkPerson) -> None:
    """What hangs on her has changed, and stands in her document."""
    _save(row)


def write(row: NetworkPerson, verb: str, *, by: User, at: dt.datetime, note: str = "") -> None:
    """A line of her story, and of the trail, which names nothing."""
    NetworkEvent.objects.create(person=row, verb=verb, at=at, actor=by, org=by.org, note=note[:300])
    record(verb, row, by=by, at=at)


def _save(row: NetworkPerson, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _check(org: Organization, facts: PersonFacts, at: dt.datetime) -> None:
    if facts.joined_on > timezone.localdate(at):
        raise NotAllowed("加入日期不能晚于今天。")
    if facts.account is not None and (facts.account.org_id != org.pk or facts.account.is_client):
        raise NotAllowed("只能关联本单位人员的账号。")


def _clash(clash: IntegrityError) -> str:
    return "这个账号已经关联了另一名人员。" if "account" in str(clash) else TWICE


def _said(changed: list[str]) -> str:
    """What has changed, and never what it was: the story outlives what leads to her."""
    told = [f"{label}已更改" for name, label in LABELS.items() if name in changed]
    if {"days", "begins", "ends"} & set(changed):
        told.append("服务时间已更改")
    return "；".join(told)
