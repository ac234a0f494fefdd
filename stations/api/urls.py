"""Addresses of the interface of the stations room."""

from django.urls import path

from stations.api.check_urls import check_api_urls
from stations.api.network_urls import network_api_urls
from stations.api.reading import StationReading

app_name = "stations_api"
urlpatterns = [
    path("stations/", StationReading.as_view({"get": "list"}), name="stations"),
    path("stations/<uuid:ref>/", StationReading.as_view({"get": "retrieve"}), name="station"),
    *check_api_urls,
    *network_api_urls,
]
