"""What of the stations room other systems hold a copy of: each part of it lists its own."""

from fedportal.changes.kinds import declare
from stations.check_synced import OF_CHECKS
from stations.network_synced import OF_THE_NETWORK
from stations.shelter_synced import OF_SHELTERS
from stations.station_synced import OF_STATIONS

for kind in (*OF_STATIONS, *OF_CHECKS, *OF_THE_NETWORK, *OF_SHELTERS):
    declare(kind)
