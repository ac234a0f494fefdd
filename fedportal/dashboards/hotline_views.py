"""The table of the hotline on the statistics page (T-16)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.audit.log import record
from fedportal.dashboards.hotline_sheet import BASES, NAME, HotlineSheet, hotline_file
from fedportal.dashboards.paper_views import XLSX, around, asked_period
from fedportal.dashboards.ranges import Range, asked_org
from fedportal.lib.snapshot import one_snapshot
from hotline.call_statistics import of_hotline, ordered
from hotline.call_ticket_figures import Span
from hotline.models import CallTicket


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def hotline(request: UserRequest) -> HttpResponse:
    """What rang and what came of it, one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), asked_period(request)
    span = Span(*period.days.period)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        seen = ordered(CallTicket.objects.visible_to(request.user), scope.org, scope.bounds, span)
        sheet = HotlineSheet(scope, period, of_hotline(scope.org, scope.bounds, span), seen)
    if request.GET.get("form") == "xlsx":
        record("hotline.download", scope.org, by=request.user, at=at, period=str(period))
        name = f"{scope.org.region_name}{period.label.replace(' ', '')}{NAME.replace(' ', '')}.xlsx"
        return as_file(hotline_file(sheet, by=request.user, at=at), name, XLSX)
    context = {"sheet": sheet, "bases": BASES, "at": at}
    return render(request, "dashboards/hotline.html", context | around(request, scope, period, "dashboards:hotline"))
