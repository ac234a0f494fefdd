"""The table of stations on the statistics page (T-20)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.audit.log import record
from fedportal.dashboards.paper_views import XLSX, around, asked_period
from fedportal.dashboards.ranges import Range, asked_org
from fedportal.dashboards.station_sheet import NAME, StationSheet, station_file
from fedportal.lib.snapshot import one_snapshot


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def stations(request: UserRequest) -> HttpResponse:
    """What stands and what served, one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), asked_period(request)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        sheet = StationSheet.of(scope, period, timezone.localdate(at))
    if request.GET.get("form") == "xlsx":
        record("stations.download", scope.org, by=request.user, at=at, period=str(period))
        name = f"{scope.org.region_name}{period.label.replace(' ', '')}{NAME}.xlsx"
        return as_file(station_file(sheet, by=request.user, at=at), name, XLSX)
    context = {"sheet": sheet, "at": at}
    return render(request, "dashboards/stations.html", context | around(request, scope, period, "dashboards:stations"))
