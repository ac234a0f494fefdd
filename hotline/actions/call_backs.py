"""Missed calls: taken down by hand, called back at different times of day, and given up after three attempts."""

import datetime as dt

from django.db import transaction

from cases.safe_contact import ask
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.booking import book_next
from hotline.actions.call_moves import CallStep, locked, make, ring, why_not_write
from hotline.call_workflow import MOVES, CallState
from hotline.law import ATTEMPTS
from hotline.models import Call, CallAttempt, CallTicket, HotlineLine
from hotline.models.call_attempt import part_of_day
from hotline.safe_hours import matters_of, may_ring, terms_known

# Where the agent may not read in which matter she said so, or it was said on a call or with an order.
UNSUITED = "她说过这个时间不方便接电话，请在给出的回拨时段再打。"


@transaction.atomic
def take_missed(
    line: HotlineLine, *, phone: str, rang_at: dt.datetime, by: User, at: dt.datetime, origin_key: str | None = None
) -> Call:
    """Somebody rang then and was not answered: a duty to call her back begins. Raises NotAllowed."""
    if rang_at > at:
        raise NotAllowed("来电时间不能晚于现在。")
    row = ring(line, by=by, at=rang_at, phone=phone, origin_key=origin_key)
    return make(locked(row), CallStep(MOVES["queue"], by, at))


@transaction.atomic
def try_call_back(call: Call, result: str, *, by: User, at: dt.datetime) -> Call:
    """One attempt that did not reach her; the third at another time of day is the last. Raises NotAllowed."""
    row = locked(call)
    if reason := why_not_write(row, by=by):
        raise NotAllowed(reason)
    if row.state != CallState.CALLBACK_DUE:
        raise NotAllowed(f"来电现为“{CallState(row.state).label}”，不用回拨。", code="wrong_state")
    made = CallAttempt.objects.create(call=row, result=result, at=at, by=by)
    record("call.attempt", row, by=by, at=at, result=made.result)
    if counted(row) >= ATTEMPTS:
        return make(row, CallStep(MOVES["give_up"], by, at))
    book_next(row, by=by, at=at)
    return row


def counted(row: Call) -> int:
    """Attempts at different times of day; two within one morning are one."""
    return len({part_of_day(attempt.at) for attempt in row.attempts.all()})


def why_not_now(row: Call | CallTicket, *, by: User, at: dt.datetime) -> str:
    """What she has said earlier about being telephoned, where it forbids doing so now; else empty."""
    for petition in matters_of(row, by=by):
        answer = ask(petition, Way.PHONE, at=at)
        if not answer.may_go:
            return f"{answer.why}{answer.instead}"
    return "" if may_ring(terms_known(row.phone_index), at) else UNSUITED
