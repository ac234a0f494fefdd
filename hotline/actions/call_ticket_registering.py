"""A petition from a work order: registered by the petition's own verb, in one transaction with the order's move."""

import datetime as dt
from typing import Any

from django.db import transaction

from cases import actions
from cases.actions.contacts import add_contact
from cases.models import Petition
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_reporting import call_of, hand_on
from hotline.actions.call_ticket_moves import CallTicketAnswers, CallTicketStep, make, why_not
from hotline.actions.call_ticket_story import AGENTS, locked, tell_unit
from hotline.actions.joining import SEALED_CONTENT
from hotline.call_ticket_workflow import MOVES, CallTicketState
from hotline.models import Call, CallTicket

REGISTER = MOVES["register"]
# What it said stands in the petition, before its readers alone; whoever registered it tells her, not the line.
SEALED: dict[str, Any] = {
    "facts": SEALED_CONTENT,
    **dict.fromkeys(("caller_phone", "phone_index", "caller_name", "victim_name", "victim_phone", "relation"), ""),
    **dict.fromkeys(("request", "told", "opinion", "station_words"), ""),
    **{"wish": None, "sealed": True, "guarded": True, "anonymous": True},
    **{"state": CallTicketState.CLOSED, "due_at": None},
}


@transaction.atomic
def register_call_ticket(
    ticket: CallTicket,
    intake: Intake,
    *,
    by: User,
    at: dt.datetime,
    same_as: Petition | None = None,
    opener: DeadlineOpener | None = None,
    fast: bool = False,
) -> Petition:
    """The order goes on as a new matter of the unit that handles it, and is still owed its feedback. Raises
    NotAllowed."""
    call = call_of(ticket)
    row = _movable(ticket, by, at)
    petition = actions.register(intake, by=by, at=at, same_as=same_as, opener=opener, fast=fast)
    _join(row, petition, call, by=by, at=at)
    return petition


@transaction.atomic
def join_call_ticket(
    ticket: CallTicket, petition: Petition, contact: dict[str, Any], *, by: User, at: dt.datetime
) -> None:
    """What she called about is known there: the order is one contact more of it. Raises NotAllowed."""
    call = call_of(ticket)
    row = _movable(ticket, by, at)
    add_contact(petition, **contact, by=by, at=at)
    _join(row, petition, call, by=by, at=at)


def _movable(ticket: CallTicket, by: User, at: dt.datetime) -> CallTicket:
    row = locked(ticket)
    if reason := why_not(row, REGISTER, by=by, at=at):
        raise NotAllowed(reason, code="condition")
    return row


def _join(row: CallTicket, petition: Petition, call: Call | None, *, by: User, at: dt.datetime) -> None:
    """What was reported on the call counts here, as if the petition were made from the call itself."""
    make(row, CallTicketStep(REGISTER, by, at, answers=CallTicketAnswers(petition=petition)))
    if call is not None and not call.sealed:
        hand_on(call, petition, by=by, at=at)
    if not petition.is_accusation:
        return
    cancel_deadlines(row, at=at)
    for name, value in SEALED.items():
        setattr(row, name, value)
    row.closed_at = at
    row.save(update_fields=[*SEALED, "closed_at"])
    if row.holder_id != row.org_id:
        tell_unit(row, row.org, "已按检举控告依法办理，由受理单位直接告知本人，不用回访。", at=at, roles=AGENTS)
