"""A work order from a call, with everything that was said, or of itself: it begins with the duty to send it on."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cases.indexing import phone_of
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.actions.call_moves import CallStep, make
from hotline.actions.call_moves import locked as locked_call
from hotline.actions.call_reporting import tell_order
from hotline.actions.call_ticket_clocks import owe_sending
from hotline.actions.call_ticket_story import write
from hotline.call_ticket_workflow import CallTicketState
from hotline.call_workflow import MOVES, CallClass
from hotline.models import Call, CallTicket

ORDER = MOVES["order"]
# Columns that both have, by the same name.
SAME = (
    *("org", "org_code", "call_class", "facts", "request", "anonymous", "caller_name", "caller_phone", "phone_index"),
    *("for_other", "relation", "victim_name", "victim_phone", "language", "needs", "wish", "guarded"),
)


@dataclass(frozen=True)
class Told:
    """What is asked, by whom, where: of an order that no call on the screen led to."""

    call_class: str
    place: Organization
    facts: str
    request: str = ""
    anonymous: bool = False
    caller_name: str = ""
    caller_phone: str = ""
    guarded: bool = False
    wish: dict[str, Any] | None = field(default=None)


@transaction.atomic
def order_from_call(call: Call, *, by: User, at: dt.datetime) -> CallTicket:
    """The call goes on as a work order; its agent answers for it from now on. Raises NotAllowed."""
    row = make(locked_call(call), CallStep(ORDER, by, at))
    same = {name: getattr(row, name) for name in SAME}
    made = _made(CallTicket(call=row, agent=row.agent, place=row.org, told=row.answer, **same), by=by, at=at)
    tell_order(made, row, by=by, at=at)
    return made


@transaction.atomic
def order_of_itself(told: Told, *, by: User, at: dt.datetime, origin_key: str | None = None) -> CallTicket:
    """Somebody came to the desk, or a call was taken down on paper. Raises NotAllowed."""
    if not by.can(Can.ANSWER_CALLS):
        raise NotAllowed("您的角色不能登记 12338 工单。")
    if not told.facts.strip():
        raise NotAllowed("请先写明反映的情况。")
    phone = told.caller_phone.strip()
    row = CallTicket(
        org=by.org,
        org_code=by.org.code,
        agent=by,
        place=told.place,
        call_class=told.call_class,
        facts=told.facts.strip(),
        request=told.request.strip(),
        anonymous=told.anonymous,
        caller_name="" if told.anonymous else told.caller_name.strip(),
        caller_phone=phone,
        phone_index=phone_of(phone, by.org),
        wish=told.wish,
        guarded=told.guarded or told.call_class == CallClass.REPORT,
        origin_key=origin_key,
    )
    return _made(row, by=by, at=at)


def _made(row: CallTicket, *, by: User, at: dt.datetime) -> CallTicket:
    row.state, row.registered_at = CallTicketState.TICKETED, at
    row.holder, row.holder_code = row.org, row.org_code
    row.save(force_insert=True)
    owe_sending(row, at=at)
    row.save(update_fields=["due_at"])
    row.refresh_from_db(fields=["version"])
    write(row, "make", by=by, at=at)
    return row
