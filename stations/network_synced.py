"""What of the network other systems hold a copy of: people and rights posts, with their clocks."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import duties_of, keys_above, placed
from stations.api.network_document import person_documents, post_documents
from stations.models import NetworkPerson, RightsPost
from stations.models.person import KIND as PERSON
from stations.models.rights_post import KIND as POST

_PERSON_ID, _POST_ID = "SELECT person_id FROM {rows}", "SELECT post_id FROM {rows}"


OF_THE_NETWORK = (
    Kind(
        PERSON,
        "stations_networkperson",
        person_documents,
        all_keys=keys_above(NetworkPerson),
        placed=placed(NetworkPerson, "entered_at"),
        code="org_code",
        parts=(
            Part("stations_networkrole", _PERSON_ID),
            Part("stations_credential", _PERSON_ID),
            Part("stations_trainingrecord", _PERSON_ID),
            duties_of("stations", "networkperson"),
        ),
        scope=Scope.NETWORK,
    ),
    Kind(
        POST,
        "stations_rightspost",
        post_documents,
        all_keys=keys_above(RightsPost),
        placed=placed(RightsPost, "entered_at"),
        code="org_code",
        parts=(
            Part("stations_postreview", _POST_ID),
            Part("stations_postaward", _POST_ID),
            duties_of("stations", "rightspost"),
            Part(
                "orgs_agency",
                "SELECT id FROM stations_rightspost WHERE agency_id IN (SELECT id FROM {rows})",
                told=("name", "kind"),
            ),
        ),
        scope=Scope.NETWORK,
    ),
)
