"""The clocks of a protection order: the court's hours, its service, her days for a reconsideration, its end."""

import datetime as dt

from cases.models import ProtectionOrder
from cases.violence_law import (
    PO_DECISION,
    PO_DECISION_URGENT,
    PO_KINDS,
    PO_RECONSIDER,
    PO_SERVICE,
    PO_VALIDITY,
)
from cases.workflow.violence_orders import OrderResult
from fedportal.accounts.models import User
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, move_due, open_deadline
from fedportal.deadlines.clock import end_of_day_on, last_day
from fedportal.deadlines.limits import Limit


def longest(start: dt.date) -> dt.date:
    """The last day on which an order of that day may end (art. 30)."""
    return last_day(start, PO_VALIDITY.amount, PO_VALIDITY.unit, WorkingDays.load())


def await_ruling(order: ProtectionOrder, *, at: dt.datetime) -> None:
    limit = PO_DECISION_URGENT if order.urgent else PO_DECISION
    _open(order, limit, start=order.accepted_at, at=at)


def ruled(order: ProtectionOrder, *, at: dt.datetime) -> None:
    """The court's hours are over; what follows from its decision begins."""
    decided_at = order.decided_at
    assert decided_at is not None  # it was ruled
    meet_deadlines(order.petition, kinds=[PO_DECISION.kind], item=order.item, at=decided_at)
    if order.result == OrderResult.GRANTED:
        _open(order, PO_SERVICE, start=decided_at, at=at)
        _open(order, PO_VALIDITY, start=decided_at, at=at, due_on=order.valid_until)
    elif order.result == OrderResult.REFUSED:
        _open(order, PO_RECONSIDER, start=decided_at, at=at)


def prolong(order: ProtectionOrder, *, by: User, reason: str, at: dt.datetime) -> None:
    """It ends later, and is reminded of as early again."""
    clock = order.petition.deadlines.open().get(kind=PO_VALIDITY.kind, item=order.item)
    assert order.valid_until is not None  # it is in force
    move_due(clock, due_at=end_of_day_on(order.valid_until), by=by, reason=reason, at=at)


def end_force(order: ProtectionOrder, *, at: dt.datetime) -> None:
    meet_deadlines(order.petition, kinds=[PO_VALIDITY.kind], item=order.item, at=at)
    cancel_deadlines(order.petition, kinds=PO_KINDS, item=order.item, at=at)


def _open(
    order: ProtectionOrder, limit: Limit, *, start: dt.datetime, at: dt.datetime, due_on: dt.date | None = None
) -> None:
    row = order.petition
    open_deadline(row, limit.code, org=row.org, start=start, at=at, due_on=due_on, item=order.item)
