"""Where a petition's own moves meet its orders: reopening by supervision, and orders whose ground has gone."""

import datetime as dt

from django.db.models import QuerySet

from cases.actions.steps import Step
from cases.actions.supervision import CHANGED, Charge, OrderStep, issue, write_draft
from cases.actions.supervision_telling import tell_other_side, write_event
from cases.models import Petition, SupervisionOrder
from cases.workflow import ENDED, ORDER_MOVES, OrderState, Procedure, Route, Status, SuperviseMethod
from cases.workflow.supervision import ORDER_ENDED
from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines


def supervise_reopen(row: Petition, step: Step) -> None:
    """A superior has a concluded matter handled anew, and says why by an order (domain.md 3.2)."""
    row.closed_at = None
    row.procedure = Procedure.ORDINARY if row.route == Route.OPINION else ""
    given = step.answers
    charge = Charge(given.cause, step.note, given.supervise_method or SuperviseMethod.ONLINE, given.reply_due_on)
    for left in row.supervision_orders.filter(issuer=step.by.org, receiver=row.org, state=OrderState.DRAFTED):
        _end(left, "改为督办重办", by=step.by, at=step.at)
    order = write_draft(row, row.org, charge, by=step.by, at=step.at)
    issue(order, OrderStep(step.by, step.at, step.note, given.reply_due_on))
    order.state = OrderState.ISSUED
    order.save(update_fields=CHANGED)
    tell_other_side(order, ORDER_MOVES["issue"], at=step.at)


def settle_orders(row: Petition, step: Step) -> None:
    """After a move: orders fall away when the matter has ended, or has left the unit that they were for."""
    ended = row.status in ENDED
    for order in _standing(row):
        if not ended and order.receiver.covers(row.org_code):
            continue
        why = f"信访事项{Status(row.status).label}" if ended else f"信访事项已转由{row.org.name}承办"
        _end(order, why, by=step.by, at=step.at)


def end_orders(row: Petition, why: str, *, by: User, at: dt.datetime) -> None:
    """All that stand fall away, whoever issued them."""
    for order in _standing(row):
        _end(order, why, by=by, at=at)


def _standing(row: Petition) -> QuerySet[SupervisionOrder]:
    rows = row.supervision_orders.exclude(state__in=sorted(ORDER_ENDED)).select_for_update(of=("self",))
    return rows.select_related("receiver", "document").order_by("pk")


def _end(order: SupervisionOrder, why: str, *, by: User, at: dt.datetime) -> None:
    """By what happened to the matter, and nobody's decision about the order."""
    if order.document is not None:
        cancel_deadlines(order.petition, at=at, item=order.item)
        data = {"document": order.document.number}
        write_event(order, "supervision.fall_away", note=why, by=by, at=at, data=data)
    order.state = OrderState.DISCARDED if order.is_draft else OrderState.WITHDRAWN
    order.ended_at, order.ended_note = at, why
    order.save(update_fields=CHANGED)
