"""Addresses of the hotline."""

from django.urls import path

from hotline.views import ticket, ticket_list, ticket_new, ticket_register

app_name = "hotline"
urlpatterns = [
    path("tickets/", ticket_list.ticket_list, name="ticket_list"),
    path("tickets/new/", ticket_new.ticket_new, name="ticket_new"),
    path("tickets/send/", ticket_new.ticket_send, name="ticket_send"),
    path("tickets/send/<int:pk>/", ticket_new.ticket_send, name="ticket_send_of"),
    path("tickets/<int:pk>/", ticket.ticket, name="ticket"),
    path("tickets/<int:pk>/register/", ticket_register.ticket_register, name="ticket_register"),
    path("tickets/<int:pk>/phone/", ticket.ticket_unmask, name="ticket_unmask"),
    path("tickets/<int:pk>/acknowledge/<int:deadline>/", ticket.ticket_acknowledge, name="ticket_acknowledge"),
    path("tickets/<int:pk>/<slug:name>/", ticket.ticket_move, name="ticket_move"),
]
