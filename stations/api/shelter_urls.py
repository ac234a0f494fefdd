"""Addresses of the interface that are about shelters."""

from django.urls import path

from stations.api.shelter_reading import Shelters, ShelterStays

shelter_api_urls = [
    path("shelters/", Shelters.as_view({"get": "list"}), name="shelters"),
    path("shelters/<uuid:ref>/", Shelters.as_view({"get": "retrieve"}), name="shelter"),
    path("shelter-stays/", ShelterStays.as_view({"get": "list"}), name="shelter_stays"),
    path("shelter-stays/<uuid:ref>/", ShelterStays.as_view({"get": "retrieve"}), name="shelter_stay"),
]
