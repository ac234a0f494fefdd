"""Addresses of the interface that are about calls, work orders of 12338 and 12345, and telephone systems."""

from django.urls import path

from fedportal.api.schema_parts import Door, tell_of
from hotline.api import telephony_schema
from hotline.api.call_ticket_writing import CallTickets
from hotline.api.call_writing import Calls
from hotline.api.desk_reading import CallBackBookings, QualityReviews
from hotline.api.telephony import phone_events
from hotline.api.tickets import Tickets

app_name = "hotline_api"
tell_of(
    "/api/v1/telephony/events/",
    Door(telephony_schema.EVENTS, telephony_schema.SCHEMAS, telephony_schema.SCHEMES),
)
urlpatterns = [
    path("calls/", Calls.as_view({"get": "list", "post": "create"}), name="calls"),
    path("calls/<uuid:ref>/", Calls.as_view({"get": "retrieve", "patch": "partial_update"}), name="call"),
    path("calls/<uuid:ref>/moves/<str:move>/", Calls.as_view({"post": "move"}), name="call_move"),
    path("call-tickets/", CallTickets.as_view({"get": "list", "post": "create"}), name="call_tickets"),
    path("call-tickets/<uuid:ref>/", CallTickets.as_view({"get": "retrieve"}), name="call_ticket"),
    path("call-tickets/<uuid:ref>/moves/<str:move>/", CallTickets.as_view({"post": "move"}), name="call_ticket_move"),
    path("call-back-bookings/", CallBackBookings.as_view({"get": "list"}), name="call_back_bookings"),
    path("call-back-bookings/<uuid:ref>/", CallBackBookings.as_view({"get": "retrieve"}), name="call_back_booking"),
    path("quality-reviews/", QualityReviews.as_view({"get": "list"}), name="quality_reviews"),
    path("quality-reviews/<uuid:ref>/", QualityReviews.as_view({"get": "retrieve"}), name="quality_review"),
    path("telephony/events/", phone_events, name="phone_events"),
    path("tickets/", Tickets.as_view({"get": "list"}), name="tickets"),
    path("tickets/batch/", Tickets.as_view({"post": "batch"}), name="batch"),
    path(
        "tickets/external/<str:system>/<str:number>/",
        Tickets.as_view({"put": "upsert"}),
        name="external",
    ),
    path("tickets/<uuid:ref>/", Tickets.as_view({"get": "retrieve"}), name="ticket"),
    path("tickets/<uuid:ref>/moves/<str:move>/", Tickets.as_view({"post": "move"}), name="move"),
]
