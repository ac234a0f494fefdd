"""The rota: planning shifts, giving them to agents, copying a week forward, calling one off."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from fedportal.lib.refusals import NotAllowed
from hotline.actions.rota_clocks import open_gap
from hotline.actions.slots import empty_slots, lay_slots
from hotline.desk_law import SHIFT_GAP
from hotline.models import HotlineLine, Shift

LONGEST = dt.timedelta(hours=24)
AHEAD = dt.timedelta(days=366)  # of a plan
WEEKS = 12  # that one copying reaches
TAKEN = "这名接线员在这段时间已有班次。"


@dataclass(frozen=True)
class Planned:
    """One shift as it is planned; without an agent it is a duty to find one."""

    begins_at: dt.datetime
    ends_at: dt.datetime
    agent: User | None = None
    capacity: int = 1


def why_not_plan(org_id: int, *, by: User) -> str:
    """Why she may not plan shifts of that unit; empty if she may."""
    if not by.can(Can.RUN_HOTLINE):
        return "班次由主席（分管副主席）、权益部负责人排定。"
    return "" if org_id == by.org_id else "班次由接听单位排定。"


@transaction.atomic
def plan_shift(line: HotlineLine, planned: Planned, *, by: User, at: dt.datetime) -> Shift:
    """One more shift. Raises NotAllowed."""
    if reason := why_not_plan(line.org_id, by=by):
        raise NotAllowed(reason)
    _check(line, planned, at)
    row = _placed(line, planned)
    if row.agent is None:
        open_gap(row, at=at)
    lay_slots(row)
    record("shift.plan", row, by=by, at=at, agent=row.agent_id)
    return row


@transaction.atomic
def assign_shift(shift: Shift, agent: User, *, by: User, at: dt.datetime) -> Shift:
    """Somebody takes it, or somebody else than before. Raises NotAllowed."""
    row = locked_shift(shift)
    if reason := why_not_plan(row.org_id, by=by):
        raise NotAllowed(reason)
    _check_standing(row)
    if row.ends_at <= at:
        raise NotAllowed("班次已经结束，不能再排人。")
    _check_agent(row.org_id, agent)
    row.agent = agent
    try:
        with transaction.atomic():
            row.save(update_fields=["agent"])
    except IntegrityError as clash:
        raise NotAllowed(TAKEN, code="condition") from clash
    lay_slots(row)
    meet_deadlines(row, kinds=(SHIFT_GAP.kind,), at=at)
    record("shift.assign", row, by=by, at=at, agent=agent.pk)
    return row


@transaction.atomic
def call_off_shift(shift: Shift, *, reason: str, by: User, at: dt.datetime) -> Shift:
    """It does not take place. One that nobody took and that has begun stays a duty that was not met. NotAllowed."""
    row = locked_shift(shift)
    if refusal := why_not_plan(row.org_id, by=by):
        raise NotAllowed(refusal)
    _check_standing(row)
    if not reason.strip():
        raise NotAllowed("请写明取消的理由。", code="condition")
    if row.agent_id is not None and row.ends_at <= at:
        raise NotAllowed("班次已经结束，不能取消。")
    row.called_off_at, row.reason = at, reason
    row.save(update_fields=["called_off_at", "reason"])
    empty_slots(row, by=by, at=at)
    if row.begins_at <= at:
        meet_deadlines(row, kinds=(SHIFT_GAP.kind,), at=at)
    else:
        cancel_deadlines(row, kinds=(SHIFT_GAP.kind,), at=at)
    record("shift.call_off", row, by=by, at=at)
    return row


@transaction.atomic
def copy_week(line: HotlineLine, monday: dt.date, weeks: int, *, by: User, at: dt.datetime) -> list[Shift]:
    """The shifts of that week again in each of the weeks that follow: same weekdays, hours and agents. What stands
    there already is left alone; an agent who has gone, or sits elsewhere then, leaves a shift to be filled."""
    if reason := why_not_plan(line.org_id, by=by):
        raise NotAllowed(reason)
    if not 1 <= weeks <= WEEKS:
        raise NotAllowed(f"一次最多复制到以后 {WEEKS} 周。")
    since = _midnight(monday)
    rows = list(Shift.objects.standing().filter(line=line, begins_at__gte=since, begins_at__lt=since + _WEEK))
    if not rows:
        raise NotAllowed("这一周没有班次可以复制。")
    return [made for ahead in range(1, weeks + 1) for made in _copied(line, rows, ahead * _WEEK, by, at)]


_WEEK = dt.timedelta(days=7)


def _copied(line: HotlineLine, rows: Sequence[Shift], later: dt.timedelta, by: User, at: dt.datetime) -> list[Shift]:
    made = []
    for row in rows:
        begins_at, ends_at = row.begins_at + later, row.ends_at + later
        same = Shift.objects.standing().filter(line=line, begins_at=begins_at, ends_at=ends_at, agent=row.agent)
        if begins_at <= at or same.exists():
            continue
        agent = row.agent if row.agent and _free(row.agent, line.org_id, begins_at, ends_at) else None
        made.append(plan_shift(line, Planned(begins_at, ends_at, agent, row.capacity), by=by, at=at))
    return made


def _free(agent: User, org_id: int, begins_at: dt.datetime, ends_at: dt.datetime) -> bool:
    if not may_sit(agent, org_id):
        return False
    return not Shift.objects.standing().filter(agent=agent).between(begins_at, ends_at).exists()


def may_sit(agent: User, org_id: int) -> bool:
    """Whether she may answer calls of that unit now."""
    return agent.is_active and agent.org_id == org_id and agent.can(Can.ANSWER_CALLS)


def locked_shift(shift: Shift) -> Shift:
    return Shift.objects.select_for_update(of=("self",)).select_related("org", "line", "agent").get(pk=shift.pk)


def _check_standing(row: Shift) -> None:
    if row.called_off_at is not None:
        raise NotAllowed("班次已经取消。", code="wrong_state")


def _check_agent(org_id: int, agent: User) -> None:
    if not may_sit(agent, org_id):
        raise NotAllowed(f"{agent.name}不能接听本单位的来电，请另选接线员。")


def _check(line: HotlineLine, planned: Planned, at: dt.datetime) -> None:
    if not HotlineLine.objects.live(timezone.localdate(planned.begins_at)).filter(pk=line.pk).exists():
        raise NotAllowed("线路那一天不在接听，不能排班。")
    if planned.ends_at - planned.begins_at > LONGEST:
        raise NotAllowed("一个班次不超过 24 小时。")
    if not planned.begins_at < planned.ends_at:
        raise NotAllowed("结束时间应当晚于开始时间。")
    if planned.ends_at <= at or planned.begins_at > at + AHEAD:
        raise NotAllowed("只能排定今后一年以内的班次。")
    if planned.agent is not None:
        _check_agent(line.org_id, planned.agent)


def _placed(line: HotlineLine, planned: Planned) -> Shift:
    try:
        with transaction.atomic():
            return Shift.objects.create(
                line=line,
                org=line.org,
                org_code=line.org_code,
                begins_at=planned.begins_at,
                ends_at=planned.ends_at,
                agent=planned.agent,
                capacity=planned.capacity,
            )
    except IntegrityError as clash:
        raise NotAllowed(TAKEN, code="condition") from clash


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
