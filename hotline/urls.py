"""Addresses of the hotline."""

from django.urls import path

from hotline.views import (
    call,
    call_back,
    call_list,
    call_new,
    call_register,
    knowledge,
    knowledge_call,
    line,
    phrase,
    ticket,
    ticket_list,
    ticket_new,
    ticket_register,
)

app_name = "hotline"
urlpatterns = [
    path("calls/", call_list.call_list, name="call_list"),
    path("calls/new/", call_new.call_new, name="call_new"),
    path("calls/missed/", call_back.call_missed, name="call_missed"),
    path("calls/<int:pk>/attempt/", call_back.call_attempt, name="call_attempt"),
    path("calls/<int:pk>/", call.call, name="call"),
    path("calls/<int:pk>/save/", call.call_save, name="call_save"),
    path("calls/<int:pk>/register/", call_register.call_register, name="call_register"),
    path("calls/<int:pk>/knowledge/", knowledge_call.knowledge_use, name="knowledge_use"),
    path("calls/<int:pk>/<slug:name>/", call.call_move, name="call_move"),
    path("knowledge/", knowledge.knowledge_list, name="knowledge_list"),
    path("knowledge/new/", knowledge.knowledge_new, name="knowledge_new"),
    path("knowledge/search/", knowledge_call.knowledge_search, name="knowledge_search"),
    path("knowledge/phrases/", phrase.phrase_list, name="phrase_list"),
    path("knowledge/phrases/<int:pk>/remove/", phrase.phrase_remove, name="phrase_remove"),
    path("knowledge/<int:pk>/", knowledge.knowledge, name="knowledge"),
    path("knowledge/<int:pk>/edit/", knowledge.knowledge_edit, name="knowledge_edit"),
    path("knowledge/<int:pk>/<slug:name>/", knowledge.knowledge_judge, name="knowledge_judge"),
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
