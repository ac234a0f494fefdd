"""What stations have served, one line a service: the list, and the same as a file; what somebody wrote beside a
service stays in the station's own log."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from stations.models import ServiceEntry
from stations.service_filters import ServiceFilter
from stations.workbook import MOST_ROWS, XLSX, Value, table

SIZE = 50
NAME = "服务记录"
HEADS = (("日期", 12), ("站点", 30), ("区划代码", 14), ("服务的单位", 24), ("类别", 20), ("人次", 8))


@require_safe
@requires(Can.SEE_DASHBOARD)
def station_service_list(request: UserRequest) -> HttpResponse:
    """The newest days first; those that were struck do not count, and stand in the log alone."""
    asked = _asked(request)
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(_ordered(asked), SIZE).get_page(request.GET.get("page")),
        "people": asked.qs.aggregate(people=Sum("people"))["people"] or 0,
        "may_export": request.user.can(Can.EXPORT),
        "may_import": request.user.can(Can.IMPORT) and request.user.can(Can.KEEP_STATIONS),
        "asked": request.GET.urlencode(),
    }
    return render(request, "stations/station_service_list.html", context)


@require_safe
@requires(Can.EXPORT)
def station_service_export(request: UserRequest) -> HttpResponse:
    """What the filters of the list leave, as a file."""
    at, asked = timezone.now(), _asked(request)
    count = asked.qs.order_by()[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        messages.error(request, f"符合条件的服务记录超过 {MOST_ROWS:,} 条，请缩小范围后再导出。")
        return redirect("stations:station_service_list")
    content = table(NAME, HEADS, map(_line, _ordered(asked).iterator(chunk_size=2000)), by=request.user, at=at)
    record("service.export", by=request.user, at=at, rows=count, filters=asked.labels())
    return as_file(content, f"{request.user.org.region_name}{NAME} {timezone.localdate(at)}.xlsx", XLSX)


def _asked(request: UserRequest) -> ServiceFilter:
    rows = ServiceEntry.objects.visible_to(request.user).counted()
    return ServiceFilter(request.GET, rows, on=timezone.localdate())


def _ordered(asked: ServiceFilter) -> Any:
    return asked.qs.select_related("station__org").order_by("-day", "-pk")


def _line(row: ServiceEntry) -> list[Value]:
    station = row.station
    place = [f"{station.org_code:012d}", station.org.name]
    return [str(row.day), station.name, *place, row.get_service_display(), row.people]
