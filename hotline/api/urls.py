"""Addresses of the interface that are about calls, work orders of 12338 and 12345, and telephone systems."""

from django.urls import path

from hotline.api.call_reading import CallReading, CallTicketReading
from hotline.api.telephony import phone_events
from hotline.api.tickets import Tickets

app_name = "hotline_api"
urlpatterns = [
    path("calls/", CallReading.as_view({"get": "list"}), name="calls"),
    path("calls/<uuid:ref>/", CallReading.as_view({"get": "retrieve"}), name="call"),
    path("call-tickets/", CallTicketReading.as_view({"get": "list"}), name="call_tickets"),
    path("call-tickets/<uuid:ref>/", CallTicketReading.as_view({"get": "retrieve"}), name="call_ticket"),
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
