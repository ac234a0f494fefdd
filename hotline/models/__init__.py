"""The tables of the hotline room: lines, and work orders of 12345."""

from hotline.models.line import HotlineLine, LineEvent
from hotline.models.ticket import TITLE_LENGTH, ExternalTicket, TicketEvent

__all__ = ["TITLE_LENGTH", "ExternalTicket", "HotlineLine", "LineEvent", "TicketEvent"]
