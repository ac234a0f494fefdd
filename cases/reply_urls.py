"""Addresses of the reply desk."""

from django.urls import path

from cases.views.reply_desk import reply_desk, reply_done

app_name = "reply"
urlpatterns = [
    path("done/", reply_done, name="reply_done"),
    path("<slug:token>/", reply_desk, name="reply_desk"),
]
