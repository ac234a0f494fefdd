"""The ladders of the stations room: each part of it lists its own."""

from stations.check_ladders import CHECK_LADDERS
from stations.network_ladders import NETWORK_LADDERS
from stations.shelter_ladders import SHELTER_LADDERS

LADDERS = (*CHECK_LADDERS, *NETWORK_LADDERS, *SHELTER_LADDERS)
