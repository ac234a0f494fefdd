"""Addresses of the interface that are about work orders of 12345, and where telephone systems tell of calls."""

from django.urls import path

from hotline.api.telephony import phone_events
from hotline.api.tickets import Tickets

app_name = "hotline_api"
urlpatterns = [
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
