"""What is told of supervision orders: a line of the petition's timeline, and a notice to the other side."""

import datetime as dt

from django.utils import timezone

from cases.models import Event, SupervisionOrder
from cases.workflow import OrderMove, Side
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from fedportal.orgs.models import Level

# Whom a notice reaches: who supervises above; whoever heads the unit below, or is it.
ABOVE = (Role.SUPERVISOR, Role.SECTION_HEAD)
BELOW = (Role.SECTION_HEAD, Role.UNIT_HEAD)
WORKERS = {Level.TOWNSHIP: (Role.TOWNSHIP_WORKER,), Level.VILLAGE: (Role.VILLAGE_WORKER,)}


def tell_story(row: SupervisionOrder, move: OrderMove, *, note: str, by: User, at: dt.datetime) -> None:
    """A line of the timeline; an order that is issued says why and what it asks."""
    data = {"document": _number(row)}
    if move.name == "issue":
        data |= {"supervised": row.receiver.name, "cause": row.cause}
        note = row.demand
    if row.owes_answer:
        data["reply_due_on"] = _due(row)
    write_event(row, f"supervision.{move.name}", note=note, by=by, at=at, data=data)


def write_event(
    row: SupervisionOrder, verb: str, *, note: str, by: User, at: dt.datetime, data: dict[str, str]
) -> None:
    Event.objects.create(petition=row.petition, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)


def tell_other_side(row: SupervisionOrder, move: OrderMove, *, at: dt.datetime) -> None:
    """A notice for the unit that did not make the move."""
    number = _number(row)
    if move.side is Side.RECEIVER:
        text = f"{row.receiver.name}已回复督办单 {number}，请验收。"
        tell(row.petition, org=row.issuer, roles=ABOVE, text=text, at=at)
        return
    text = {
        "issue": f"收到{row.issuer.name}督办单 {number}，请于 {_due(row)} 前回复。",
        "return": f"督办单 {number} 的回复被退回，请于 {_due(row)} 前重报。",
        "accept": f"督办单 {number} 已验收通过。",
        "withdraw": f"督办单 {number} 已撤销。",
    }[move.name]
    light = Light.RED if row.owes_answer else Light.BLUE
    roles = WORKERS.get(Level(row.receiver.level), BELOW)
    tell(row.petition, org=row.receiver, roles=roles, text=text, at=at, light=light)


def _number(row: SupervisionOrder) -> str:
    return row.document.number if row.document else ""


def _due(row: SupervisionOrder) -> str:
    """The last day of the answer."""
    return str(timezone.localdate(row.clock.due_at)) if row.clock else ""
