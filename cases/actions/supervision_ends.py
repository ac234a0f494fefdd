"""Where a petition's own moves meet its orders: reopening by supervision, and orders whose ground has gone."""

from cases.actions.steps import Step
from cases.actions.supervision import CHANGED, Charge, OrderStep, issue, write_draft
from cases.actions.supervision_telling import tell_other_side, write_event
from cases.models import Petition, SupervisionOrder
from cases.workflow import ENDED, ORDER_MOVES, OrderState, Procedure, Route, Status, SuperviseMethod
from cases.workflow.supervision import ORDER_ENDED
from fedportal.deadlines.actions import cancel_deadlines


def supervise_reopen(row: Petition, step: Step) -> None:
    """A superior has a concluded matter handled anew, and says why by an order (domain.md 3.2)."""
    row.closed_at = None
    row.procedure = Procedure.ORDINARY if row.route == Route.OPINION else ""
    given = step.answers
    charge = Charge(given.cause, step.note, given.supervise_method or SuperviseMethod.ONLINE, given.reply_due_on)
    for left in row.supervision_orders.filter(issuer=step.by.org, receiver=row.org, state=OrderState.DRAFTED):
        _end(left, OrderState.DISCARDED, step, "改为督办重办")
    order = write_draft(row, row.org, charge, by=step.by, at=step.at)
    issue(order, OrderStep(step.by, step.at, step.note, given.reply_due_on))
    order.state = OrderState.ISSUED
    order.save(update_fields=CHANGED)
    tell_other_side(order, ORDER_MOVES["issue"], at=step.at)


def settle_orders(row: Petition, step: Step) -> None:
    """After a move: orders fall away when the matter has ended, or has left the unit that they were for."""
    ended = row.status in ENDED
    standing = row.supervision_orders.exclude(state__in=sorted(ORDER_ENDED)).select_for_update(of=("self",))
    for order in standing.select_related("receiver", "document").order_by("pk"):
        if not ended and order.receiver.covers(row.org_code):
            continue
        why = f"信访事项{Status(row.status).label}" if ended else f"信访事项已转由{row.org.name}承办"
        _end(order, OrderState.DISCARDED if order.is_draft else OrderState.WITHDRAWN, step, why)


def _end(order: SupervisionOrder, state: OrderState, step: Step, why: str) -> None:
    """By what happened to the matter, and nobody's decision about the order."""
    if order.document is not None:
        cancel_deadlines(order.petition, at=step.at, item=order.item)
        data = {"document": order.document.number}
        write_event(order, "supervision.fall_away", note=why, by=step.by, at=step.at, data=data)
    order.state, order.ended_at, order.ended_note = state, step.at, why
    order.save(update_fields=CHANGED)
