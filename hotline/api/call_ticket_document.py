"""The document of a work order of a call: all that another system holds of it, as far as its account may know."""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.unopened import kept
from hotline.api.document_parts import Words, id_for, moment, person, reach, whole_text
from hotline.api.document_sql import Parts, parts_of
from hotline.models import CallTicket
from hotline.models.call_ticket import KIND
from hotline.shown_call_ticket import ShownCallTicket

log = logging.getLogger(__name__)
_PLAIN = (
    *("version", "state", "call_class", "anonymous", "for_other", "language", "needs", "guarded", "sealed"),
    *("extended_days", "return_count", "rework_count", "back_outcome", "back_way", "grade", "station_outcome"),
)
_MOMENTS = (
    *("dispatched_at", "return_until", "accepted_at", "due_at", "fed_back_at", "called_back_at", "closed_at"),
    *("disposed_at", "station_done_at"),
)
_NOTHING: dict[str, Any] = {"words": "", "answer": "", "note": "", "data": {}}
_FREE = ("relation", "facts", "request", "told", "extension_reason", "feedback", "opinion", "station_words")
# What of others stands in it; of what the reader is not to know the database joins nothing.
_JOINED = {
    "asked_code": F("asked__code"),
    "place_code": F("place__code"),
    "call_ref": F("call__ref"),
    "agent_name": F("agent__name"),
    "matter": F("petition__number"),
    "station_ref": F("station__ref"),
}


def call_ticket_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the orders that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log.
    `personal`: people stand as they are before the units that took and hold the order, as on its page. Two questions,
    however many they are.
    """
    visible = CallTicket.objects.visible_to(reader).filter(pk__in=pks)
    rows = visible.annotate(**_JOINED).unopened().in_bulk()
    parts = parts_of(CallTicket, rows)
    return {pk: _told(rows[pk], reader, personal, parts[pk]) for pk in pks if pk in rows}


def _told(row: Any, reader: User, personal: bool, parts: Parts) -> str:
    try:
        return _document(row, reader, personal, parts)
    except CannotDecipher as error:
        log.error("call ticket %s cannot be told: %s", row.pk, error)
        known = {"id": id_for(KIND, row.pk, reader), "ref": str(row.ref), "number": row.number}
        return Unreadable.of(**known, version=row.version)


def _document(row: Any, reader: User, personal: bool, parts: Parts) -> str:
    whole = personal and ShownCallTicket(row, reader).whole
    name, victim = kept(row, "caller_name"), kept(row, "victim_name")
    say = Words.of(name, victim, whole=whole)
    found: dict[str, Any] = {
        "id": id_for(KIND, row.pk, reader),
        "ref": str(row.ref),
        "number": row.number,
        "shown": "whole" if whole else "masked",
        **{column: getattr(row, column) for column in _PLAIN},
        "org": _code(row.org_code),
        "holder": _code(row.holder_code),
        "asked": _code(row.asked_code),
        "place": _code(row.place_code),
        "call": str(row.call_ref) if row.call_ref else None,
        "agent": row.agent_name,
        "station": str(row.station_ref) if row.station_ref else None,
        "received_at": moment(row.registered_at),
        **{column: moment(getattr(row, column)) for column in _MOMENTS},
        **{column: say(getattr(row, column)) for column in _FREE},
        "caller": person(row, "caller", name, whole=whole, told=whole),
        "victim": person(row, "victim", victim, whole=whole, told=whole) if row.for_other else None,
        "reach": reach(row) if whole else None,
        "petition": None if row.sealed else row.matter,
    }
    return whole_text(found, _sayable(row, parts, say), say)


def _code(unit: int | None) -> str | None:
    return None if unit is None else f"{unit:012d}"


def _sayable(row: Any, parts: Parts, say: Words) -> Parts:
    """Of a sealed order the words stand in the accusation alone; of others what agencies were written, few times."""
    if row.sealed:
        return parts | {name: _changed(parts[name], _silent) for name in ("referrals", "timeline")}
    if parts["referrals"] == "[]" or say.hidden is None:
        return parts
    told = _changed(parts["referrals"], lambda each: each | {name: say(each[name]) for name in ("words", "answer")})
    return parts | {"referrals": told}


def _silent(each: dict[str, Any]) -> dict[str, Any]:
    return each | {name: nothing for name, nothing in _NOTHING.items() if name in each}


def _changed(part: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    return dumped([change(each) for each in json.loads(part)])
