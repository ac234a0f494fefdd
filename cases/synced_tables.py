"""What other systems hold a copy of: petitions, with all that their document shows."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from cases.api.document import petition_documents
from cases.models import Petition
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
# A document names the earlier petition in which the same was asked (`same_as`) to whoever sees that one, too.
_REPEATS = "SELECT p.id FROM cases_petition p JOIN {rows} r ON p.same_as_id = r.id"
_ITS_AND_REPEATS = """
    SELECT petition_id FROM {rows}
    UNION SELECT p.id FROM cases_petition p JOIN {rows} r ON p.same_as_id = r.petition_id
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
        told_by=_REPEATS,
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
            # who sees it, and how much of it
            Part("cases_concern", _ITS_AND_REPEATS),
            Part("cases_namedreader", _ITS_AND_REPEATS, hides=True),
            Part("cases_relationwall", _ITS_AND_REPEATS, hides=True),
        ),
    )
)
