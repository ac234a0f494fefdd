"""The tables of the stations room."""

from stations.models.accreditation import Accreditation, AccreditationStep
from stations.models.checklist import Checklist, ChecklistItem
from stations.models.station import Station, StationContact, StationEvent
from stations.models.station_check import CheckAnswer, CheckPhoto, StationCheck

__all__ = [
    "Accreditation",
    "AccreditationStep",
    "CheckAnswer",
    "CheckPhoto",
    "Checklist",
    "ChecklistItem",
    "Station",
    "StationCheck",
    "StationContact",
    "StationEvent",
]
