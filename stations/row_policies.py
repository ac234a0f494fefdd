"""Who sees the rows of stations, posts and people, there: each part says so in a module of its own."""

from fedportal.lib.row_security import declare
from stations.check_policies import OF_CHECKS
from stations.network_policies import OF_THE_NETWORK
from stations.station_policies import OF_STATIONS

declare(*OF_STATIONS, *OF_CHECKS, *OF_THE_NETWORK)
