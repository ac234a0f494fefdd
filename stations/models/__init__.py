"""The tables of the stations room."""

from stations.models.bed_use import BedUse, ShelterHold
from stations.models.coverage import StationMonth, TownCoverage, TownServed
from stations.models.shelter import Shelter, ShelterBed, ShelterEvent, ShelterKeeper, ShelterRoom
from stations.models.shelter_care import (
    Belonging,
    CarePlan,
    InOutLog,
    LeavingVisit,
    MinorHandOver,
    ShelterDuty,
    ShelterOpening,
    StayExtension,
    StayReferral,
    Visitor,
)
from stations.models.shelter_stay import Resident, ShelterApplication, ShelterStay, StayEvent, StayWorker
from stations.models.station import Station, StationContact, StationEvent
from stations.models.station_import import StationImport, StationImportRow
from stations.models.station_link import StationFile, StationLink
from stations.models.station_log import LogEvent, ServiceEntry, StationDay

__all__ = [
    "BedUse",
    "Belonging",
    "CarePlan",
    "InOutLog",
    "LeavingVisit",
    "LogEvent",
    "MinorHandOver",
    "Resident",
    "ServiceEntry",
    "Shelter",
    "ShelterApplication",
    "ShelterBed",
    "ShelterDuty",
    "ShelterEvent",
    "ShelterHold",
    "ShelterKeeper",
    "ShelterOpening",
    "ShelterRoom",
    "ShelterStay",
    "Station",
    "StationContact",
    "StationDay",
    "StationEvent",
    "StationFile",
    "StationImport",
    "StationImportRow",
    "StationLink",
    "StationMonth",
    "StayEvent",
    "StayExtension",
    "StayReferral",
    "StayWorker",
    "TownCoverage",
    "TownServed",
    "Visitor",
]
