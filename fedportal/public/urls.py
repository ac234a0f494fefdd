"""Addresses for people without an account; they name nothing."""

from django.urls import path

from fedportal.public import views

app_name = "public"
urlpatterns = [
    path("", views.thanks, name="thanks"),
    path("<slug:token>/", views.rate, name="rate"),
]
