"""Addresses of the interface of the stations room."""

from stations.api.check_urls import check_api_urls
from stations.api.network_urls import network_api_urls
from stations.api.shelter_urls import shelter_api_urls
from stations.api.stations import Stations, StationServices
from stations.api.written_urls import addresses

app_name = "stations_api"
urlpatterns = [
    *addresses("stations", Stations, one="station", many="stations"),
    *addresses("station-services", StationServices, one="station_service", many="station_services"),
    *check_api_urls,
    *network_api_urls,
    *shelter_api_urls,
]
