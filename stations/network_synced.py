"""What of the network other systems hold a copy of: people and rights posts, with their clocks."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part, Placed
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level
from stations.api.network_document import person_documents, post_documents
from stations.models import NetworkPerson, RightsPost
from stations.models.person import KIND as PERSON
from stations.models.rights_post import KIND as POST

_CHUNK = 1000
_COUNTY = SPAN[Level.COUNTY]
_PERSON_ID, _POST_ID = "SELECT person_id FROM {rows}", "SELECT post_id FROM {rows}"


def _duties(model: str) -> Part:
    return Part(
        "deadlines_deadline",
        f"""
        SELECT r.object_id FROM {{rows}} r JOIN django_content_type t ON t.id = r.content_type_id
        WHERE t.app_label = 'stations' AND t.model = '{model}'
        """,  # our own names  # noqa: S608  # nosec B608
    )


def _keys_above(model: Any) -> Callable[[User, int], list[int]]:
    def found(reader: User, key: int) -> list[int]:
        rows = model.objects.visible_to(reader).filter(pk__gt=key).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:_CHUNK])

    return found


def _placed(model: Any) -> Placed:
    def found(reader: User, places: tuple[int, int] | None) -> Iterable[tuple[int, dict[str, str]]]:
        within = Q(org_code__gte=places[0], org_code__lt=places[1]) if places else Q()
        rows = model.objects.visible_to(reader).filter(within).values_list("pk", "org_code", "entered_at")
        for key, code, at in rows.iterator(chunk_size=10_000):
            yield key, {"county": str(code // _COUNTY * _COUNTY), "month": f"{timezone.localdate(at):%Y-%m}"}

    return found


OF_THE_NETWORK = (
    Kind(
        PERSON,
        "stations_networkperson",
        person_documents,
        all_keys=_keys_above(NetworkPerson),
        placed=_placed(NetworkPerson),
        code="org_code",
        parts=(
            Part("stations_networkrole", _PERSON_ID),
            Part("stations_credential", _PERSON_ID),
            Part("stations_trainingrecord", _PERSON_ID),
            _duties("networkperson"),
        ),
        scope=Scope.NETWORK,
    ),
    Kind(
        POST,
        "stations_rightspost",
        post_documents,
        all_keys=_keys_above(RightsPost),
        placed=_placed(RightsPost),
        code="org_code",
        parts=(
            Part("stations_postreview", _POST_ID),
            Part("stations_postaward", _POST_ID),
            _duties("rightspost"),
            Part(
                "orgs_agency",
                "SELECT id FROM stations_rightspost WHERE agency_id IN (SELECT id FROM {rows})",
                told=("name", "kind"),
            ),
        ),
        scope=Scope.NETWORK,
    ),
)
