"""Bookings of call-backs and reviews of calls as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from hotline.api import desk_schema
from hotline.api.desk_document import booking_documents, review_documents
from hotline.api.desk_filter import BookingQuery, ReviewQuery
from hotline.models import CallBackBooking, QualityReview

BOOKINGS = Rows(
    CallBackBooking,
    booking_documents,
    BookingQuery,
    Order("at", lambda row: row.at),
    "call_back_booking.read",
    "hotline_api:call_back_booking",
)
REVIEWS = Rows(
    QualityReview,
    review_documents,
    ReviewQuery,
    Order("drawn_at", lambda row: row.drawn_at),
    "quality.read",
    "hotline_api:quality_review",
)


class CallBackBookings(ClientViewSet):
    """What a client is shown: when those calls of its unit are called back that it may know of."""

    scope = write_scope = Scope.CALLS

    @extend_schema(**desk_schema.BOOKINGS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last booked first."""
        return BOOKINGS.list(request)

    @extend_schema(**desk_schema.ONE_BOOKING)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return BOOKINGS.retrieve(request, ref)


class QualityReviews(ClientViewSet):
    """What a client is shown: how calls of its unit were judged."""

    scope = write_scope = Scope.QUALITY

    @extend_schema(**desk_schema.REVIEWS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last drawn first."""
        return REVIEWS.list(request)

    @extend_schema(**desk_schema.ONE_REVIEW)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return REVIEWS.retrieve(request, ref)
