"""The clocks of a work order: what starts them, and how that of the answer is extended."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import extend, move_due, open_deadline
from fedportal.deadlines.clock import end_of_day_on
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from hotline.law import EXTENSION_AT_MOST, TICKET_ANSWER, TICKET_CHASE, TICKET_RETURN
from hotline.models import ExternalTicket


def start(row: ExternalTicket, *, at: dt.datetime, begins: dt.datetime) -> None:
    """It has come, for the first time or again: take or return it, and answer it; not yet saved."""
    row.return_until = open_deadline(row, TICKET_RETURN.code, org=row.org, start=begins, at=at).due_at
    owe_answer(row, at=at, begins=begins)


def owe_answer(row: ExternalTicket, *, at: dt.datetime, begins: dt.datetime) -> Deadline:
    """Theirs is the last day where they named one: it is their order."""
    named = row.their_due_at and timezone.localdate(row.their_due_at)
    due_on = named if named and named >= timezone.localdate(begins) else None
    return open_deadline(row, TICKET_ANSWER.code, org=row.org, start=begins, at=at, due_on=due_on)


def owe_chase(row: ExternalTicket, *, at: dt.datetime) -> None:
    open_deadline(row, TICKET_CHASE.code, org=row.org, start=row.received_at, at=at)


def why_not_extend(row: ExternalTicket, at: dt.datetime) -> str:
    """Why the answer may not have more time; empty if it may."""
    if row.extended_days:
        return f"延期以一次为限，本工单已延期 {row.extended_days} 个工作日。"
    clock = answer_clock(row)
    if clock is None:
        return "没有正在计算的答复时限。"
    return f"答复时限 {timezone.localdate(clock.due_at)} 已过，不能再延期。" if clock.due_at < at else ""


def extended_to(row: ExternalTicket, days: int, at: dt.datetime) -> dt.datetime:
    """The last moment after so many working days more. Raises NotAllowed."""
    if reason := why_not_extend(row, at):
        raise NotAllowed(reason, code="condition")
    if not 1 <= days <= EXTENSION_AT_MOST:
        raise NotAllowed(f"延期应为 1 至 {EXTENSION_AT_MOST} 个工作日。")
    clock = answer_clock(row)
    assert clock is not None  # why_not_extend has looked
    calendar = DeadlineOpener.load(timezone.localdate(at)).days
    return end_of_day_on(calendar.add(timezone.localdate(clock.due_at), days))


def give_more_time(row: ExternalTicket, days: int, *, by: User, reason: str, at: dt.datetime) -> None:
    """The answer's clock, later by so many working days; the row says so, not yet saved."""
    until, clock = extended_to(row, days, at), answer_clock(row)
    assert clock is not None
    extend(clock, due_at=until, by=by, reason=reason, at=at)
    row.extended_days, row.extension_reason = days, reason


def answer_clock(row: ExternalTicket) -> Deadline | None:
    return row.deadlines.open().filter(kind=TICKET_ANSWER.kind).first()


def move_answer(row: ExternalTicket, *, by: User, at: dt.datetime) -> None:
    """They have set another day, or taken theirs back."""
    clock = answer_clock(row)
    if clock is None:
        return
    if row.their_due_at is not None:
        until = end_of_day_on(timezone.localdate(row.their_due_at))
    else:
        until = DeadlineOpener.load(timezone.localdate(at)).due(TICKET_ANSWER.code, org=row.org, start=clock.opened_at)
    if until != clock.due_at:
        move_due(clock, due_at=until, by=by, reason="12345 改变了要求的答复时间", at=at)
