"""The tables of the hotline room: lines, calls, and work orders of 12345."""

from hotline.models.call import Call, CallEvent
from hotline.models.call_attempt import CallAttempt
from hotline.models.knowledge import ForbiddenPhrase, KnowledgeEntry, KnowledgeReview, KnowledgeUse, KnowledgeVersion
from hotline.models.line import HotlineLine, LineEvent
from hotline.models.ticket import KIND, TITLE_LENGTH, ExternalTicket, TicketEvent

__all__ = [
    "KIND",
    "TITLE_LENGTH",
    "Call",
    "CallAttempt",
    "CallEvent",
    "ExternalTicket",
    "ForbiddenPhrase",
    "HotlineLine",
    "KnowledgeEntry",
    "KnowledgeReview",
    "KnowledgeUse",
    "KnowledgeVersion",
    "LineEvent",
    "TicketEvent",
]
