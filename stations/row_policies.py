"""Who sees the rows of stations, posts and people, there: each part says so in a module of its own."""

from fedportal.lib.row_security import declare, narrow
from stations.check_policies import OF_CHECKS
from stations.network_policies import OF_THE_NETWORK
from stations.shelter_policies import OF_SHELTERS
from stations.station_policies import OF_STATIONS

declare(*OF_STATIONS, *OF_CHECKS, *OF_THE_NETWORK, *OF_SHELTERS)
# A duty about a shelter or a stay is before those who see it, and in nobody's figures.
narrow(
    "deadlines_deadline",
    """
    CASE
        WHEN kind NOT LIKE 'shelter%' OR portal_code() = 0 THEN true
        WHEN kind = 'shelter_check' THEN EXISTS (SELECT FROM stations_shelter s WHERE s.id = object_id)
        ELSE EXISTS (SELECT FROM stations_shelterstay s WHERE s.id = object_id)
    END
    """,
)
