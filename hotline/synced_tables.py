"""What other systems hold a copy of: work orders of 12345, with their clocks and their story."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.changes.kinds import Kind, Part, declare
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level
from hotline.api.document import ticket_documents
from hotline.models import KIND, ExternalTicket

_CHUNK = 1000
_COUNTY = SPAN[Level.COUNTY]
_DUTIES = """
    SELECT r.object_id FROM {rows} r JOIN django_content_type t ON t.id = r.content_type_id
    WHERE t.app_label = 'hotline' AND t.model = 'externalticket'
"""
_CLIMBS = """
    SELECT d.object_id FROM {rows} r JOIN deadlines_deadline d ON d.id = r.deadline_id
    JOIN django_content_type t ON t.id = d.content_type_id
    WHERE t.app_label = 'hotline' AND t.model = 'externalticket'
"""


def _keys_above(reader: User, key: int) -> list[int]:
    rows = ExternalTicket.objects.visible_to(reader).filter(pk__gt=key).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:_CHUNK])


def _placed(reader: User, places: tuple[int, int] | None) -> Iterable[tuple[int, dict[str, str]]]:
    within = Q(org_code__gte=places[0], org_code__lt=places[1]) if places else Q()
    rows = ExternalTicket.objects.visible_to(reader).filter(within).values_list("pk", "org_code", "received_at")
    for key, code, received in rows.iterator(chunk_size=10_000):
        month = timezone.localdate(received)
        yield key, {"county": str(code // _COUNTY * _COUNTY), "month": f"{month:%Y-%m}"}


declare(
    Kind(
        KIND,
        "hotline_externalticket",
        ticket_documents,
        all_keys=_keys_above,
        placed=_placed,
        code="org_code",
        sight=("guarded", "accepted_by_id"),
        parts=(
            Part("hotline_ticketevent", "SELECT ticket_id FROM {rows}"),
            Part("deadlines_deadline", _DUTIES),
            Part("deadlines_escalation", _CLIMBS),  # to whom it climbs, sees it from then on
        ),
        shared=True,
    )
)
