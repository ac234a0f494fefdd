"""The verbs of a roster that comes as a file: read it, take all of its good lines in or none, give it up."""

import datetime as dt
from typing import Any

from django.core.files import File
from django.db import transaction

from cases.imports.files import Unreadable, stream_of
from cases.imports.reading import data_rows, find_layout
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from stations.actions.people import PersonFacts, enter_person
from stations.actions.roles import Appointment, appoint
from stations.models import RosterImport
from stations.network_law import ROSTER_KEPT
from stations.roster import BAD, GOOD, KNOWN, MOST, Line, Roster, columns_of, missing

State = RosterImport.State


@transaction.atomic
def upload_roster(file: File, *, name: str, by: User, at: dt.datetime) -> RosterImport:
    """Read and check it; the file itself is not kept. Raises NotAllowed with what to do instead."""
    if not by.can(Can.KEEP_NETWORK):
        raise NotAllowed("您的角色不能导入名册。")
    lines = _read(file, by, at)
    counts = {state: sum(line.state == state for line in lines) for state in (GOOD, BAD, KNOWN)}
    row = RosterImport.objects.create(
        org=by.org,
        org_code=by.org.code,
        file_name=name[-255:],
        by=by,
        at=at,
        lines=[line.as_json() for line in lines],
        **counts,
    )
    record("roster.upload", row, by=by, at=at, rows=len(lines), bad=counts[BAD])
    return row


def _read(file: File, by: User, at: dt.datetime) -> list[Line]:
    stream = stream_of(file)
    try:
        layout = find_layout(stream, file.size)
        columns = columns_of(layout.headings)
        if absent := missing(columns):
            raise NotAllowed(f"表头里没有“{'”“'.join(absent)}”，请下载模板，照模板的表头填写。")
        rows = list(data_rows(stream, layout))
    except Unreadable as broken:
        raise NotAllowed(str(broken)) from broken
    if not rows:
        raise NotAllowed("表头下面没有内容，请检查后重新选择。")
    if len(rows) > MOST:
        raise NotAllowed(f"文件有 {len(rows):,} 行，一次最多 {MOST} 行，请拆成几份分别导入。")
    return Roster(columns, org=by.org, at=at).read(rows)


@transaction.atomic
def confirm_roster(batch: RosterImport, *, by: User, at: dt.datetime) -> RosterImport:
    """All good lines, each as if typed, or none of them. Raises NotAllowed with the line that stands in the way."""
    row = _locked(batch, by=by)
    good = [Line(**line) for line in row.lines or [] if line["state"] == GOOD]
    if not good:
        raise NotAllowed("没有可以导入的行，请先改正有误的行。")
    units = Organization.objects.in_bulk({line.values["org"] for line in good})
    for line in good:
        try:
            _enter(line.values, units[line.values["org"]], by=by, at=at)
        except NotAllowed as refused:
            raise NotAllowed(f"第 {line.number} 行：{refused}没有导入任何一行，请改正后重新上传。") from refused
    return _end(row, State.DONE, "roster.load", by=by, at=at)


def _enter(said: dict[str, Any], org: Organization, *, by: User, at: dt.datetime) -> None:
    joined_on = dt.date.fromisoformat(said["joined_on"])
    until = dt.date.fromisoformat(said["until"]) if said["until"] else None
    facts = PersonFacts(
        name=said["name"],
        sex=said["sex"],
        joined_on=joined_on,
        phone=said["phone"],
        id_number=said["id_number"],
        workplace=said["workplace"],
    )
    person = enter_person(org, facts, by=by, at=at)
    appoint(
        person,
        Appointment(said["kind"], joined_on, until, said["full_time"], said["appointed_by"]),
        by=by,
        at=at,
    )


@transaction.atomic
def discard_roster(batch: RosterImport, *, by: User, at: dt.datetime) -> RosterImport:
    """Give it up; its lines go. Raises NotAllowed."""
    return _end(_locked(batch, by=by), State.DISCARDED, "roster.discard", by=by, at=at)


def _end(row: RosterImport, state: State, verb: str, *, by: User, at: dt.datetime) -> RosterImport:
    row.state, row.ended_at, row.lines = state, at, None
    row.save(update_fields=["state", "ended_at", "lines"])
    record(verb, row, by=by, at=at, rows=row.good)
    return row


def _locked(batch: RosterImport, *, by: User) -> RosterImport:
    row: RosterImport = RosterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not by.can(Can.KEEP_NETWORK) or row.org_id != by.org_id:
        raise NotAllowed("这份名册不是本单位上传的。")
    if row.state != State.CHECKED:
        raise NotAllowed(f"这份名册现为“{row.get_state_display()}”，不能再操作。", code="wrong_state")
    return row


def forget_old(at: dt.datetime) -> int:
    """Lines that nobody has confirmed for so long are given up. How many files they were of."""
    old = RosterImport.objects.filter(state=State.CHECKED, at__lt=at - ROSTER_KEPT)
    return old.update(state=State.DISCARDED, ended_at=at, lines=None)
