"""What an erasing of a petition does to the work orders and calls that it came by (cases.disposal.erasures)."""

from dataclasses import replace

from cases.disposal.erasures import KEPT, Erasure, declare
from hotline.models import (
    KIND,
    Call,
    CallEvent,
    CallTicket,
    CallTicketEvent,
    CallTicketReferral,
    ExternalTicket,
    HandOver,
    PhoneEvent,
    QualityReview,
    SwitchCall,
    TicketEvent,
)
from hotline.models.call import KIND as CALL
from hotline.models.call_ticket import KIND as CALL_TICKET

_STORY = Erasure(TicketEvent, ("ticket__petition",), texts=("note",), values={"data": {}})
_ORDER = Erasure(
    ExternalTicket,
    texts=("title", "content", "caller_name", "caller_phone"),
    struck=("answer", "return_reason", "extension_reason"),
    values={"origin_key": None},
    answers=KIND,
    marked="disposed_at",
)
_SPEAKERS = ("caller_phone", "phone_index", "caller_name", "relation", "victim_name", "victim_phone")
_CALL = (
    Erasure(PhoneEvent, ("of__call__petition",), texts=("caller", "recording")),
    Erasure(SwitchCall, ("call__petition",), texts=("recording",)),
    Erasure(CallEvent, ("call__petition",), texts=("note",)),
    Erasure(HandOver, ("call__petition",), texts=("note",)),
    Erasure(QualityReview, ("call__petition",), texts=("remarks",)),
    Erasure(
        Call,
        texts=(
            *_SPEAKERS,
            "facts",
            "request",
            "answer",
            "whereabouts",
            "police_note",
            "report_station",
            "report_person",
        ),
        values={"origin_key": None, "wish": None, "triage": {}, "needs": [], "report_triggers": []},
        answers=CALL,
        marked="disposed_at",
    ),
)
_CALL_TICKET = (
    Erasure(CallTicketEvent, ("ticket__petition",), texts=("note",), values={"data": {}}),
    Erasure(CallTicketReferral, ("ticket__petition",), texts=("words", "answer")),
    Erasure(
        CallTicket,
        texts=(*_SPEAKERS, "facts", "request", "told", "opinion"),
        struck=("feedback", "extension_reason", "station_words"),
        values={"origin_key": None, "wish": None, "needs": []},
        answers=CALL_TICKET,
        marked="disposed_at",
    ),
)


def _by_themselves(*erasures: Erasure) -> tuple[Erasure, ...]:
    """The same of records that are no petition, by their own keys (hotline.disposables)."""
    return tuple(
        replace(each, paths=tuple(path.removesuffix("petition").removesuffix("__") or "pk" for path in each.paths))
        for each in erasures
    )


OF_ORDERS = _by_themselves(_STORY, _ORDER)
OF_CALLS = _by_themselves(*_CALL)
OF_CALL_TICKETS = _by_themselves(*_CALL_TICKET)

declare(*_CALL, *_CALL_TICKET, _STORY, _ORDER)
KEPT.update(
    {
        "ExternalTicket.system": "the name of a system",
        "ExternalTicket.system_number": "its number there; by it an order sent again makes nothing anew",
        "ExternalTicket.return_basis": "articles of rules",
        **dict.fromkeys(
            ("ExternalTicket.kept_reason", "Call.kept_reason", "CallTicket.kept_reason"),
            "what is kept is not disposed of",
        ),
        "TicketEvent.verb": "a code",
        "CallEvent.verb": "a code",
        "KnowledgeVersion.question": "asked of the law, and of nobody",
        "KnowledgeVersion.answer": "told of the law, and of nobody",
        "KnowledgeVersion.articles": "articles of laws",
        "KnowledgeVersion.reason": "why a text was changed",
        "KnowledgeReview.note": "what was made of a text",
        "Shift.reason": "why a shift did not take place",
        "Redirection.number": "a published number",
        "AnsweringDay.topic": "what a day was about",
        "AnsweringDay.record": "how a day went; its page asks that nobody be named",
        "QualityForm.criteria": "what calls are judged by",
        "QualityReview.points": "figures",
        "ForbiddenPhrase.phrase": "a phrase",
        "ForbiddenPhrase.why": "why it is not used",
        "ForbiddenPhrase.instead": "what is said instead",
        **dict.fromkeys(
            ("PhoneEvent.event_id", "SwitchCall.told_id"), "its number in the telephone system, which names nobody"
        ),
        "PhoneEvent.kind": "a code",
        "PhoneEvent.line": "the published number of a line",
        **dict.fromkeys(
            ("PhoneEvent.extension", "PhoneEvent.to_extension", "SwitchCall.extension", "SwitchCall.transfers"),
            "numbers of desks",
        ),
        "CallSignal.kind": "a code",
        "CallTicketEvent.verb": "a code",
    }
)
