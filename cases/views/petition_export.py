"""The current filter of the list as a ledger."""

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cases.ledger import write_ledger
from cases.models import Petition
from cases.views.petition_list import filtered
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record

MOST = 5_000  # rows; a year of a county, and few seconds of work


@requires(Can.EXPORT)
def petition_export(request: UserRequest) -> HttpResponseBase:
    """Up to 5,000 rows; more is refused rather than cut off in silence. Accusations stay out, whoever asks."""
    at = timezone.now()
    asked = filtered(request, at)
    ids = list(asked.qs.exportable().order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        messages.error(request, f"筛选结果超过 {MOST:,} 条，一次最多导出 {MOST:,} 条，请缩小筛选范围。")
        return redirect(f"{reverse('cases:petition_list')}?{request.GET.urlencode()}")
    rows = Petition.objects.for_page().filter(pk__in=ids).order_by("-received_at", "-pk")
    file = write_ledger(rows.iterator(chunk_size=500), reader=request.user)
    given = sorted(name for name, value in request.GET.items() if value)  # names alone: a value may be a person's
    record("petition.export", by=request.user, at=at, rows=len(ids), filters=given)
    name = f"信访台账 {request.user.org.region_name} {timezone.localdate(at):%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
