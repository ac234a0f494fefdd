"""Addresses of the hotline."""

from django.urls import path

from hotline.views import (
    call,
    call_back,
    call_list,
    call_new,
    call_register,
    call_stream,
    line,
    seat,
    switch,
    ticket,
    ticket_list,
    ticket_new,
    ticket_register,
    wall,
)

app_name = "hotline"
urlpatterns = [
    path("calls/", call_list.call_list, name="call_list"),
    path("calls/new/", call_new.call_new, name="call_new"),
    path("calls/stream/", call_stream.call_stream, name="call_stream"),
    path("calls/missed/", call_back.call_missed, name="call_missed"),
    path("calls/<int:pk>/attempt/", call_back.call_attempt, name="call_attempt"),
    path("calls/<int:pk>/", call.call, name="call"),
    path("calls/<int:pk>/save/", call.call_save, name="call_save"),
    path("calls/<int:pk>/register/", call_register.call_register, name="call_register"),
    path("calls/<int:pk>/<slug:name>/", call.call_move, name="call_move"),
    path("wall/", wall.wall, name="wall"),
    path("seat/", seat.seat, name="seat"),
    path("seat/leave/", seat.seat_leave, name="seat_leave"),
    path("switches/", switch.switch_list, name="switch_list"),
    path("switches/new/", switch.switch_new, name="switch_new"),
    path("switches/<int:pk>/key/", switch.switch_key, name="switch_key"),
    path("switches/<int:pk>/stop/", switch.switch_stop, name="switch_stop"),
    path("lines/", line.line_list, name="line_list"),
    path("lines/new/", line.line_new, name="line_new"),
    path("lines/<int:pk>/", line.line, name="line"),
    path("lines/<int:pk>/edit/", line.line_edit, name="line_edit"),
    path("lines/<int:pk>/close/", line.line_close, name="line_close"),
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
