"""Supervision orders for tests, brought to a state by the real verbs."""

import datetime as dt

from cases.actions.supervision import Charge, advance_order, draft_order
from cases.models import Petition, SupervisionOrder
from cases.workflow import ORDER_MOVES, Cause
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization
from tests.cases.samples import NOW

DEMAND = "请立即书面告知信访人，说明逾期原因。"


def charge(**changes: object) -> Charge:
    return Charge(**{"cause": Cause.TELLING, "demand": DEMAND} | changes)  # type: ignore[arg-type]


def drafted(
    row: Petition, *, by: User, receiver: Organization | None = None, at: dt.datetime = NOW, **changes: object
) -> SupervisionOrder:
    return draft_order(row, receiver or row.org, charge(**changes), by=by, at=at)


def stepped(
    order: SupervisionOrder,
    name: str,
    *,
    by: User,
    at: dt.datetime = NOW,
    note: str = "",
    due_on: dt.date | None = None,
) -> SupervisionOrder:
    """The order after that move."""
    return advance_order(order, ORDER_MOVES[name], by=by, at=at, note=note, due_on=due_on)


def issued(
    row: Petition, *, by: User, receiver: Organization | None = None, at: dt.datetime = NOW, **changes: object
) -> SupervisionOrder:
    return stepped(drafted(row, by=by, receiver=receiver, at=at, **changes), "issue", by=by, at=at)
