"""Work orders as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from hotline.api import schema
from hotline.api.document import ticket_documents
from hotline.api.filter import TicketQuery
from hotline.models import ExternalTicket

NEWEST = Order("received_at", lambda row: row.received_at)
ROWS = Rows(
    ExternalTicket, ticket_documents, TicketQuery, NEWEST, "ticket.read", "hotline_api:ticket", ("org", "petition")
)


class TicketReading(ClientViewSet):
    """What a client is shown: the orders of its unit, or those that it exchanges with us."""

    other_scopes = (Scope.TICKETS,)

    @extend_schema(**schema.LIST)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return ROWS.list(request)

    @extend_schema(**schema.RETRIEVE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return ROWS.retrieve(request, ref)


def visible(request: ClientRequest, ref: UUID) -> ExternalTicket:
    """Its caller unopened. Raises NotFound."""
    row: ExternalTicket = ROWS.visible(request, ref)
    return row
