"""The table of shelters on the statistics page (T-09)."""

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
from fedportal.dashboards.shelter_sheet import BASES, NAME, ShelterSheet, shelter_file, shown_nights
from fedportal.lib.snapshot import one_snapshot
from stations.shelter_check_figures import looked_at
from stations.shelter_nights import by_unit, chart_of


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def shelters(request: UserRequest) -> HttpResponse:
    """Who asked, came, stayed and left, one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period = timezone.now(), guarded_period(request)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        sheet = ShelterSheet.of(scope, period, request.user)
        months = by_unit(scope.org, at)
    looked = looked_at(scope.org, at) if request.user.can(Can.ACCREDIT) and not sheet.is_empty else []
    nights = [] if sheet.is_empty else shown_nights(scope, period, months, request.user)
    if request.GET.get("form") == "xlsx":
        record("shelters.download", scope.org, by=request.user, at=at, period=str(period))
        name = f"{scope.org.region_name}{period.label.replace(' ', '')}{NAME}.xlsx"
        return as_file(shelter_file(sheet, nights, looked, by=request.user, at=at), name, XLSX)
    context = {"sheet": sheet, "bases": BASES, "looked": looked, "at": at, "nights": nights, "chart": chart_of(nights)}
    return render(request, "dashboards/shelters.html", context | around(request, scope, period, "dashboards:shelters"))
