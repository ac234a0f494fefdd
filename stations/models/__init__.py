"""The tables of the stations room."""

from stations.models.partner_base import PartnerBase
from stations.models.person import Credential, NetworkEvent, NetworkPerson, NetworkRole
from stations.models.rights_post import PostAward, PostEvent, PostReview, RightsPost
from stations.models.roster_import import RosterImport
from stations.models.training import TrainingCourse, TrainingRecord
from stations.models.volunteering import TaskSignUp, VolunteerService, VolunteerTask

__all__ = [
    "Credential",
    "NetworkEvent",
    "NetworkPerson",
    "NetworkRole",
    "PartnerBase",
    "PostAward",
    "PostEvent",
    "PostReview",
    "RightsPost",
    "RosterImport",
    "TaskSignUp",
    "TrainingCourse",
    "TrainingRecord",
    "VolunteerService",
    "VolunteerTask",
]
