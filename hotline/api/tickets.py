"""Work orders over the interface: read and written at the same addresses."""

from hotline.api.reading import TicketReading
from hotline.api.writing import TicketWriting


class Tickets(TicketReading, TicketWriting):
    """Which method does what stands in `urls`."""
