"""What other systems hold a copy of: petitions, with all that their document shows."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from cases.api.document import petition_documents
from cases.models import Petition
from cases.violence_synced import COURSE
from fedportal.accounts.models import User
from fedportal.changes.kinds import Kind, Part, declare
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level

_CHUNK = 1000
_COUNTY = SPAN[Level.COUNTY]
_DUTIES = """
    SELECT r.object_id FROM {rows} r JOIN django_content_type t ON t.id = r.content_type_id
    WHERE t.app_label = 'cases' AND t.model = 'petition'
"""
_ESCALATIONS = """
    SELECT d.object_id FROM {rows} r JOIN deadlines_deadline d ON d.id = r.deadline_id
    JOIN django_content_type t ON t.id = d.content_type_id WHERE t.app_label = 'cases' AND t.model = 'petition'
"""
_REPLIES = "SELECT o.petition_id FROM {rows} r JOIN cases_supervisionorder o ON o.id = r.order_id"
_ITS = "SELECT petition_id FROM {rows}"
_REPEATS = "SELECT later.id FROM cases_petition later WHERE later.same_as_id IN ({keys})"
_WRITTEN_TO = "SELECT petition_id FROM cases_letter WHERE agency_id IN (SELECT id FROM {rows})"
# A colleague stands in a document by her name of today.
_NAMED_IN = """
    SELECT petition_id FROM cases_event WHERE actor_id IN (SELECT id FROM {rows})
    UNION SELECT id FROM cases_petition WHERE handler_id IN (SELECT id FROM {rows})
    UNION SELECT petition_id FROM cases_contact WHERE receiver_id IN (SELECT id FROM {rows})
    UNION SELECT d.object_id FROM deadlines_escalation e JOIN deadlines_deadline d ON d.id = e.deadline_id
    JOIN django_content_type t ON t.id = d.content_type_id
    WHERE t.app_label = 'cases' AND t.model = 'petition' AND e.acknowledged_by_id IN (SELECT id FROM {rows})
"""


def _keys_above(reader: User, key: int) -> list[int]:
    rows = Petition.objects.visible_to(reader).filter(pk__gt=key).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:_CHUNK])


def _placed(reader: User, places: tuple[int, int] | None) -> Iterable[tuple[int, dict[str, str]]]:
    within = Q(org_code__gte=places[0], org_code__lt=places[1]) if places else Q()
    rows = Petition.objects.visible_to(reader).filter(within).values_list("pk", "org_code", "received_at")
    for key, code, received in rows.iterator(chunk_size=10_000):
        month = timezone.localdate(received)
        yield key, {"county": str(code // _COUNTY * _COUNTY), "month": f"{month:%Y-%m}"}


declare(
    Kind(
        "petition",
        "cases_petition",
        petition_documents,
        all_keys=_keys_above,
        placed=_placed,
        code="org_code",
        sight=("matter_class", "guarded", "handler_id", "registered_by_id", "danger"),
        parts=(
            Part("cases_attachment", _ITS),
            Part("cases_contact", _ITS),
            Part("cases_document", _ITS),
            Part("cases_event", _ITS),
            Part("cases_externalid", _ITS),
            Part("cases_formervalue", _ITS),
            Part("cases_letter", _ITS),
            Part("cases_party", _ITS),
            Part("cases_safecontact", _ITS),
            Part("cases_supervisionorder", _ITS),
            Part("cases_supervisionreply", _REPLIES),
            Part("deadlines_deadline", _DUTIES),
            Part("deadlines_escalation", _ESCALATIONS),
            # whose names stand in it
            Part("accounts_user", _NAMED_IN, told=("name",)),
            Part("orgs_agency", _WRITTEN_TO, told=("name",)),
            # who sees it, and how much of it
            Part("cases_concern", _ITS, shows=True),
            Part("cases_namedreader", _ITS, hides=True),
            Part("cases_relationwall", _ITS, bars=True),
        ),
        echoes=_REPEATS,
    )
)
declare(COURSE)
