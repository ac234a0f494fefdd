"""The tables of the stations room."""

from stations.models.accreditation import Accreditation, AccreditationStep
from stations.models.bed_use import BedUse, ShelterHold
from stations.models.checklist import Checklist, ChecklistItem
from stations.models.coverage import StationMonth, TownCoverage, TownServed
from stations.models.external_name import ExternalName
from stations.models.partner_base import PartnerBase
from stations.models.peace_family import HomeLabel, Household, PeaceCheck
from stations.models.person import Credential, NetworkEvent, NetworkPerson, NetworkRole
from stations.models.rights_post import PostAward, PostEvent, PostReview, RightsPost
from stations.models.roster_import import RosterImport, RosterImportRow
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
from stations.models.shelter_check import ShelterCheck, ShelterCheckAnswer
from stations.models.shelter_stay import Resident, ShelterApplication, ShelterStay, StayEvent, StayWorker
from stations.models.station import Station, StationContact, StationEvent
from stations.models.station_check import CheckAnswer, CheckPhoto, StationCheck
from stations.models.station_import import StationImport, StationImportRow
from stations.models.station_link import StationFile, StationLink
from stations.models.station_log import LogEvent, ServiceEntry, StationDay
from stations.models.training import TrainingCourse, TrainingRecord
from stations.models.volunteering import TaskSignUp, VolunteerService, VolunteerTask

__all__ = [
    "Accreditation",
    "AccreditationStep",
    "BedUse",
    "Belonging",
    "CarePlan",
    "CheckAnswer",
    "CheckPhoto",
    "Checklist",
    "ChecklistItem",
    "Credential",
    "ExternalName",
    "HomeLabel",
    "Household",
    "InOutLog",
    "LeavingVisit",
    "LogEvent",
    "MinorHandOver",
    "NetworkEvent",
    "NetworkPerson",
    "NetworkRole",
    "PartnerBase",
    "PeaceCheck",
    "PostAward",
    "PostEvent",
    "PostReview",
    "Resident",
    "RightsPost",
    "RosterImport",
    "RosterImportRow",
    "ServiceEntry",
    "Shelter",
    "ShelterApplication",
    "ShelterBed",
    "ShelterCheck",
    "ShelterCheckAnswer",
    "ShelterDuty",
    "ShelterEvent",
    "ShelterHold",
    "ShelterKeeper",
    "ShelterOpening",
    "ShelterRoom",
    "ShelterStay",
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
    "StayEvent",
    "StayExtension",
    "StayReferral",
    "StayWorker",
    "TaskSignUp",
    "TownCoverage",
    "TownServed",
    "TrainingCourse",
    "TrainingRecord",
    "Visitor",
    "VolunteerService",
    "VolunteerTask",
]
