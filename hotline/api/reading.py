"""Work orders as other systems read them: lists, and single ones."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound

from fedportal.api.authentication import may_see_people
from fedportal.api.etags import etag, is_current
from fedportal.api.filtering import filtered
from fedportal.api.paging import PAGING, Asked, answer_page
from fedportal.api.parameters import refuse_unknown
from fedportal.api.scopes import Scope
from fedportal.api.unreadable import readable
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.audit.log import record_reading
from fedportal.lib.keyset import Order
from hotline.api import schema
from hotline.api.document import ticket_documents
from hotline.api.filter import TicketQuery
from hotline.models import ExternalTicket

NEWEST = Order("received_at", lambda row: row.received_at)


class TicketReading(ClientViewSet):
    """What a client is shown: the orders of its unit, or those that it exchanges with us."""

    partner_scope = Scope.TICKETS

    @extend_schema(**schema.LIST)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        asked = Asked.of(request)
        rows: Any = filtered(TicketQuery, ExternalTicket.objects.visible_to(request.user), request, beside=PAGING)
        page = asked.page(NEWEST, rows, ExternalTicket.objects.only("pk", "received_at"))
        texts = ticket_documents([row.pk for row in page.rows], request.user, may_see_people(request))
        return answer_page(request, page, list(texts.values()))

    @extend_schema(**schema.RETRIEVE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        """One order. Of one that is not his a reader is told what he is told of none."""
        refuse_unknown(request, set())
        row = visible(request, ref)
        record_reading("ticket.read", row, by=request.user, at=timezone.now())
        text = readable(ticket_documents([row.pk], request.user, may_see_people(request))[row.pk])
        tag = etag(row.version, text)
        if is_current(request.headers.get("If-None-Match", ""), tag):
            answer: HttpResponse = HttpResponseNotModified()
        else:
            answer = HttpResponse(text, content_type="application/json")
        answer["ETag"] = tag
        return answer


def visible(request: ClientRequest, ref: UUID) -> ExternalTicket:
    """Its caller unopened. Raises NotFound."""
    rows = ExternalTicket.objects.visible_to(request.user).select_related("org", "petition").unopened()
    row = rows.filter(ref=ref).first()
    if row is None:
        raise NotFound
    return row
