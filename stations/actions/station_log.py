"""The daily log of a station: opening and closing the day, logging services, correcting and striking them."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.law import LOG_WITHIN_DAYS
from stations.models import LogEvent, ServiceEntry, Station, StationDay
from stations.station_facts import Service

_LABELS = {"day": "日期", "service": "服务类别", "people": "人次", "words": "说明"}


@dataclass(frozen=True)
class Given:
    """A service that was given: which, when, to how many; never to whom."""

    service: str
    day: dt.date
    people: int = 1
    words: str = ""


def why_not_log(station: Station, *, by: User) -> str:
    """Why she may not write in that station's log; empty if she may: its own unit does, or the one right above."""
    if not by.can(Can.LOG_SERVICES):
        return "服务日志由妇联的工作人员登记。"
    if by.org_id not in {station.org_id, station.org.parent_id}:
        return f"服务日志由{station.org.name}或者它的上一级妇联登记。"
    return "站点已经撤销，不能再登记。" if station.closed_on is not None else ""


@transaction.atomic
def log_service(station: Station, given: Given, *, by: User, at: dt.datetime, key: str = "") -> ServiceEntry:
    """Write one service down. The same `key` again, after a bad line, is the same entry. Raises NotAllowed."""
    row = _writable(station, by)
    named = f"{by.pk}:{row.pk}:{key}" if key else None
    if named and (known := ServiceEntry.objects.filter(origin_key=named).first()):
        return known
    _check_day(row, given.day, at)
    entry = ServiceEntry.objects.create(station=row, **asdict(given), entered_at=at, entered_by=by, origin_key=named)
    record("service.log", entry, by=by, at=at, station=row.pk)
    return entry


@transaction.atomic
def correct_service(entry: ServiceEntry, given: Given, *, reason: str, by: User, at: dt.datetime) -> ServiceEntry:
    """Say otherwise what was written; what it said stays, with the reason. Raises NotAllowed."""
    row = _writable(entry.station, by)
    made = _standing(entry, reason)
    _check_day(row, made.day, at)
    _check_day(row, given.day, at)
    before = _said(made)
    changed = [name for name, value in asdict(given).items() if getattr(made, name) != value]
    if not changed:
        return made
    for name in changed:
        setattr(made, name, getattr(given, name))
    made.save(update_fields=changed)
    after = _said(made)
    changes = [[label, before[label], words] for label, words in after.items() if before[label] != words]
    _write("service.correct", row, made.day, by=by, at=at, entry=made, changes=changes, reason=reason.strip())
    return made


@transaction.atomic
def strike_service(entry: ServiceEntry, *, reason: str, by: User, at: dt.datetime) -> ServiceEntry:
    """It counts no more, and stays with the reason. Raises NotAllowed."""
    row = _writable(entry.station, by)
    made = _standing(entry, reason)
    _check_day(row, made.day, at)
    made.struck_at, made.struck_by, made.struck_reason = at, by, reason.strip()
    made.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    said = f"{Service(made.service).label} {made.people} 人次"
    _write("service.strike", row, made.day, by=by, at=at, entry=made, changes=[["服务", said, "划去"]], reason=reason)
    return made


@transaction.atomic
def open_day(station: Station, *, duty: str, by: User, at: dt.datetime) -> StationDay:
    """The doors are open; a second time on the same day changes nothing. Raises NotAllowed."""
    row, today = _writable(station, by), timezone.localdate(at)
    if known := StationDay.objects.filter(station=row, day=today).first():
        return known
    day = StationDay.objects.create(station=row, day=today, opened_at=at, duty_name=duty.strip() or by.name, by=by)
    _write("day.open", row, today, by=by, at=at, changes=[["值班人员", "", day.duty_name]])
    return day


@transaction.atomic
def close_day(station: Station, *, visitors: int, note: str, by: User, at: dt.datetime) -> StationDay:
    """The doors are shut; once more on the same day corrects what was said. Raises NotAllowed."""
    row, today = _writable(station, by), timezone.localdate(at)
    day = StationDay.objects.select_for_update().filter(station=row, day=today).first()
    if day is None:
        raise NotAllowed("今天还没有开门。")
    before = ["", ""] if day.closed_at is None else [str(day.visitors), day.note]
    day.closed_at, day.visitors, day.note = at, visitors, note.strip()
    day.save(update_fields=["closed_at", "visitors", "note"])
    said = [str(day.visitors), day.note]
    changes = [
        [label, was, now] for label, was, now in zip(("来访人次", "值班记录"), before, said, strict=True) if was != now
    ]
    _write("day.close", row, today, by=by, at=at, changes=changes)
    return day


def _writable(station: Station, by: User) -> Station:
    """The station, held so that nobody closes it meanwhile."""
    row = Station.objects.select_for_update(of=("self",), no_key=True).select_related("org").get(pk=station.pk)
    if reason := why_not_log(row, by=by):
        raise NotAllowed(reason)
    return row


def _standing(entry: ServiceEntry, reason: str) -> ServiceEntry:
    made = ServiceEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if made.struck_at is not None:
        raise NotAllowed("这条服务记录已经划去。")
    if not reason.strip():
        raise NotAllowed("请填写原因。")
    return made


def _check_day(row: Station, day: dt.date, at: dt.datetime) -> None:
    today = timezone.localdate(at)
    if day > today:
        raise NotAllowed("服务日期不能晚于今天。")
    if day < row.opened_on:
        raise NotAllowed(f"服务日期不能早于建站日期 {row.opened_on}。")
    if day < today - dt.timedelta(days=LOG_WITHIN_DAYS):
        raise NotAllowed(f"{LOG_WITHIN_DAYS} 天以前的服务不能再登记、更正。")


def _said(entry: ServiceEntry) -> dict[str, str]:
    values = {name: getattr(entry, name) for name in _LABELS} | {"service": Service(entry.service).label}
    return {label: str(values[name]) for name, label in _LABELS.items()}


def _write(
    verb: str,
    row: Station,
    day: dt.date,
    *,
    by: User,
    at: dt.datetime,
    changes: list[list[str]],
    entry: ServiceEntry | None = None,
    reason: str = "",
) -> None:
    LogEvent.objects.create(
        station=row, entry=entry, day=day, verb=verb, at=at, actor=by, org=by.org, changes=changes, reason=reason
    )
    record(verb, entry or row, by=by, at=at, station=row.pk)
