"""Calls and their work orders as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from hotline.api import call_schema
from hotline.api.call_document import call_documents
from hotline.api.call_filter import CallQuery, CallTicketQuery
from hotline.api.call_ticket_document import call_ticket_documents
from hotline.models import Call, CallTicket

CALLS = Rows(
    Call, call_documents, CallQuery, Order("rang_at", lambda row: row.rang_at), "call.read", "hotline_api:call"
)
TICKETS = Rows(
    CallTicket,
    call_ticket_documents,
    CallTicketQuery,
    Order("registered_at", lambda row: row.registered_at),
    "call_ticket.read",
    "hotline_api:call_ticket",
)


class CallReading(ClientViewSet):
    """What a client is shown: the calls of its own unit."""

    scope, write_scope = Scope.CALLS, Scope.CALLS_WRITE

    @extend_schema(**call_schema.LIST)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return CALLS.list(request)

    @extend_schema(**call_schema.RETRIEVE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return CALLS.retrieve(request, ref)


class CallTicketReading(ClientViewSet):
    """What a client is shown: the orders that its unit and those below took, or have to handle."""

    scope, write_scope = Scope.CALLS, Scope.CALLS_WRITE

    @extend_schema(**call_schema.TICKET_LIST)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return TICKETS.list(request)

    @extend_schema(**call_schema.TICKET_RETRIEVE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return TICKETS.retrieve(request, ref)
