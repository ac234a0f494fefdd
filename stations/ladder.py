"""The ladders of the stations room: each part of it lists its own."""

from stations.network_ladders import NETWORK_LADDERS

LADDERS = (*NETWORK_LADDERS,)
