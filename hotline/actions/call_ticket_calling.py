"""Calling the caller of a work order back: by a way that is safe for her, at most three times, and asked how content
she is."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.workflow.aftercare import Grade
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_moves import CallTicketStep, make, why_not
from hotline.actions.call_ticket_story import locked, write
from hotline.call_ticket_contact import may_reach
from hotline.call_ticket_workflow import MOVES, BackOutcome
from hotline.law import ATTEMPTS
from hotline.models import CallAttempt, CallTicket
from hotline.models.call_attempt import part_of_day

CALL_BACK = MOVES["call_back"]
ATTEMPT = "call_ticket.attempt"


@dataclass(frozen=True)
class Back:
    """How she was told, and what she said of it."""

    outcome: str
    way: str = ""
    grade: str = ""
    opinion: str = ""


@transaction.atomic
def call_back(ticket: CallTicket, back: Back, *, by: User, at: dt.datetime) -> CallTicket:
    """She was told how it ended, or left no way to tell her. Raises NotAllowed."""
    row = locked(ticket)
    _check(row, by, at)
    if back.outcome == BackOutcome.NO_NUMBER:
        if row.caller_phone or row.petition_id:
            raise NotAllowed("来电人留有联系方式，应当回访；联系不上的，在不同时段拨打三次。")
    elif back.outcome == BackOutcome.REACHED:
        _check_reached(row, back, by, at)
    else:
        raise NotAllowed("没有联系上的，请逐次登记；在不同时段拨打三次以后自动结束回访。")
    return _done(row, back, by=by, at=at)


def _check(row: CallTicket, by: User, at: dt.datetime) -> None:
    if reason := why_not(row, CALL_BACK, by=by, at=at):
        raise NotAllowed(reason, code="condition")


def _check_reached(row: CallTicket, back: Back, by: User, at: dt.datetime) -> None:
    if back.way not in Way.values:
        raise NotAllowed("请选择回访方式。")
    if back.grade not in Grade.values:
        raise NotAllowed("请选择来电人的评价。")
    answer = may_reach(row, back.way, by=by, at=at)
    if not answer.may_go:
        raise NotAllowed(f"不能这样回访：{answer.why}{answer.instead}", code="held_back")


def _done(row: CallTicket, back: Back, *, by: User, at: dt.datetime) -> CallTicket:
    reached = back.outcome == BackOutcome.REACHED
    row.called_back_at, row.back_outcome, row.due_at = at, back.outcome, None
    row.back_way, row.grade = (back.way, back.grade) if reached else ("", "")
    row.opinion = back.opinion.strip()
    return make(row, CallTicketStep(CALL_BACK, by, at, row.opinion))


@transaction.atomic
def try_to_call_back(ticket: CallTicket, result: str, *, by: User, at: dt.datetime) -> CallTicket:
    """One attempt that did not reach her; the third at another time of day is the last. Nobody leaves a message.
    Raises NotAllowed."""
    row = locked(ticket)
    _check(row, by, at)
    if result not in CallAttempt.Result.values:
        raise NotAllowed("请选择没有联系上的情形。")
    if not row.caller_phone:
        raise NotAllowed("没有留下电话，不能拨打。")
    answer = may_reach(row, Way.PHONE, by=by, at=at)
    if not answer.may_go:
        raise NotAllowed(f"现在不要拨打：{answer.why}{answer.instead}", code="held_back")
    write(row, "attempt", by=by, at=at, result=result)
    if counted(row) < ATTEMPTS:
        return row
    return _done(row, Back(BackOutcome.UNREACHED), by=by, at=at)


def counted(row: CallTicket) -> int:
    """Attempts at different times of day since the last feedback; two within one morning are one."""
    events = row.events.filter(verb=ATTEMPT, at__gte=row.fed_back_at) if row.fed_back_at else row.events.none()
    return len({part_of_day(event.at) for event in events})
