"""What other systems hold a copy of: stations, with their people, links and services by month."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part, declare
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level
from stations.api.document import station_documents
from stations.models import Station
from stations.models.station import KIND

_CHUNK = 1000
_COUNTY = SPAN[Level.COUNTY]
_STATION = "SELECT station_id FROM {rows}"


def _keys_above(reader: User, key: int) -> list[int]:
    rows = Station.objects.visible_to(reader).filter(pk__gt=key).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:_CHUNK])


def _placed(reader: User, places: tuple[int, int] | None) -> Iterable[tuple[int, dict[str, str]]]:
    within = Q(org_code__gte=places[0], org_code__lt=places[1]) if places else Q()
    rows = Station.objects.visible_to(reader).filter(within).values_list("pk", "org_code", "entered_at")
    for key, code, at in rows.iterator(chunk_size=10_000):
        yield key, {"county": str(code // _COUNTY * _COUNTY), "month": f"{timezone.localdate(at):%Y-%m}"}


declare(
    Kind(
        KIND,
        "stations_station",
        station_documents,
        all_keys=_keys_above,
        placed=_placed,
        code="org_code",
        parts=(
            Part("stations_stationcontact", _STATION),
            Part("stations_stationlink", _STATION),
            Part("stations_stationmonth", _STATION),
        ),
        scope=Scope.STATIONS,
    )
)
