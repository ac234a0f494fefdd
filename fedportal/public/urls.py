"""Addresses for people without an account; they name nothing."""

from django.urls import path

from fedportal.public import stations, views

app_name = "public"
urlpatterns = [
    path("", views.thanks, name="thanks"),
    path("stations/", stations.stations, name="stations"),
    path("stations/list.json", stations.stations_json, name="stations_json"),
    path("<slug:token>/", views.rate, name="rate"),
]
