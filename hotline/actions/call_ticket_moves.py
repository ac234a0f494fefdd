"""Making one move of a work order of a call: lock, check, apply, its clocks, write it down, tell who goes on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import LEADING, Can
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency, Organization
from hotline.actions import call_ticket_clocks as clocks
from hotline.actions.call_ticket_referring import refer
from hotline.actions.call_ticket_serving import served, to_station, unserved
from hotline.actions.call_ticket_story import AGENTS, check_version, locked, tell_unit, write
from hotline.call_ticket_units import units_above, units_for
from hotline.call_ticket_workflow import CallTicketMove, CallTicketState, Side
from hotline.models import CallTicket
from stations.models import Station

CHANGED = (
    *("state", "agent", "holder", "holder_code", "asked", "dispatched_at", "return_until", "accepted_at"),
    *("accepted_by", "due_at", "extended_days", "extension_reason", "return_count", "rework_count", "feedback"),
    *("fed_back_at", "fed_back_by", "called_back_at", "back_outcome", "back_way", "grade", "opinion", "closed_at"),
    *("petition", "guarded", "station", "station_outcome", "station_words", "station_done_at"),
)


@dataclass(frozen=True)
class CallTicketAnswers:
    """What a move asks for beside its note."""

    unit: Organization | None = None
    above: Organization | None = None
    agent: User | None = None
    agency: Agency | None = None
    petition: Petition | None = None
    station: Station | None = None
    outcome: str = ""
    days: int = 0


@dataclass(frozen=True)
class CallTicketStep:
    """One move of an order being made."""

    move: CallTicketMove
    by: User
    at: dt.datetime
    note: str = ""
    answers: CallTicketAnswers = CallTicketAnswers()


def why_not(row: CallTicket, move: CallTicketMove, *, by: User, at: dt.datetime) -> str:
    """Why it may not be made now, whatever is answered; empty if it may."""
    return _not_hers(row, move, by) or _wrong_state(row, move) or _condition(row, move, at)


def _not_hers(row: CallTicket, move: CallTicketMove, by: User) -> str:
    if by.speaks_for or not by.can(move.needs):
        return f"您的角色不能“{move.label}”。"
    unit = {Side.OURS: row.org, Side.HOLDER: row.holder, Side.ASKED: row.asked}[move.side]
    if unit is None or unit.pk != by.org_id:
        whose = {Side.OURS: "接听单位", Side.HOLDER: "承办单位", Side.ASKED: "被提请的上级"}[move.side]
        return f"只有{whose}可以“{move.label}”。"
    leads = not LEADING.isdisjoint(by.roles)
    if move.leads and not leads:
        return f"“{move.label}”由单位负责人决定。"
    # One that another system made is its unit's: it took no call itself.
    if move.agents and row.agent_id != by.pk and not leads and not row.agent.is_client:
        return f"首问责任人是{row.agent.name}，只有本人和本单位负责人可以“{move.label}”。"
    return ""


def _wrong_state(row: CallTicket, move: CallTicketMove) -> str:
    if row.state in move.source:
        return ""
    return f"工单现为“{CallTicketState(row.state).label}”，不能“{move.label}”。"


def _condition(row: CallTicket, move: CallTicketMove, at: dt.datetime) -> str:
    if row.disposed_at is not None:
        return "本单保管期限届满，已去除个人信息，不能再办理。"
    if move.name in ("return", "accept") and row.holder_id == row.org_id:
        return "工单由本单位自己承办，不用签收、退回；需要转给其他单位的，由负责人与接线员商定后反馈。"
    if move.name == "accept" and row.accepted_at is not None:
        return "工单已经签收。"
    if move.name == "return":
        if row.petition_id is not None:
            return "已登记信访事项的工单不能退回，请办理并反馈。"
        if row.return_until is not None and at > row.return_until:
            last_day = timezone.localdate(row.return_until)
            return f"收到之日起 2 个工作日内可以退回，{last_day} 已截止；请办理并反馈。"
    if move.name == "extend":
        return clocks.why_not_extend(row, at)
    if move.name == "register" and row.petition_id is not None:
        return "工单已有对应的信访事项。"
    if move.name == "serve" and row.station_id is None:
        return "工单没有转介站点。"
    return ""


@transaction.atomic
def advance_call_ticket(
    ticket: CallTicket,
    move: CallTicketMove,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    answers: CallTicketAnswers | None = None,
    version: int | None = None,
) -> CallTicket:
    """Make one move. Raises Outdated where another has written meanwhile; NotAllowed with a sentence where side,
    right, state, time or an answer forbids it."""
    row = locked(ticket)
    check_version(row, version)
    return make(row, CallTicketStep(move, by, at, note.strip(), answers or CallTicketAnswers()))


def make(row: CallTicket, step: CallTicketStep) -> CallTicket:
    """The move itself, of a locked row."""
    move, at = step.move, step.at
    if reason := why_not(row, move, by=step.by, at=at):
        raise NotAllowed(reason, code="condition")
    if move.note_required and not step.note:
        raise NotAllowed(f"请填写{move.note_label}。")
    meet_deadlines(row, kinds=move.meets, at=at)
    cancel_deadlines(row, kinds=move.cancels, at=at)
    row.state = move.target or row.state
    said = _EFFECTS.get(move.name, _nothing)(row, step) or {}
    # The story first: who has worked on a guarded order goes on seeing it, whoever has it after this move.
    write(row, move.name, by=step.by, at=at, note=step.note, **said)
    row.save(update_fields=CHANGED)
    row.refresh_from_db(fields=["version"])
    return row


Said = dict[str, object] | None


def _nothing(row: CallTicket, step: CallTicketStep) -> Said:
    """A move that changes the state alone."""


def _send(row: CallTicket, to: Organization, at: dt.datetime) -> None:
    """That unit has it from now on, and everything about handling it begins anew."""
    row.holder, row.holder_code, row.dispatched_at = to, to.code, at
    row.accepted_at, row.accepted_by = None, None
    row.extended_days, row.extension_reason = 0, ""
    row.station = None
    unserved(row)


def _dispatch(row: CallTicket, step: CallTicketStep) -> Said:
    to = step.answers.unit
    if to is None or not units_for(row.org, step.at).filter(pk=to.pk).exists():
        raise NotAllowed("请选择承办单位：本单位、下级，或者同一上级的同级单位；上级请用“提请上级办理”。")
    _send(row, to, step.at)
    clocks.owe_answer(row, at=step.at)
    if (station := step.answers.station) is not None:
        return {"unit": to.name, "station": to_station(row, station, at=step.at)}
    if to.pk != row.org_id:
        tell_unit(row, to, f"{row.org.name}转办，请签收办理。", at=step.at)
    return {"unit": to.name}


def _request(row: CallTicket, step: CallTicketStep) -> Said:
    above = step.answers.above
    if above is None or not units_above(row.org, step.at).filter(pk=above.pk).exists():
        raise NotAllowed("请选择上级妇联。")
    row.asked = above
    tell_unit(row, above, f"{row.org.name}提请办理。", at=step.at)
    return {"unit": above.name}


def _take_up(row: CallTicket, step: CallTicketStep) -> Said:
    _send(row, step.by.org, step.at)
    row.accepted_at, row.accepted_by = step.at, step.by
    clocks.owe_answer(row, at=step.at)
    tell_unit(row, row.org, "上级已接收办理。", at=step.at, roles=AGENTS)
    return None


def _decline(row: CallTicket, step: CallTicketStep) -> Said:
    tell_unit(row, row.org, "上级不予接收，请另行派单。", at=step.at, roles=AGENTS, light=Light.YELLOW)
    return None


def _accept(row: CallTicket, step: CallTicketStep) -> Said:
    row.accepted_at, row.accepted_by = step.at, step.by
    return None


def _return(row: CallTicket, step: CallTicketStep) -> Said:
    row.return_count, row.return_until = row.return_count + 1, None
    clocks.owe_sending(row, at=step.at)
    tell_unit(row, row.org, "承办单位退回，请另行派单。", at=step.at, roles=AGENTS, light=Light.YELLOW)
    return None


def _refer(row: CallTicket, step: CallTicketStep) -> Said:
    _accept_by_working(row, step)
    return {"agency": refer(row, step.answers.agency, words=step.note, by=step.by, at=step.at).agency.name}


def _accept_by_working(row: CallTicket, step: CallTicketStep) -> Said:
    """Who works on it has taken it."""
    row.accepted_at, row.accepted_by = row.accepted_at or step.at, row.accepted_by or step.by
    return None


def _register(row: CallTicket, step: CallTicketStep) -> Said:
    """It is that matter from now on; a guarded one guards it."""
    matter = step.answers.petition
    if matter is None:
        raise NotAllowed("请先登记信访事项。")
    _accept_by_working(row, step)
    row.petition, row.guarded = matter, row.guarded or matter.is_guarded or matter.is_accusation
    return {"petition": "" if matter.is_accusation else matter.number}


def _extend(row: CallTicket, step: CallTicketStep) -> Said:
    clocks.give_more_time(row, step.answers.days, by=step.by, reason=step.note, at=step.at)
    return {"days": step.answers.days}


def _serve(row: CallTicket, step: CallTicketStep) -> Said:
    _accept_by_working(row, step)
    return served(row, step.answers.outcome, step.note, at=step.at)


def _feedback(row: CallTicket, step: CallTicketStep) -> Said:
    _accept_by_working(row, step)
    row.feedback, row.fed_back_at, row.fed_back_by = step.note, step.at, step.by
    clocks.owe_call_back(row, at=step.at)
    if row.holder_id != row.org_id:
        tell_unit(row, row.org, "承办单位已反馈，请回访来电人。", at=step.at, roles=AGENTS)
    return None


def _rework(row: CallTicket, step: CallTicketStep) -> Said:
    """Anew, and so is what it may be extended by, and what the caller says of it."""
    row.rework_count, row.extended_days, row.extension_reason = row.rework_count + 1, 0, ""
    row.called_back_at, row.back_outcome, row.back_way, row.grade, row.opinion = None, "", "", "", ""
    unserved(row)
    clocks.owe_answer(row, at=step.at)
    if row.holder_id != row.org_id:
        tell_unit(row, row.holder, "接听单位退回重办。", at=step.at, light=Light.YELLOW)
    return None


def _hand_over(row: CallTicket, step: CallTicketStep) -> Said:
    to = step.answers.agent
    if to is None or to.org_id != row.org_id or not to.is_active or to.is_client or not to.can(Can.ANSWER_CALLS):
        raise NotAllowed("请选择本单位的另一名接线员。")
    if to.pk == row.agent_id:
        raise NotAllowed(f"首问责任人已经是{to.name}。")
    before, row.agent = row.agent, to
    return {"agent": to.name, "before": before.name}


def _close(row: CallTicket, step: CallTicketStep) -> Said:
    row.closed_at, row.due_at = step.at, None
    return None


_EFFECTS: dict[str, Callable[[CallTicket, CallTicketStep], Said]] = {
    "dispatch": _dispatch,
    "request": _request,
    "take_up": _take_up,
    "decline": _decline,
    "accept": _accept,
    "return": _return,
    "note": _accept_by_working,
    "refer": _refer,
    "extend": _extend,
    "register": _register,
    "serve": _serve,
    "feedback": _feedback,
    "rework": _rework,
    "hand_over": _hand_over,
    "close": _close,
}
