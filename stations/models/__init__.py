"""The tables of the stations room."""

from stations.models.coverage import StationMonth, TownCoverage, TownServed
from stations.models.station import Station, StationContact, StationEvent
from stations.models.station_import import StationImport, StationImportRow
from stations.models.station_link import StationFile, StationLink
from stations.models.station_log import LogEvent, ServiceEntry, StationDay

__all__ = [
    "LogEvent",
    "ServiceEntry",
    "Station",
    "StationContact",
    "StationDay",
    "StationEvent",
    "StationFile",
    "StationImport",
    "StationImportRow",
    "StationLink",
    "StationMonth",
    "TownCoverage",
    "TownServed",
]
