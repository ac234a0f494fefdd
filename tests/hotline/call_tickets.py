"""Work orders of calls for tests, brought to a state by the real verbs."""

import datetime as dt

from fedportal.accounts.models import User
from fedportal.orgs.models import Organization
from hotline.actions.call_ticket_making import Told, order_from_call, order_of_itself
from hotline.actions.call_ticket_moves import CallTicketAnswers, advance_call_ticket
from hotline.call_ticket_workflow import MOVES
from hotline.models import CallTicket, HotlineLine
from tests.cases.samples import NOW
from tests.hotline.calls import PHONE, answered, typed

FEEDBACK = "已与男方单位联系，对方同意从下月起按月支付抚养费。"


def from_call(line: HotlineLine, by: User, *, at: dt.datetime = NOW, **said: object) -> CallTicket:
    """Of a call that she has just taken down."""
    return order_from_call(typed(answered(line, by, at=at), by=by, at=at, **said), by=by, at=at)


def of_itself(by: User, *, at: dt.datetime = NOW, key: str | None = None, **changes: object) -> CallTicket:
    told = {"call_class": "help", "place": by.org, "facts": "求助协调抚养费。", "caller_name": "周小雨"}
    return order_of_itself(Told(**told | {"caller_phone": PHONE} | changes), by=by, at=at, origin_key=key)  # type: ignore[arg-type]


def went(
    row: CallTicket,
    name: str,
    *,
    by: User,
    at: dt.datetime = NOW,
    note: str = "",
    version: int | None = None,
    **answers: object,
) -> CallTicket:
    given = CallTicketAnswers(**answers)  # type: ignore[arg-type]
    return advance_call_ticket(row, MOVES[name], by=by, at=at, note=note, answers=given, version=version)


def sent(row: CallTicket, to: Organization, *, by: User, at: dt.datetime = NOW) -> CallTicket:
    return went(row, "dispatch", by=by, at=at, unit=to)


def fed_back(row: CallTicket, to: User, *, by: User, at: dt.datetime = NOW) -> CallTicket:
    """Sent to that person's unit by her who answers for it, and handled there."""
    return went(sent(row, to.org, by=by, at=at), "feedback", by=to, at=at, note=FEEDBACK)
