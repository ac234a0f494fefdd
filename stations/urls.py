"""Addresses of the stations room: each part of it lists its own."""

from stations.network_urls import network_urls

app_name = "stations"
urlpatterns = [*network_urls]
