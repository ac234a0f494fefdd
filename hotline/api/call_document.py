"""The document of a call of 12338: all that another system of its unit holds of it, as far as its account may know.

Calls back stand in it, and have no documents of their own: here one is no object, but what becomes of a call that was
missed. Its state, the clock, the attempts and the line of the story that ends it all hang on the call, and change with
it; a copy that held them apart could show an attempt of a call that it does not have.
"""

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
from hotline.models import Call, CallAttempt, CallEvent
from hotline.models.call import KIND
from hotline.shown_call import TITLES

log = logging.getLogger(__name__)
_PLAIN = (
    *("version", "state", "call_class", "anonymous", "for_other", "language", "needs", "recording_told"),
    *("guarded", "sealed", "triage"),
)
_MOMENTS = ("answered_at", "ended_at", "closed_at", "emergency_at", "police_at")
_FREE = ("relation", "facts", "request", "answer", "police_note")


@dataclass(frozen=True)
class _Of:
    """What hangs on one call."""

    duties: list[Deadline]
    attempts: list[CallAttempt]
    story: list[CallEvent]


def call_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the calls that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log. Only
    the unit that answered reads a call at all; without `personal` nobody can be recognised by what is written. Four
    questions, however many they are.
    """
    visible = Call.objects.visible_to(reader).filter(pk__in=pks)
    rows = visible.select_related("agent", "line", "petition", "phone").unopened().in_bulk()
    duties = duties_of(Call, rows)
    attempts = by_object(CallAttempt.objects.filter(call__in=rows).select_related("by").order_by("pk"), "call_id")
    story = by_object(CallEvent.objects.filter(call__in=rows).select_related("actor", "org").order_by("pk"), "call_id")
    return {
        pk: _told(rows[pk], reader, personal, _Of(duties[pk], attempts[pk], story[pk])) for pk in pks if pk in rows
    }


def _told(row: Any, reader: User, personal: bool, of: _Of) -> str:
    try:
        return _document(row, reader, personal, of)
    except CannotDecipher as error:
        log.error("call %s cannot be told: %s", row.pk, error)
        return Unreadable.of(id=id_for(KIND, row.pk, reader), ref=str(row.ref), version=row.version)


def _document(row: Any, reader: User, whole: bool, of: _Of) -> str:
    name, victim = kept(row, "caller_name"), kept(row, "victim_name")
    say = words([name, victim], whole=whole)
    told_by = getattr(row, "phone", None)
    found: dict[str, Any] = {
        "id": id_for(KIND, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **{column: getattr(row, column) for column in _PLAIN},
        "org": f"{row.org_code:012d}",
        "line": row.line.number,
        "phone_id": told_by.told_id if told_by else None,
        "agent": row.agent.name,
        "received_at": moment(row.rang_at),
        **{column: moment(getattr(row, column)) for column in _MOMENTS},
        **{column: say(getattr(row, column)) for column in _FREE},
        "caller": person(row, "caller", name, whole=whole, told=whole),
        "victim": person(row, "victim", victim, whole=whole, told=whole) if row.for_other else None,
        "whereabouts": kept(row, "whereabouts") if whole else None,
        "reach": reach(row) if whole else None,
        "petition": petition_number(row),
        "attempts": [_attempt(attempt) for attempt in of.attempts],
        "deadlines": [duty(clock) for clock in of.duties],
        "timeline": [_line(event, say) for event in of.story],
    }
    return dumped(found)


def _attempt(attempt: CallAttempt) -> dict[str, Any]:
    return {"at": moment(attempt.at), "result": attempt.result, "by": attempt.by.name}


def _line(event: CallEvent, say: Say) -> dict[str, Any]:
    return {
        "at": moment(event.at),
        "verb": event.verb,
        "title": TITLES.get(event.verb, event.verb),
        "org": f"{event.org.code:012d}",
        "actor": event.actor.name,
        "note": say(event.note),
    }
