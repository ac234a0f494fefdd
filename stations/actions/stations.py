"""Opening, changing and closing a station; every change stays with what it said before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from stations.actions.check_clocks import look_no_more
from stations.models import Station, StationContact, StationEvent
from stations.station_facts import HostKind, StationKind

ALREADY = "该单位已有同类别、同名称的站点，请在列表中查找。"
_LABELS = {
    "org": "服务的单位",
    "kind": "类别",
    "name": "名称",
    "host_kind": "依托单位类别",
    "host_name": "依托单位",
    "address": "地址",
    "phone": "对外电话",
    "hours": "开放时间",
    "opened_on": "建站日期",
    "public": "向社会公开",
}


@dataclass(frozen=True)
class Contact:
    """A named person of a station."""

    name: str
    duty: str = ""
    phone: str = ""
    published: bool = False


@dataclass(frozen=True)
class StationFacts:
    """What is said of a station."""

    org: Organization
    kind: str
    name: str
    host_kind: str
    address: str
    hours: str
    opened_on: dt.date
    host_name: str = ""
    phone: str = ""
    public: bool = True
    contacts: tuple[Contact, ...] = ()

    def values(self) -> dict[str, Any]:
        """As columns."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "contacts"}
        return said | {"org_code": self.org.code}


def why_not_keep(org: Organization, *, by: User) -> str:
    """Why she may not keep the stations of that unit; empty if she may."""
    if not by.can(Can.KEEP_STATIONS):
        return "站点由乡级以上妇联的工作人员登记、更改。"
    return "" if by.org.covers(org.code) else "该单位不在您的管辖范围内。"


@transaction.atomic
def open_station(facts: StationFacts, *, by: User, at: dt.datetime) -> Station:
    """Enter a station of a unit in one's range. Raises NotAllowed."""
    _check(facts, by=by, at=at)
    row = Station(**facts.values(), entered_by=by, entered_at=at)
    _saved(row, force_insert=True)
    _put_contacts(row, facts.contacts)
    _write("station.open", row, [["名称", "", row.name], ["建站日期", "", str(row.opened_on)]], by=by, at=at)
    return row


@transaction.atomic
def change_station(station: Station, facts: StationFacts, *, by: User, at: dt.datetime) -> Station:
    """Say otherwise what is so now. Nothing changed: nothing written. Raises NotAllowed."""
    row = _locked(station)
    if reason := why_not_keep(row.org, by=by):
        raise NotAllowed(reason)
    _check(facts, by=by, at=at)
    if row.closed_on is not None:
        raise NotAllowed("站点已经撤销，不能再更改。")
    said, known = _said(row), _known(row)
    changed = [name for name, value in facts.values().items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts.values()[name])
    if changed:
        _saved(row, update_fields=changed)
    if known != list(facts.contacts):
        _put_contacts(row, facts.contacts)
    changes = [[label, said[label], words] for label, words in _said(row).items() if said[label] != words]
    if known != list(facts.contacts):
        changes.append(["人员", _words_of(known), _words_of(facts.contacts)])
    if changes:
        _write("station.change", row, changes, by=by, at=at)
    return row


@transaction.atomic
def close_station(station: Station, *, on: dt.date, reason: str, by: User, at: dt.datetime) -> Station:
    """From that day on it serves nobody. Its log stays. Raises NotAllowed."""
    row = _locked(station)
    if refusal := why_not_keep(row.org, by=by):
        raise NotAllowed(refusal)
    if row.closed_on is not None:
        raise NotAllowed("站点已经撤销。")
    if not row.opened_on <= on <= timezone.localdate(at):
        raise NotAllowed("撤销日期不能早于建站日期，也不能晚于今天。")
    if not reason.strip():
        raise NotAllowed("请填写撤销原因。")
    row.closed_on, row.closed_reason = on, reason.strip()
    row.save(update_fields=["closed_on", "closed_reason"])
    look_no_more(row, at=at)
    changes = [["撤销日期", "", str(on)], ["撤销原因", "", row.closed_reason]]
    _write("station.close", row, changes, by=by, at=at)
    return row


def _locked(station: Station) -> Station:
    return Station.objects.select_for_update(of=("self",)).select_related("org").get(pk=station.pk)


def _check(facts: StationFacts, *, by: User, at: dt.datetime) -> None:
    if reason := why_not_keep(facts.org, by=by):
        raise NotAllowed(reason)
    if facts.org.level < Level.COUNTY or facts.org.valid_to is not None:
        raise NotAllowed("站点服务的单位应当是在用的县级、乡级或者村级妇联。")
    if facts.opened_on > timezone.localdate(at):
        raise NotAllowed("建站日期不能晚于今天；尚未建成的，建成后再登记。")


def _saved(row: Station, **how: Any) -> None:
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        if "station_once_in_a_unit" in str(error):
            raise NotAllowed(ALREADY) from error
        raise


def _put_contacts(row: Station, contacts: Iterable[Contact]) -> None:
    row.contacts.all().delete()
    StationContact.objects.bulk_create(
        StationContact(station=row, place=place, **vars(contact)) for place, contact in enumerate(contacts, start=1)
    )


def _known(row: Station) -> list[Contact]:
    return [Contact(one.name, one.duty, one.phone, one.published) for one in row.contacts.all()]


def _words_of(contacts: Iterable[Contact]) -> str:
    """Names and duties; of a telephone, which is enciphered where it stands, only that there is one."""
    told = []
    for one in contacts:
        marks = [one.duty, "有电话" if one.phone else "", "对外公开" if one.published else ""]
        inside = "，".join(mark for mark in marks if mark)
        told.append(f"{one.name}（{inside}）" if inside else one.name)
    return "、".join(told)


def _said(row: Station) -> dict[str, str]:
    """What the history compares, in words, by label."""
    words: dict[str, object] = {name: getattr(row, name) for name in _LABELS}
    words |= {
        "org": row.org.name,
        "kind": StationKind(row.kind).label,
        "host_kind": HostKind(row.host_kind).label,
        "public": "是" if row.public else "否",
    }
    return {label: str(words[name]) for name, label in _LABELS.items()}


def _write(verb: str, row: Station, changes: list[list[str]], *, by: User, at: dt.datetime) -> None:
    StationEvent.objects.create(station=row, verb=verb, at=at, actor=by, org=by.org, changes=changes)
    record(verb, row, by=by, at=at, name=row.name)
