"""The document of a call of 12338: all that another system of its unit holds of it, as far as its account may know.

Calls back stand in it, and have no documents of their own: here one is no object, but what becomes of a call that was
missed. Its state, the clock, the attempts and the line of the story that ends it all hang on the call, and change with
it; a copy that held them apart could show an attempt of a call that it does not have. When she is to be called back
is a document of its own (desk_document): it belongs to the shift as much as to the call.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.unopened import kept
from hotline.api.document_parts import Words, id_for, moment, person, reach, whole_text
from hotline.api.document_sql import Parts, parts_of
from hotline.models import Call
from hotline.models.call import KIND

log = logging.getLogger(__name__)
_PLAIN = (
    *("version", "state", "call_class", "anonymous", "for_other", "language", "needs", "recording_told"),
    *("guarded", "sealed", "triage", "report_for", "report_triggers", "reported_to"),
)
_MOMENTS = ("answered_at", "ended_at", "closed_at", "emergency_at", "police_at", "reported_at", "disposed_at")
# What of others stands in it; of what the reader is not to know the database joins nothing.
_JOINED = {
    "line_number": F("line__number"),
    "phone_id": F("phone__told_id"),
    "agent_name": F("agent__name"),
    "matter": F("petition__number"),
}
_FREE = ("relation", "facts", "request", "answer", "police_note")


def call_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the calls that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log. Only
    the unit that answered reads a call at all; without `personal` nobody can be recognised by what is written. Two
    questions, however many they are.
    """
    visible = Call.objects.visible_to(reader).filter(pk__in=pks)
    rows = visible.annotate(**_JOINED).unopened().in_bulk()
    parts = parts_of(Call, rows)
    return {pk: _told(rows[pk], reader, personal, parts[pk]) for pk in pks if pk in rows}


def _told(row: Any, reader: User, personal: bool, parts: Parts) -> str:
    try:
        return _document(row, reader, personal, parts)
    except CannotDecipher as error:
        log.error("call %s cannot be told: %s", row.pk, error)
        return Unreadable.of(id=id_for(KIND, row.pk, reader), ref=str(row.ref), version=row.version)


def _document(row: Any, reader: User, whole: bool, parts: Parts) -> str:
    name, victim = kept(row, "caller_name"), kept(row, "victim_name")
    say = Words.of(name, victim, whole=whole)
    found: dict[str, Any] = {
        "id": id_for(KIND, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **{column: getattr(row, column) for column in _PLAIN},
        "org": f"{row.org_code:012d}",
        "line": row.line_number,
        "phone_id": row.phone_id,
        "agent": row.agent_name,
        "received_at": moment(row.rang_at),
        **{column: moment(getattr(row, column)) for column in _MOMENTS},
        **{column: say(getattr(row, column)) for column in _FREE},
        "caller": person(row, "caller", name, whole=whole, told=whole),
        "victim": person(row, "victim", victim, whole=whole, told=whole) if row.for_other else None,
        "whereabouts": kept(row, "whereabouts") if whole else None,
        "reach": reach(row) if whole else None,
        "petition": None if row.sealed else row.matter,
    }
    return whole_text(found, parts, say)
