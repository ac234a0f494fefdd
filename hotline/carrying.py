"""What of a work order goes over to the petition that is registered from it, as the form of registration asks it."""

from typing import Any

from django.utils import timezone

from cases.models import Channel, MatterClass
from hotline.models import ExternalTicket
from hotline.workflow import TicketClass

ORGAN = "12345政务服务便民热线"
CLASSES = {
    TicketClass.CONSULT: MatterClass.CONSULTATION,
    TicketClass.HELP: MatterClass.CONSULTATION,
    TicketClass.COMPLAINT: MatterClass.REDRESS,
    TicketClass.SUGGESTION: MatterClass.SUGGESTION,
    TicketClass.PRAISE: MatterClass.SUGGESTION,
    TicketClass.REPORT: MatterClass.ACCUSATION,
}


def carried_over(ticket: ExternalTicket) -> dict[str, Any]:
    """By the names of the form's fields. What nobody asked the caller is asked by the cadre, or found unclear."""
    return {
        "name": ticket.caller_name,
        "phone": ticket.caller_phone,
        "identity_unclear": ticket.anonymous,
        "received_at": timezone.localtime(ticket.received_at).replace(second=0, microsecond=0),
        "channel": Channel.TRANSFER.value,
        "source_organ": ORGAN,
        "source_number": ticket.system_number[:60],
        "facts": ticket.content,
        "request": ticket.title,
        "matter_class": CLASSES[TicketClass(ticket.ticket_class)].value,
    }
