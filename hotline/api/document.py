"""The document of a work order: all that another system holds of it, as far as its account may know.

Lists, the feed, snapshots and webhooks show the same text. Moments stand in it and never ages.
"""

import logging
from collections.abc import Sequence
from typing import Any

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.deadlines.models import Deadline
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.unopened import kept
from hotline.api.document_parts import Words, by_object, duties_of, duty, id_for, moment, person
from hotline.models import KIND, ExternalTicket, TicketEvent
from hotline.titles import TITLES
from hotline.workflow import Direction

log = logging.getLogger(__name__)
_FREE = ("title", "content", "answer", "return_reason", "return_basis", "extension_reason")
_PLAIN = (
    *("version", "direction", "system", "state", "anonymous", "guarded", "minor", "no_callback", "sealed"),
    *("extended_days", "rework_count"),
)
_MOMENTS = (
    *("sent_at", "received_at", "entered_at", "their_due_at", "accepted_at", "answered_at", "return_until"),
    *("returned_at", "ended_at", "disposed_at"),
)


def ticket_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the orders that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log.
    `personal`: names and telephones stand as they are, as far as the order is the reader's own; else nobody can be
    recognised by what is written. Three questions, however many they are.
    """
    visible = ExternalTicket.objects.visible_to(reader).filter(pk__in=pks).select_related("petition").unopened()
    rows = visible.in_bulk()
    duties = duties_of(ExternalTicket, rows)
    story = by_object(
        TicketEvent.objects.filter(ticket__in=rows).select_related("actor", "org").order_by("pk"), "ticket_id"
    )
    return {pk: _told(rows[pk], reader, personal, duties[pk], story[pk]) for pk in pks if pk in rows}


def ticket_id(pk: int, reader: User) -> str:
    """The `id` in the document, by which this client knows the order."""
    return id_for(KIND, pk, reader)


def _told(row: Any, reader: User, personal: bool, duties: list[Deadline], story: list[TicketEvent]) -> str:
    try:
        return _document(row, reader, personal, duties, story)
    except CannotDecipher as error:
        log.error("ticket %s cannot be told: %s", row.pk, error)
        known = {"id": ticket_id(row.pk, reader), "ref": str(row.ref), "number": row.system_number}
        return Unreadable.of(**known, version=row.version)


def _document(row: Any, reader: User, personal: bool, duties: list[Deadline], story: list[TicketEvent]) -> str:
    whole = personal and (row.org_id == reader.org_id or bool(reader.speaks_for))
    name = kept(row, "caller_name")
    told = whole and (not row.concerns_minor or bool(reader.speaks_for))  # else it waits for an approval
    say = Words.of(name, whole=whole)
    found: dict[str, Any] = {
        "id": ticket_id(row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **{column: getattr(row, column) for column in _PLAIN},
        "number": row.system_number,
        "org": f"{row.org_code:012d}",
        "ticket_class": row.ticket_class,
        **{column: moment(getattr(row, column)) for column in _MOMENTS},
        **{column: say(getattr(row, column)) for column in _FREE},
        "caller": person(row, "caller", name, whole=whole, told=told),
        "petition": _petition(row, reader),
        "deadlines": [duty(clock) for clock in duties],
        "timeline": [_line(event, row, reader, say) for event in story],
    }
    return dumped(found)


def _petition(row: ExternalTicket, reader: User) -> str | None:
    """Its number: another organ is not told of a guarded one's, nobody of an accusation's."""
    if row.sealed or row.petition is None or (row.guarded and reader.speaks_for):
        return None
    return row.petition.number


def _line(event: TicketEvent, row: ExternalTicket, reader: User, say: Any) -> dict[str, Any]:
    """Who of ours did it, another organ need not know; of a sealed order the words stand in the accusation alone."""
    return {
        "at": moment(event.at),
        "verb": event.verb,
        "title": TITLES[Direction(row.direction)].get(event.verb, event.verb),
        "org": f"{event.org.code:012d}",
        "actor": None if reader.speaks_for or event.actor is None else event.actor.name,
        "note": "" if row.sealed else say(event.note),
    }
