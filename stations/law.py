"""The numbers that bind the stations room: each part of it lists its own."""

from stations.network_law import NETWORK_LIMITS

LIMITS = (*NETWORK_LIMITS,)
