"""Opening, changing and closing a line of 12338; every change stays with what it said before."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from hotline.line_facts import Staffing
from hotline.models import HotlineLine, LineEvent
from hotline.models.line import WEEK


@dataclass(frozen=True)
class LineFacts:
    """What is said of a line; round the clock it has no hours, and every day."""

    number: str
    opened_on: dt.date
    staffing: str
    greeting: str
    closing: str
    days: tuple[int, ...] = ()
    begins: dt.time | None = None
    rests_from: dt.time | None = None
    rests_until: dt.time | None = None
    ends: dt.time | None = None
    in_centre: bool = False
    unified_sign: bool = False
    services: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """As columns."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        found |= {"days": sorted(self.days), "services": sorted(self.services)}
        if self.staffing == Staffing.ROUND_THE_CLOCK:
            found |= {"days": list(WEEK), **dict.fromkeys(("begins", "rests_from", "rests_until", "ends"))}
        return found


def why_not_edit(org: Organization, *, by: User) -> str:
    """Why she may not keep the lines of that unit; empty if she may."""
    if not by.can(Can.RUN_HOTLINE):
        return "只有主席（分管副主席）、权益部负责人可以登记、更改线路。"
    if org.pk != by.org_id:
        return f"线路由{org.name}开设，只有该单位可以更改。"
    return "12338 线路由县级以上妇联开设。" if org.level > Level.COUNTY else ""


@transaction.atomic
def open_line(facts: LineFacts, *, by: User, at: dt.datetime) -> HotlineLine:
    """Enter a line of one's own unit. Raises NotAllowed; IntegrityError where the unit answers that number already."""
    _check(by.org, facts, by=by, at=at)
    row = HotlineLine.objects.create(org=by.org, org_code=by.org.code, **facts.values())
    _write("line.open", row, [["号码", "", row.number], ["开通日期", "", str(row.opened_on)]], by=by, at=at)
    return row


@transaction.atomic
def change_line(line: HotlineLine, facts: LineFacts, *, by: User, at: dt.datetime) -> HotlineLine:
    """Say otherwise what is so now. Nothing changed: nothing written. Raises NotAllowed, IntegrityError."""
    row = _locked(line)
    _check(row.org, facts, by=by, at=at)
    if row.closed_on is not None:
        raise NotAllowed("线路已经停用，不能再更改。")
    before, wanted = _said(row), facts.values()
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.save(update_fields=changed)
    after = _said(row)
    changes = [[label, before[label], words] for label, words in after.items() if before[label] != words]
    _write("line.change", row, changes, by=by, at=at)
    return row


@transaction.atomic
def close_line(line: HotlineLine, *, on: dt.date, by: User, at: dt.datetime) -> HotlineLine:
    """From that day on nobody answers it. Its calls stay. Raises NotAllowed."""
    row = _locked(line)
    if reason := why_not_edit(row.org, by=by):
        raise NotAllowed(reason)
    if row.closed_on is not None:
        raise NotAllowed("线路已经停用。")
    if not row.opened_on <= on <= timezone.localdate(at):
        raise NotAllowed("停用日期不能早于开通日期，也不能晚于今天。")
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    _write("line.close", row, [["停用日期", "", str(on)]], by=by, at=at)
    return row


def _locked(line: HotlineLine) -> HotlineLine:
    return HotlineLine.objects.select_for_update(of=("self",)).select_related("org").get(pk=line.pk)


def _check(org: Organization, facts: LineFacts, *, by: User, at: dt.datetime) -> None:
    if reason := why_not_edit(org, by=by):
        raise NotAllowed(reason)
    if facts.opened_on > timezone.localdate(at):
        raise NotAllowed("开通日期不能晚于今天；尚未开通的，开通后再登记。")


def _said(row: HotlineLine) -> dict[str, str]:
    """What the history compares, in words, by label."""
    return {
        "号码": row.number,
        "开通日期": str(row.opened_on),
        "接听时间": row.hours_words,
        "进驻综治中心": "是" if row.in_centre else "否",
        "统一标识": "是" if row.unified_sign else "否",
        "服务内容": row.service_words,
        "接听用语": row.greeting,
        "结束用语": row.closing,
    }


def _write(verb: str, row: HotlineLine, changes: list[list[str]], *, by: User, at: dt.datetime) -> None:
    LineEvent.objects.create(line=row, verb=verb, at=at, actor=by, org=by.org, changes=changes)
    record(verb, row, by=by, at=at, number=row.number)
