"""The tables of violence at home on the statistics page (T-05 to T-08)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.audit.log import record
from fedportal.dashboards.paper_views import XLSX, around, guarded_period
from fedportal.dashboards.ranges import Range, asked_org
from fedportal.dashboards.violence_sheet import TABLES, ViolenceSheet, violence_file
from fedportal.lib.snapshot import one_snapshot


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def violence(request: UserRequest) -> HttpResponse:
    """One of the four tables (`?table=`), one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), guarded_period(request)
    table = TABLES.get(request.GET.get("table", ""), TABLES["t05"])
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        sheet = ViolenceSheet.of(table, scope, period, request.user)
    if request.GET.get("form") == "xlsx":
        record("violence.download", scope.org, by=request.user, at=at, period=str(period), table=table.code)
        name = f"{scope.org.region_name}{period.label.replace(' ', '')}{table.name}.xlsx"
        return as_file(violence_file(sheet, by=request.user, at=at), name, XLSX)
    context = {"sheet": sheet, "tables": TABLES.values(), "at": at}
    context |= around(request, scope, period, "dashboards:violence", more=f"&table={table.code}")
    return render(request, "dashboards/violence.html", context)
