"""The numbers that bind the stations room: each part of it lists its own."""

from stations.check_law import CHECK_LIMITS
from stations.network_law import NETWORK_LIMITS
from stations.shelter_law import SHELTER_LIMITS

LIMITS = (*CHECK_LIMITS, *NETWORK_LIMITS, *SHELTER_LIMITS)
