"""What an erasing of a petition does to the work orders and calls that it came by (cases.disposal.erasures)."""

from cases.disposal.erasures import KEPT, Erasure, declare
from hotline.models import (
    KIND,
    Call,
    CallEvent,
    CallTicket,
    CallTicketEvent,
    CallTicketReferral,
    ExternalTicket,
    TicketEvent,
)

declare(
    Erasure(CallEvent, ("call__petition",), texts=("note",)),
    Erasure(
        Call,
        texts=(
            *("caller_phone", "phone_index", "caller_name", "relation", "victim_name", "victim_phone"),
            *("facts", "request", "answer", "whereabouts", "police_note"),
        ),
        values={"origin_key": None, "wish": None, "triage": {}, "needs": []},
    ),
    Erasure(CallTicketEvent, ("ticket__petition",), texts=("note",), values={"data": {}}),
    Erasure(CallTicketReferral, ("ticket__petition",), texts=("words", "answer")),
    Erasure(
        CallTicket,
        texts=(
            *("caller_phone", "phone_index", "caller_name", "relation", "victim_name", "victim_phone"),
            *("facts", "request", "told", "opinion"),
        ),
        struck=("feedback", "extension_reason"),
        values={"origin_key": None, "wish": None, "needs": []},
    ),
    Erasure(TicketEvent, ("ticket__petition",), texts=("note",), values={"data": {}}),
    Erasure(
        ExternalTicket,
        texts=("title", "content", "caller_name", "caller_phone"),
        struck=("answer", "return_reason", "extension_reason"),
        values={"origin_key": None},
        answers=KIND,
    ),
)
KEPT.update(
    {
        "ExternalTicket.system": "the name of a system",
        "ExternalTicket.system_number": "its number there; by it an order sent again makes nothing anew",
        "ExternalTicket.return_basis": "articles of rules",
        "TicketEvent.verb": "a code",
        "CallEvent.verb": "a code",
        "CallTicketEvent.verb": "a code",
    }
)
