"""Addresses of the stations room: each part of it lists its own."""

from stations.check_urls import check_urls
from stations.network_urls import network_urls
from stations.shelter_urls import shelter_urls
from stations.station_urls import station_urls

app_name = "stations"
urlpatterns = [*station_urls, *check_urls, *network_urls, *shelter_urls]
