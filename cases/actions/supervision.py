"""Supervision orders: drafting, and every move of them. Petition first, then the order: so all verbs lock."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.documents import mark_served, write_document
from cases.actions.supervision_telling import tell_other_side, tell_story
from cases.actions.turns import LOWEST_SUPERVISOR
from cases.models import DocumentKind, Petition, SupervisionOrder, SupervisionReply
from cases.supervision_law import SUPERVISION_REPLY
from cases.supervision_wording import order_wording
from cases.workflow import ENDED, OrderMove, OrderState, Side, SuperviseMethod, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization

CHANGED = ("state", "issued_at", "issued_by", "document", "clock", "ended_at", "ended_by", "ended_note")
WORDED = ("cause", "method", "demand", "due_on")


@dataclass(frozen=True)
class Charge:
    """What an order says: why, what is asked, until when, and how it is supervised."""

    cause: str
    demand: str
    method: str = SuperviseMethod.ONLINE
    due_on: dt.date | None = None


@dataclass(frozen=True)
class OrderStep:
    """One move of an order being made."""

    by: User
    at: dt.datetime
    note: str
    due_on: dt.date | None


def receivers_of(petition: Petition) -> list[Organization]:
    """Who may be supervised in this matter: its holder, and whoever owes a duty in it."""
    owing = petition.deadlines.open().values("org")
    rows = Organization.objects.filter(pk__in=owing) | Organization.objects.filter(pk=petition.org_id)
    return list(rows.filter(valid_to=None).order_by("level", "code"))


def stands_above(issuer: Organization, receiver: Organization) -> bool:
    """Whether this unit may supervise that one: a city or the province, and a unit below it (art. 14, 15)."""
    return issuer.level <= LOWEST_SUPERVISOR and issuer.pk != receiver.pk and issuer.covers(receiver.code)


def check_may_supervise(petition: Petition, receiver: Organization | None, *, by: User) -> None:
    """Refuse who has no right, stands beside or below, or asks a unit that owes nothing in this matter."""
    if not by.can(Can.SUPERVISE):
        raise NotAllowed("您的角色不能督办。")
    if by.org.level > LOWEST_SUPERVISOR:
        raise NotAllowed("督办单由市级以上妇联发出；需要督办的，请报市级妇联。")
    if petition.status in ENDED:
        raise NotAllowed("该信访事项已经办结，不能再发督办单；确需重新办理的，请用“督办重办”。")
    if receiver is None:
        if not any(stands_above(by.org, unit) for unit in receivers_of(petition)):
            raise NotAllowed("只能督办本单位的下级妇联。")
        return
    if not stands_above(by.org, receiver):
        raise NotAllowed("只能督办本单位的下级妇联。")
    if receiver not in receivers_of(petition):
        raise NotAllowed("只能向承办单位或者负有办理时限的单位发督办单。")


def why_orders_keep_open(petition: Petition) -> str:
    """Why a supervised matter may not be concluded yet; empty where nobody supervises it."""
    order = petition.supervision_orders.running().select_related("document", "issuer").first()
    return f"{order.issuer.name}正在督办本件（{order}），验收通过或者撤销后才能办结。" if order else ""


@transaction.atomic
def draft_order(
    petition: Petition, receiver: Organization, charge: Charge, *, by: User, at: dt.datetime
) -> SupervisionOrder:
    """Draft an order by hand; it waits to be issued, and its receiver does not see it. Raises NotAllowed."""
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    check_may_supervise(row, receiver, by=by)
    if row.supervision_orders.filter(issuer=by.org, receiver=receiver, state=OrderState.DRAFTED).exists():
        raise NotAllowed(f"已有一张给{receiver.name}的督办单等待签发，请直接修改、签发。")
    return write_draft(row, receiver, charge, by=by, at=at)


def write_draft(
    petition: Petition, receiver: Organization, charge: Charge, *, by: User, at: dt.datetime
) -> SupervisionOrder:
    """The row itself, of a petition that is locked and a right that was checked."""
    _check_charge(charge, at)
    order = SupervisionOrder.objects.create(
        petition=petition,
        issuer=by.org,
        issuer_code=by.org.code,
        receiver=receiver,
        receiver_code=receiver.code,
        level=by.org.level,
        cause=charge.cause,
        method=charge.method,
        demand=charge.demand.strip(),
        due_on=charge.due_on,
        drafted_at=at,
        drafted_by=by,
    )
    record("supervision.draft", order, by=by, at=at, cause=order.cause)
    return order


@transaction.atomic
def change_draft(order: SupervisionOrder, charge: Charge, *, by: User, at: dt.datetime) -> SupervisionOrder:
    """Re-word a draft before it is issued. Raises NotAllowed."""
    row = _locked(order)
    check_may_change(row, by=by)
    _check_charge(charge, at)
    row.cause, row.method = charge.cause, charge.method
    row.demand, row.due_on = charge.demand.strip(), charge.due_on
    row.save(update_fields=WORDED)
    record("supervision.change", row, by=by, at=at, cause=row.cause)
    return row


def check_may_change(row: SupervisionOrder, *, by: User) -> None:
    """Refuse another unit's draft, and one that was issued or discarded."""
    if not by.can(Can.SUPERVISE) or row.issuer_id != by.org_id:
        raise NotAllowed("只有督办单位可以修改督办单。")
    if not row.is_draft:
        raise NotAllowed(f"督办单现为“{row.get_state_display()}”，不能再修改。")


def _check_charge(charge: Charge, at: dt.datetime) -> None:
    if not charge.demand.strip():
        raise NotAllowed("请填写督办要求。")
    check_due_on(charge.due_on, at)


def check_due_on(due_on: dt.date | None, at: dt.datetime) -> None:
    """Refuse a last day that has come or passed."""
    if due_on is not None and due_on <= timezone.localdate(at):
        raise NotAllowed("回复期限应当晚于今天。")


def _locked(order: SupervisionOrder) -> SupervisionOrder:
    """The order under lock, its petition locked before it."""
    petition = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=order.petition_id)
    rows = SupervisionOrder.objects.select_for_update(of=("self",))
    row = rows.select_related("issuer", "receiver", "document", "escalation__deadline").get(pk=order.pk)
    row.petition = petition
    return row


@transaction.atomic
def advance_order(
    order: SupervisionOrder,
    move: OrderMove,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    due_on: dt.date | None = None,
) -> SupervisionOrder:
    """Make one move of an order: lock, check, apply, write it down, tell the other side. Raises NotAllowed."""
    row, step = _locked(order), OrderStep(by, at, note.strip(), due_on)
    check_order_move(row, move, by=by)
    if move.note_required and not step.note:
        raise NotAllowed(f"请填写{move.note_label}。")
    check_due_on(step.due_on, at)
    _EFFECTS[move.name](row, step)
    row.state = move.target
    row.save(update_fields=CHANGED)
    if move.told:
        tell_story(row, move, note=step.note, by=by, at=at)
        tell_other_side(row, move, at=at)
    record(f"supervision.{move.name}", row, by=by, at=at, cause=row.cause)
    return row


def check_order_move(row: SupervisionOrder, move: OrderMove, *, by: User) -> None:
    """Refuse by right, side or state; the page asks this before it shows the form."""
    if not by.can(move.needs):
        raise NotAllowed(f"您的角色不能“{move.label}”。")
    doer = row.issuer if move.side is Side.ISSUER else row.receiver
    if doer.pk != by.org_id:
        raise NotAllowed(f"只有{doer.name}可以“{move.label}”。")
    if row.state not in move.source:
        raise NotAllowed(f"督办单现为“{row.get_state_display()}”，不能“{move.label}”。")
    if move.name == "issue":
        check_may_supervise(row.petition, row.receiver, by=by)


def issue(row: SupervisionOrder, step: OrderStep) -> None:
    """Number it, serve it inside the system, and start the receiver's clock."""
    check_due_on(row.due_on, step.at)
    row.clock = _start_clock(row, step.at, row.due_on)
    wording = order_wording(row, due_at=row.clock.due_at, at=step.at)
    row.document = write_document(row.petition, DocumentKind.SUPERVISION, wording, by=step.by, at=step.at)
    mark_served(row.document, how=ToldHow.WEB, served_at=step.at, by=step.by)
    row.issued_at, row.issued_by = step.at, step.by


def _start_clock(row: SupervisionOrder, at: dt.datetime, due_on: dt.date | None) -> Deadline:
    code = SUPERVISION_REPLY.code
    return open_deadline(row.petition, code, org=row.receiver, start=at, at=at, due_on=due_on, item=row.item)


def _discard(row: SupervisionOrder, step: OrderStep) -> None:
    _end(row, step)


def _reply(row: SupervisionOrder, step: OrderStep) -> None:
    SupervisionReply.objects.create(order=row, text=step.note, at=step.at, by=step.by)
    meet_deadlines(row.petition, kinds=(SUPERVISION_REPLY.kind,), item=row.item, at=step.at)


def _accept(row: SupervisionOrder, step: OrderStep) -> None:
    _judge(row, step, accepted=True)
    _end(row, step)


def _return(row: SupervisionOrder, step: OrderStep) -> None:
    _judge(row, step, accepted=False)
    row.clock = _start_clock(row, step.at, step.due_on)


def _judge(row: SupervisionOrder, step: OrderStep, *, accepted: bool) -> None:
    reply = row.replies.get(judged_at=None)
    reply.judged_at, reply.judged_by, reply.accepted, reply.note = step.at, step.by, accepted, step.note
    reply.save(update_fields=["judged_at", "judged_by", "accepted", "note"])


def _withdraw(row: SupervisionOrder, step: OrderStep) -> None:
    cancel_deadlines(row.petition, at=step.at, item=row.item)
    _end(row, step)


def _end(row: SupervisionOrder, step: OrderStep) -> None:
    row.ended_at, row.ended_by, row.ended_note = step.at, step.by, step.note


_EFFECTS: dict[str, Callable[[SupervisionOrder, OrderStep], None]] = {
    "issue": issue,
    "discard": _discard,
    "reply": _reply,
    "accept": _accept,
    "return": _return,
    "withdraw": _withdraw,
}
