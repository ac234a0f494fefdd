"""The document of a work order of a call: all that another system holds of it, as far as its account may know."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.deadlines.models import Deadline
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.unopened import kept
from hotline.api.document_parts import (
    Say,
    by_object,
    duties_of,
    duty,
    id_for,
    moment,
    person,
    petition_number,
    reach,
    words,
)
from hotline.models import CallTicket, CallTicketEvent, CallTicketReferral
from hotline.models.call_ticket import KIND
from hotline.shown_call_ticket import FACTS, TITLES, ShownCallTicket

log = logging.getLogger(__name__)
_PLAIN = (
    *("version", "state", "call_class", "anonymous", "for_other", "language", "needs", "guarded", "sealed"),
    *("extended_days", "return_count", "rework_count", "back_outcome", "back_way", "grade"),
)
_MOMENTS = ("dispatched_at", "return_until", "accepted_at", "due_at", "fed_back_at", "called_back_at", "closed_at")
_FREE = ("relation", "facts", "request", "told", "extension_reason", "feedback", "opinion")
_UNITS = ("holder", "asked", "place")


@dataclass(frozen=True)
class _Of:
    """What hangs on one order."""

    duties: list[Deadline]
    referrals: list[CallTicketReferral]
    story: list[CallTicketEvent]


def call_ticket_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the orders that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log.
    `personal`: people stand as they are before the units that took and hold the order, as on its page. Four questions,
    however many they are.
    """
    visible = CallTicket.objects.visible_to(reader).filter(pk__in=pks)
    rows = visible.select_related("agent", "call", "petition", *_UNITS).unopened().in_bulk()
    duties = duties_of(CallTicket, rows)
    referrals = by_object(
        CallTicketReferral.objects.filter(ticket__in=rows).select_related("agency", "org").order_by("pk"), "ticket_id"
    )
    story = by_object(
        CallTicketEvent.objects.filter(ticket__in=rows).select_related("actor", "org").order_by("pk"), "ticket_id"
    )
    return {
        pk: _told(rows[pk], reader, personal, _Of(duties[pk], referrals[pk], story[pk])) for pk in pks if pk in rows
    }


def _told(row: Any, reader: User, personal: bool, of: _Of) -> str:
    try:
        return _document(row, reader, personal, of)
    except CannotDecipher as error:
        log.error("call ticket %s cannot be told: %s", row.pk, error)
        known = {"id": id_for(KIND, row.pk, reader), "ref": str(row.ref), "number": row.number}
        return Unreadable.of(**known, version=row.version)


def _document(row: Any, reader: User, personal: bool, of: _Of) -> str:
    whole = personal and ShownCallTicket(row, reader).whole
    name, victim = kept(row, "caller_name"), kept(row, "victim_name")
    say = words([name, victim], whole=whole)
    found: dict[str, Any] = {
        "id": id_for(KIND, row.pk, reader),
        "ref": str(row.ref),
        "number": row.number,
        "shown": "whole" if whole else "masked",
        **{column: getattr(row, column) for column in _PLAIN},
        "org": f"{row.org_code:012d}",
        **{unit: _code(getattr(row, unit)) for unit in _UNITS},
        "call": str(row.call.ref) if row.call else None,
        "agent": row.agent.name,
        "received_at": moment(row.registered_at),
        **{column: moment(getattr(row, column)) for column in _MOMENTS},
        **{column: say(getattr(row, column)) for column in _FREE},
        "caller": person(row, "caller", name, whole=whole, told=whole),
        "victim": person(row, "victim", victim, whole=whole, told=whole) if row.for_other else None,
        "reach": reach(row) if whole else None,
        "petition": petition_number(row),
        "referrals": [_referral(each, row, say) for each in of.referrals],
        "deadlines": [duty(clock) for clock in of.duties],
        "timeline": [_line(event, row, say) for event in of.story],
    }
    return dumped(found)


def _code(unit: Any) -> str | None:
    return f"{unit.code:012d}" if unit else None


def _referral(each: CallTicketReferral, row: CallTicket, say: Say) -> dict[str, Any]:
    return {
        "agency": each.agency.name,
        "org": _code(each.org),
        "at": moment(each.at),
        "words": "" if row.sealed else say(each.words),
        "answered_at": moment(each.answered_at),
        "answer": "" if row.sealed else say(each.answer),
    }


def _line(event: CallTicketEvent, row: CallTicket, say: Say) -> dict[str, Any]:
    """Of a sealed order the words stand in the accusation alone."""
    return {
        "at": moment(event.at),
        "verb": event.verb,
        "title": TITLES.get(event.verb, event.verb),
        "org": _code(event.org),
        "actor": event.actor.name,
        "note": "" if row.sealed else say(event.note),
        "data": {} if row.sealed else {name: event.data[name] for name in FACTS if name in event.data},
    }
