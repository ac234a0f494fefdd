"""The packet for a personal safety protection order, put together while an emergency call is heard."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.documents.protection_packet import Applying, packet
from cases.views.document_files import DOCX, as_file
from cases.views.protection_packet import FILE_NAME
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.database_clock import database_now
from hotline.models import Call
from hotline.views.call import visible_call


@require_safe
@requires(Can.ANSWER_CALLS)
def call_packet(request: UserRequest, pk: int) -> HttpResponse:
    """From what is saved of the call; where she is now stands nowhere in it. Each time with a line of the trail."""
    row, at = visible_call(request, pk), database_now()
    if row.emergency_at is None or row.sealed or row.disposed_at is not None:
        raise Http404
    record("call.protection_packet", row, by=request.user, at=at)
    return as_file(packet(_applying(row)), FILE_NAME, DOCX)


def _applying(row: Call) -> Applying:
    her = row.victim_name if row.for_other else row.caller_name
    return Applying(
        applicant=her,
        respondent="",
        relation="",
        facts=f"{row.facts}\n{row.request}",
        helped_by=row.org.name,
        on=timezone.localdate(row.rang_at),
        places=(row.whereabouts,) if row.whereabouts else (),
        others=(row.caller_name,) if row.for_other and row.caller_name else (),
    )
