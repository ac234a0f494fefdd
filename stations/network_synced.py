"""What of the network other systems hold a copy of: people and rights posts, with their clocks, and partner bases."""

from collections.abc import Sequence

from fedportal.accounts.models import User
from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import duties_of, keys_above, placed
from stations.api.network_document import base_documents, person_documents, post_documents
from stations.models import NetworkPerson, PartnerBase, RightsPost
from stations.models.partner_base import KIND as BASE
from stations.models.person import KIND as PERSON
from stations.models.rights_post import KIND as POST

_PERSON_ID, _POST_ID = "SELECT person_id FROM {rows}", "SELECT post_id FROM {rows}"


def _bases_below(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """Of its own range alone: changes are told by place, and the bases of the units above are read from their list."""
    below = PartnerBase.objects.in_range_of(reader.org).filter(pk__in=pks).values_list("pk", flat=True)
    return base_documents(list(below), reader, personal)


def _agency_of(table: str) -> Part:
    """What the directory calls the agency stands in the document."""
    keys = f"SELECT id FROM {table} WHERE agency_id IN (SELECT id FROM {{rows}})"  # our own names  # noqa: S608  # nosec B608
    return Part("orgs_agency", keys, told=("name", "kind"))


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
            _agency_of("stations_rightspost"),
        ),
        scope=Scope.NETWORK,
    ),
    Kind(
        BASE,
        "stations_partnerbase",
        _bases_below,
        all_keys=keys_above(PartnerBase, below=True),
        placed=placed(PartnerBase, "entered_at", below=True),
        code="org_code",
        parts=(_agency_of("stations_partnerbase"),),
        scope=Scope.NETWORK,
    ),
)
