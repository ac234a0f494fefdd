"""The tables of the hotline room: lines, calls, their telephones, and work orders of 12345."""

from hotline.models.call import Call, CallEvent
from hotline.models.call_attempt import CallAttempt
from hotline.models.call_ticket import CallTicket, CallTicketEvent, CallTicketReferral
from hotline.models.line import HotlineLine, LineEvent
from hotline.models.telephony import CallSignal, PhoneEvent, PhoneSwitch, Seat, SwitchCall
from hotline.models.ticket import KIND, TITLE_LENGTH, ExternalTicket, TicketEvent

__all__ = [
    "KIND",
    "TITLE_LENGTH",
    "Call",
    "CallAttempt",
    "CallEvent",
    "CallSignal",
    "CallTicket",
    "CallTicketEvent",
    "CallTicketReferral",
    "ExternalTicket",
    "HotlineLine",
    "LineEvent",
    "PhoneEvent",
    "PhoneSwitch",
    "Seat",
    "SwitchCall",
    "TicketEvent",
]
