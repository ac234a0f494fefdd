"""Addresses of the interface that are about stations."""

from django.urls import path

from stations.api.reading import StationReading

app_name = "stations_api"
urlpatterns = [
    path("stations/", StationReading.as_view({"get": "list"}), name="stations"),
    path("stations/<uuid:ref>/", StationReading.as_view({"get": "retrieve"}), name="station"),
]
