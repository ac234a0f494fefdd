"""The tables of the stations room."""

from stations.models.accreditation import Accreditation, AccreditationStep
from stations.models.checklist import Checklist, ChecklistItem
from stations.models.coverage import StationMonth, TownCoverage, TownServed
from stations.models.partner_base import PartnerBase
from stations.models.person import Credential, NetworkEvent, NetworkPerson, NetworkRole
from stations.models.rights_post import PostAward, PostEvent, PostReview, RightsPost
from stations.models.roster_import import RosterImport, RosterImportRow
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
    "CheckAnswer",
    "CheckPhoto",
    "Checklist",
    "ChecklistItem",
    "Credential",
    "LogEvent",
    "NetworkEvent",
    "NetworkPerson",
    "NetworkRole",
    "PartnerBase",
    "PostAward",
    "PostEvent",
    "PostReview",
    "RightsPost",
    "RosterImport",
    "RosterImportRow",
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
    "TaskSignUp",
    "TownCoverage",
    "TownServed",
    "TrainingCourse",
    "TrainingRecord",
    "VolunteerService",
    "VolunteerTask",
]
