"""Addresses of the interface of the stations room: each part of it lists its own."""

from stations.api.network_urls import network_api_urls

app_name = "stations_api"
urlpatterns = [*network_api_urls]
