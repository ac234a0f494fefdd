"""Moves of work orders by another system: the page's verbs act."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, refusal_at, refused_field
from cases.models import Channel, Petition
from fedportal.accounts.models import User
from fedportal.api.sent_fields import REQUIRED
from hotline.actions.advance import TicketAnswers, advance_ticket
from hotline.actions.registering import register_from
from hotline.api.registering import registration
from hotline.carrying import carried_over
from hotline.models import ExternalTicket
from hotline.workflow import TicketMove

NOT_ASKED = "办理这一步不填这一项，请去掉。"
NO_SUCH = "没有这个编号的信访事项，或者不在您的范围内。"
# What each move may be sent beside its note, by what it asks in the table.
_SENT = {"basis": "basis", "days": "days", "number": "number", "petition": "petition"}


def moved(
    row: ExternalTicket, move: TicketMove, given: Given, *, version: int, by: User, at: dt.datetime
) -> ExternalTicket:
    """The order after that move. Raises Problem, ValidationError."""
    _check_asked(move, given)
    if move.name == "register":
        return _registered(row, given.get("registration") or {}, version=version, by=by, at=at)
    _check_answered(move, given)
    answers = TicketAnswers(
        basis=given.get("basis", ""),
        days=given.get("days", 0),
        number=given.get("number", ""),
        petition=_petition(given, by),
    )
    with told():
        return advance_ticket(row, move, by=by, at=at, note=given.get("note", ""), answers=answers, version=version)


def _check_asked(move: TicketMove, given: Given) -> None:
    asked = {_SENT[name] for name in move.asks} | ({"note"} if move.note_label else set())
    if move.name == "register":
        asked = {"registration"}
    if beside := [name for name, value in given.items() if value not in (None, "") and name not in asked]:
        raise refusal_at({name: [("not_asked", NOT_ASKED)] for name in beside})


def _check_answered(move: TicketMove, given: Given) -> None:
    wanted = [*move.asks, *(["note"] if move.note_required else [])]
    if missing := [name for name in wanted if not given.get(name)]:
        raise refusal_at({name: [("required", REQUIRED)] for name in missing})


def _petition(given: Given, by: User) -> Petition | None:
    number = given.get("petition")
    if not number:
        return None
    found = Petition.objects.visible_to(by).select_related("org").filter(number=number).first()
    if found is None:
        raise refused_field("petition", "not_found", NO_SUCH)
    return found


def _registered(
    row: ExternalTicket, sent: dict[str, Any], *, version: int, by: User, at: dt.datetime
) -> ExternalTicket:
    form, earlier = registration(_carried(row), sent, by=by, at=at)
    with told():
        register_from(row, form.intake(), by=by, at=at, same_as=earlier, opener=form.opener, version=version)
    row.refresh_from_db()
    return row


def _carried(row: ExternalTicket) -> dict[str, Any]:
    """What of the order goes over, as registration takes it."""
    carried = carried_over(row)
    petitioner = {name: carried.get(name, "") for name in ("name", "phone")}
    flags = {"identity_unclear": True} if row.anonymous else {}
    return {
        "received_at": timezone.localtime(row.received_at).isoformat(),
        "channel": str(Channel.TRANSFER),
        "matter_class": carried["matter_class"],
        "request": carried["request"],
        "facts": carried["facts"],
        "petitioner": petitioner,
        "contact": {"source_organ": carried["source_organ"], "source_number": carried["source_number"]},
        "flags": flags,
    }
