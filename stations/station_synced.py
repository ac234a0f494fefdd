"""What of stations other systems hold a copy of: themselves, with their people, links, days and services by month."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import keys_above, placed
from stations.api.document import station_documents
from stations.models import Station
from stations.models.station import KIND

_STATION = "SELECT station_id FROM {rows}"

OF_STATIONS = (
    Kind(
        KIND,
        "stations_station",
        station_documents,
        all_keys=keys_above(Station),
        placed=placed(Station, "entered_at"),
        code="org_code",
        parts=(
            Part("stations_stationcontact", _STATION),
            Part("stations_stationlink", _STATION),
            Part("stations_stationmonth", _STATION),
            Part("stations_stationday", _STATION),
        ),
        scope=Scope.STATIONS,
    ),
)
