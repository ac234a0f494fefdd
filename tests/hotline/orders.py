"""Work orders for tests, brought to a state by the real verbs."""

import datetime as dt

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization
from hotline.actions.advance import TicketAnswers, advance_ticket, move_of
from hotline.actions.receiving import Order, receive
from hotline.actions.sending import Sending, send_out
from hotline.models import ExternalTicket
from tests.cases.samples import NOW

SYSTEM = "binzhou-12345"
ORDER = {
    "ticket_class": "help",
    "title": "求助协调抚养费",
    "content": "来电人称离婚后对方一直不付抚养费，希望妇联协调。",
    "caller_name": "王小芳",
    "caller_phone": "13854312345",
}
REASON = "来电人反映的是物业收费，不属于妇联职责。"
BASIS = "《物业管理条例》第五条"


def order(**changes: object) -> Order:
    return Order(**ORDER | changes)  # type: ignore[arg-type]


def received(
    by: User,
    number: str = "GD20261123001",
    *,
    org: Organization | None = None,
    at: dt.datetime = NOW,
    received_at: dt.datetime | None = None,
    **changes: object,
) -> ExternalTicket:
    """One order that came to her unit, or the one named."""
    place = org or by.org
    return receive(order(**changes), system=SYSTEM, number=number, org=place, by=by, at=at, received_at=received_at)


def stepped(
    row: ExternalTicket, name: str, *, by: User, at: dt.datetime = NOW, note: str = "", **answers: object
) -> ExternalTicket:
    """The order after that move."""
    move = move_of(row, name)
    assert move is not None
    return advance_ticket(row, move, by=by, at=at, note=note, answers=TicketAnswers(**answers))  # type: ignore[arg-type]


def returned(row: ExternalTicket, *, by: User, at: dt.datetime = NOW) -> ExternalTicket:
    return stepped(row, "return", by=by, at=at, note=REASON, basis=BASIS)


def answered(row: ExternalTicket, *, by: User, at: dt.datetime = NOW) -> ExternalTicket:
    return stepped(row, "answer", by=by, at=at, note="已联系双方，约定本周内协商。")


def sent(by: User, petition: Petition | None = None, *, at: dt.datetime = NOW, **changes: object) -> ExternalTicket:
    """One order that left."""
    asked = {
        "system": SYSTEM,
        "ticket_class": "help",
        "title": "小区路灯损坏",
        "content": "居民反映小区路灯损坏，夜间出行不安全，请转有关部门。",
    }
    return send_out(Sending(**asked | changes), petition=petition, by=by, at=at)  # type: ignore[arg-type]
