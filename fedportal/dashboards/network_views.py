"""The table of the network on the statistics page (T-22)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import whole_range
from fedportal.audit.log import record
from fedportal.dashboards.network_sheet import BASES, NAME, NetworkSheet, network_file
from fedportal.dashboards.paper_views import XLSX, around, asked_period
from fedportal.dashboards.ranges import Range, asked_org
from fedportal.lib.snapshot import one_snapshot
from stations.network_statistics import grown, of_network


@require_safe
@requires(Can.SEE_DASHBOARD)
@whole_range
def network(request: UserRequest) -> HttpResponse:
    """Who stands in the rosters, one line a unit right below, as a page or (`?form=xlsx`) as a file."""
    at, period, today = timezone.now(), asked_period(request), timezone.localdate()
    first, last = period.days.first, min(period.days.last, today)
    with one_snapshot():
        scope = Range.of(asked_org(request.GET.get("org", ""), request.user), at)
        figures, growth = of_network(scope.org, scope.bounds, first, last), grown(scope.org, first, last)
    may_open = last == today and request.user.can(Can.KEEP_NETWORK)
    sheet = NetworkSheet(scope, period, figures, growth, may_open)
    if request.GET.get("form") == "xlsx":
        record("network.download", scope.org, by=request.user, at=at, period=str(period))
        name = f"{scope.org.region_name}{period.label.replace(' ', '')}{NAME}.xlsx"
        return as_file(network_file(sheet, by=request.user, at=at), name, XLSX)
    context = {"sheet": sheet, "bases": BASES, "at": at, "last": last}
    return render(request, "dashboards/network.html", context | around(request, scope, period, "dashboards:network"))
