"""The clocks of a work order of a call: what starts them, and how that of the feedback is extended."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import extend, open_deadline
from fedportal.deadlines.clock import end_of_day_on
from fedportal.deadlines.limits import Limit
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.law import (
    CALL_TICKET_ANSWER,
    CALL_TICKET_RETURN,
    CALL_TICKET_SEND,
    CALL_TICKET_VISIT,
    EXTENSION_AT_MOST,
)
from hotline.models import CallTicket


def owe_sending(row: CallTicket, *, at: dt.datetime) -> None:
    """Who took the call sends it on; not yet saved."""
    _owe(row, CALL_TICKET_SEND, row.org, at)


def owe_answer(row: CallTicket, *, at: dt.datetime) -> None:
    """Whoever holds it feeds back; another unit returns or accepts it first, within its own limit; not yet saved."""
    row.return_until = None
    if row.holder_id != row.org_id and row.accepted_at is None:
        clock = open_deadline(row, CALL_TICKET_RETURN.code, org=row.holder, start=at, at=at)
        row.return_until = clock.due_at
    _owe(row, CALL_TICKET_ANSWER, row.holder, at)


def owe_call_back(row: CallTicket, *, at: dt.datetime) -> None:
    _owe(row, CALL_TICKET_VISIT, row.org, at)


def _owe(row: CallTicket, limit: Limit, org: Organization, at: dt.datetime) -> None:
    row.due_at = open_deadline(row, limit.code, org=org, start=at, at=at).due_at


def why_not_extend(row: CallTicket, at: dt.datetime) -> str:
    """Why the feedback may not have more time; empty if it may."""
    if row.extended_days:
        return f"延期以一次为限，本工单已延期 {row.extended_days} 个工作日。"
    if row.due_at is not None and row.due_at < at:
        return f"反馈时限 {timezone.localdate(row.due_at)} 已过，不能再延期。"
    return ""


def give_more_time(row: CallTicket, days: int, *, by: User, reason: str, at: dt.datetime) -> None:
    """The feedback's clock, later by so many working days; the row says so, not yet saved. Raises NotAllowed."""
    if not 1 <= days <= EXTENSION_AT_MOST:
        raise NotAllowed(f"延期应为 1 至 {EXTENSION_AT_MOST} 个工作日。")
    clock = row.deadlines.open().get(kind=CALL_TICKET_ANSWER.kind)
    calendar = DeadlineOpener.load(timezone.localdate(at)).days
    until = end_of_day_on(calendar.add(timezone.localdate(clock.due_at), days))
    extend(clock, due_at=until, by=by, reason=reason, at=at)
    row.due_at, row.extended_days, row.extension_reason = until, days, reason
