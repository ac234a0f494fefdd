"""Addresses of the stations room: each part of it lists its own."""

from stations.shelter_urls import shelter_urls
from stations.station_urls import station_urls

app_name = "stations"
urlpatterns = [*station_urls, *shelter_urls]
