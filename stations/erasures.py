"""What an erasing leaves of people of the network: no petition hangs on them, they go by lists of their own.
Households in shelters stand in shelter_erasures; all other texts of this room are about places and units."""

from cases.disposal.erasures import KEPT, Erasure
from stations.check_erasures import OF_CHECKS
from stations.models import Credential, NetworkPerson
from stations.models.person import KIND
from stations.shelter_erasures import KEPT_OF_SHELTERS

# By their own keys (stations.disposables).
OF_PEOPLE = (
    Erasure(Credential, ("person",), texts=("number",)),
    Erasure(
        NetworkPerson,
        ("pk",),
        texts=("name", "initials", "phone", "id_number", "phone_index", "id_index", "workplace"),
        values={"days": [], "begins": None, "ends": None},
        answers=KIND,
        marked="disposed_at",
    ),
)
KEPT.update(
    OF_CHECKS
    | KEPT_OF_SHELTERS
    | {
        "ExternalName.system": "the name of a system",
        "ExternalName.external_id": "its number there; by it what is sent again is entered no second time",
        "NetworkPerson.kept_reason": "what is kept is not disposed of",
        "NetworkRole.appointed_by": "an authority",
        "Credential.issuer": "an authority",
        "NetworkEvent.verb": "a code",
        "NetworkEvent.note": "what was changed, never to what",
        "TrainingCourse.name": "what a course is called",
        "VolunteerTask.title": "what was asked of volunteers",
        "VolunteerTask.place": "where; its form asks for no woman's address",
        "VolunteerTask.reason": "why a task did not take place",
        "VolunteerService.refused": "why hours do not count",
        "RosterImport.file_name": "what a file was called",
        "RosterImport.file_digest": "of a file that is gone once it is loaded, or after a week",
        "RosterImport.layout": "where the table stands and its headings, and none of its rows",
        "RosterImport.mapping": "names of our own fields",
        "RosterImport.problem": "about the columns of a file",
        "RightsPost.name": "the name of a post",
        "RightsPost.place": "where a post is",
        "RightsPost.duties": "what a post has promised",
        "RightsPost.contact": "who answers at an office, as its sign says",
        "RightsPost.phone": "the number of an office",
        "PostReview.remarks": "about a post",
        "PostAward.deeds": "about a post; its form asks that nobody be named",
        "PostAward.note": "about a post",
        "PostEvent.verb": "a code",
        "PostEvent.changes": "about a post",
        "PartnerBase.address": "of an office",
        "PartnerBase.hours": "of an office",
        "PartnerBase.takes": "what an office takes",
    }
)
