"""The tables of the hotline room: lines, calls, their telephones, and work orders of 12345."""

from hotline.models.call import Call, CallEvent
from hotline.models.call_attempt import CallAttempt
from hotline.models.call_back_slot import CallBackBooking, CallBackSlot
from hotline.models.call_ticket import CallTicket, CallTicketEvent, CallTicketReferral
from hotline.models.knowledge import ForbiddenPhrase, KnowledgeEntry, KnowledgeReview, KnowledgeUse, KnowledgeVersion
from hotline.models.line import HotlineLine, LineEvent
from hotline.models.quality import QualityForm, QualityReview
from hotline.models.rota import AnsweringDay, HandOver, Redirection, Shift
from hotline.models.telephony import CallSignal, PhoneEvent, PhoneSwitch, Seat, SwitchCall
from hotline.models.ticket import KIND, TITLE_LENGTH, ExternalTicket, TicketEvent

__all__ = [
    "KIND",
    "TITLE_LENGTH",
    "AnsweringDay",
    "Call",
    "CallAttempt",
    "CallBackBooking",
    "CallBackSlot",
    "CallEvent",
    "CallSignal",
    "CallTicket",
    "CallTicketEvent",
    "CallTicketReferral",
    "ExternalTicket",
    "ForbiddenPhrase",
    "HandOver",
    "HotlineLine",
    "KnowledgeEntry",
    "KnowledgeReview",
    "KnowledgeUse",
    "KnowledgeVersion",
    "LineEvent",
    "PhoneEvent",
    "PhoneSwitch",
    "QualityForm",
    "QualityReview",
    "Redirection",
    "Seat",
    "Shift",
    "SwitchCall",
    "TicketEvent",
]
