"""Who sees the rows of stations, posts and people, there: each part says so in a module of its own."""

from fedportal.lib.row_security import declare
from stations.network_policies import OF_THE_NETWORK

declare(*OF_THE_NETWORK)
