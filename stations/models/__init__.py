"""The tables of the stations room."""

from stations.models.accreditation import Accreditation, AccreditationStep
from stations.models.checklist import Checklist, ChecklistItem
from stations.models.coverage import StationMonth, TownCoverage, TownServed
from stations.models.station import Station, StationContact, StationEvent
from stations.models.station_check import CheckAnswer, CheckPhoto, StationCheck
from stations.models.station_import import StationImport, StationImportRow
from stations.models.station_link import StationFile, StationLink
from stations.models.station_log import LogEvent, ServiceEntry, StationDay

__all__ = [
    "Accreditation",
    "AccreditationStep",
    "CheckAnswer",
    "CheckPhoto",
    "Checklist",
    "ChecklistItem",
    "LogEvent",
    "ServiceEntry",
    "Station",
    "StationCheck",
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
