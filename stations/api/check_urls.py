"""Addresses of the interface that are about checks and demonstration names."""

from django.urls import path

from stations.api.check_reading import Accreditations, StationChecks

check_api_urls = [
    path("station-checks/", StationChecks.as_view({"get": "list"}), name="station_checks"),
    path("station-checks/<uuid:ref>/", StationChecks.as_view({"get": "retrieve"}), name="station_check"),
    path("accreditations/", Accreditations.as_view({"get": "list"}), name="accreditations"),
    path("accreditations/<uuid:ref>/", Accreditations.as_view({"get": "retrieve"}), name="accreditation"),
]
