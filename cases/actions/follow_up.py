"""Return visits: planning one, writing down how it went, calling it off (规程 art. 13)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.handling_steps import check_holds, locked, minute, whole_minute
from cases.actions.holding_back import leaves_a_task, note_despite
from cases.actions.violence.clocks import duties_follow
from cases.actions.violence.visit_days import next_visit_on
from cases.law import FOLLOW_UP
from cases.models import Event, FollowUp, Petition
from cases.safe_contact import Going, pass_gate, why_not_that_day
from cases.violence_law import HIGH_VISIT
from cases.workflow import Danger
from cases.workflow.aftercare import SPOKEN_FREELY, VisitOutcome
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.limits import Light, Limit
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization

FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Visit:
    """How a visit went. `safe_to_talk`: her answer to the first question; None where nobody answered or asked.

    `despite`: how it came that she was reached against what she had asked for.
    """

    done_at: dt.datetime
    channel: str
    outcome: str
    safe_to_talk: bool | None = None
    note: str = ""
    next_on: dt.date | None = None
    despite: str = ""


@transaction.atomic
def plan_visit(petition: Petition, *, planned_on: dt.date, by: User, at: dt.datetime) -> FollowUp:
    """Take a visit upon the unit: it is a duty with a day. Raises NotAllowed."""
    row = locked(petition)
    check_holds(row, by, "安排回访")
    made = _plan(row, planned_on, by=by, at=at)
    data = {"visit_on": planned_on.isoformat()}
    _tell("visit.plan", made, by=by, at=at, data=data)
    return made


def plan_owed_visit(row: Petition, *, by: User, at: dt.datetime) -> None:
    """The next visit that the danger of a case of violence asks for, where none is planned by then (domain.md 3.4).

    On the last day until then on which she may be telephoned; where there is none, on that day all the same, and the
    head finds another way to her.
    """
    owed = next_visit_on(row, at=at)
    if owed is None or row.follow_ups.planned().filter(planned_on__lte=owed).exists():
        return
    today = timezone.localdate(at)
    tomorrow = today + dt.timedelta(days=1)
    days = (owed - dt.timedelta(days=sooner) for sooner in range((owed - tomorrow).days + 1))
    day = next((each for each in (*days, owed) if not why_not_that_day(row, each)), None)
    high = row.danger == Danger.HIGH and (day or owed) <= tomorrow
    made = _open(row, day or owed, by=by, at=at, limit=HIGH_VISIT if high else FOLLOW_UP)
    _tell("visit.plan", made, by=by, at=at, data={"visit_on": made.planned_on.isoformat()})
    if day is None:
        text = f"一件家庭暴力事项应当在 {owed} 以前回访，本人可以接电话的时间都在其后，请安排其他方式"
        tell(row, org=row.org, roles=[Role.UNIT_HEAD], text=text, at=at, light=Light.ORANGE)


def _plan(row: Petition, planned_on: dt.date, *, by: User, at: dt.datetime) -> FollowUp:
    if planned_on < timezone.localdate(at):
        raise NotAllowed("回访日期不能早于今天。")
    if planned_on > timezone.localdate(at) + FARTHEST:
        raise NotAllowed("回访日期请安排在一年以内。")
    if reason := why_not_that_day(row, planned_on):
        raise NotAllowed(reason)
    if row.follow_ups.planned().filter(planned_on=planned_on).exists():
        raise NotAllowed(f"{planned_on} 已经安排过回访。")
    return _open(row, planned_on, by=by, at=at)


def _open(row: Petition, planned_on: dt.date, *, by: User, at: dt.datetime, limit: Limit = FOLLOW_UP) -> FollowUp:
    made = FollowUp.objects.create(petition=row, org=row.org, planned_on=planned_on, planned_at=at, planned_by=by)
    due_on = planned_on if limit is FOLLOW_UP else None
    open_deadline(row, limit.code, org=row.org, start=at, at=at, due_on=due_on, item=made.item)
    return made


@leaves_a_task
@transaction.atomic
def record_visit(
    petition: Petition,
    visit: Visit,
    *,
    planned: FollowUp | None = None,
    by: User,
    at: dt.datetime,
) -> FollowUp:
    """Write down how a visit went, the planned one or one that nobody planned; plan the next where a day is named.

    Raises NotAllowed; HeldBack where she may not be visited like that, and the visit does not say how it came about.
    """
    row = locked(petition)
    check_holds(row, by, "登记回访")
    going = Going(row, Way(visit.channel), "回访", by, visit.done_at)
    if visit.despite:
        note_despite(going, visit.despite)
    else:
        pass_gate(going)
    made = _open_visit(planned) if planned else _unplanned(row, by=by, at=at)
    _check(row, visit, at)
    made.done_at, made.done_by = visit.done_at, by
    made.channel, made.outcome, made.safe_to_talk = visit.channel, visit.outcome, visit.safe_to_talk
    made.note = visit.note
    made.save()
    met_at = max(visit.done_at, made.planned_at)
    meet_deadlines(row, kinds=(FOLLOW_UP.kind,), item=made.item, at=met_at)
    if visit.next_on:
        _plan(row, visit.next_on, by=by, at=at)
    _tell("visit.record", made, by=by, at=at, data=_facts(visit), note=visit.note)
    plan_owed_visit(row, by=by, at=at)
    return made


def _unplanned(row: Petition, *, by: User, at: dt.datetime) -> FollowUp:
    return FollowUp(petition=row, org=row.org, planned_on=timezone.localdate(at), planned_at=at, planned_by=by)


def _open_visit(planned: FollowUp) -> FollowUp:
    made = FollowUp.objects.select_for_update().get(pk=planned.pk)
    if made.done_at is not None:
        raise NotAllowed("这次回访已经登记过。")
    if made.cancelled_at is not None:
        raise NotAllowed("这次回访已经取消。")
    return made


def _check(row: Petition, visit: Visit, at: dt.datetime) -> None:
    """What a visit may say: she alone says that she is safe, and only where she could speak."""
    if not whole_minute(row.registered_at) <= visit.done_at <= at:
        raise NotAllowed("回访时间应当在登记之后，不能晚于现在。")
    reached = visit.outcome != VisitOutcome.NOT_REACHED
    if row.needs_care and reached and visit.safe_to_talk is None:
        raise NotAllowed("请先问“现在方便说话吗？”，并登记她的回答。")
    if visit.safe_to_talk is False and visit.outcome in SPOKEN_FREELY:
        raise NotAllowed("不便说话的，不能登记为安全或者已解决，请登记“未联系上或者不便说话”，另约时间。")
    if row.needs_care and not reached and visit.next_on is None:
        raise NotAllowed("没有联系上或者不便说话的，请另约时间再回访。")
    if visit.outcome == VisitOutcome.NEW_FACTS and not visit.note:
        raise NotAllowed("有新情况的，请写明情况。")


@transaction.atomic
def cancel_visit(planned: FollowUp, *, reason: str, by: User, at: dt.datetime) -> FollowUp:
    """Call a planned visit off, saying why; its clock stops. Raises NotAllowed."""
    row = locked(planned.petition)
    check_holds(row, by, "取消回访")
    made = _open_visit(planned)
    if not reason.strip():
        raise NotAllowed("请填写取消原因。")
    made.cancelled_at, made.cancelled_by, made.cancel_reason = at, by, reason.strip()
    made.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    cancel_deadlines(row, kinds=(FOLLOW_UP.kind,), item=made.item, at=at)
    data = {"visit_on": made.planned_on.isoformat()}
    _tell("visit.cancel", made, by=by, at=at, data=data, note=made.cancel_reason)
    plan_owed_visit(row, by=by, at=at)
    return made


def visits_follow(row: Petition, *, to: Organization, at: dt.datetime) -> None:
    """The matter goes to another unit, and so does what is planned: whoever owes it now does so by the same rule, in
    high danger by the same hour."""
    duties_follow(row, to=to, at=at)
    for visit in row.follow_ups.planned():
        visit.org = to
        visit.save(update_fields=["org"])
        cancel_deadlines(row, kinds=(FOLLOW_UP.kind,), item=visit.item, at=at)
        was = row.deadlines.filter(kind=FOLLOW_UP.kind, item=visit.item).select_related("rule").latest("pk")
        if was.rule.code == HIGH_VISIT.code:
            open_deadline(row, HIGH_VISIT.code, org=to, start=was.opened_at, at=at, item=visit.item)
        else:
            day = max(visit.planned_on, timezone.localdate(at))
            open_deadline(row, FOLLOW_UP.code, org=to, start=at, at=at, due_on=day, item=visit.item)


def _facts(visit: Visit) -> dict[str, str]:
    asked = {True: "yes", False: "no", None: ""}[visit.safe_to_talk]
    return {
        "visited_at": minute(visit.done_at),
        "visit_channel": visit.channel,
        "safe_to_talk": asked,
        "visit_outcome": visit.outcome,
        "visit_next": visit.next_on.isoformat() if visit.next_on else "",
    }


def _tell(verb: str, made: FollowUp, *, by: User, at: dt.datetime, data: dict[str, str], note: str = "") -> None:
    Event.objects.create(petition_id=made.petition_id, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)
    record(verb, made, by=by, at=at)
