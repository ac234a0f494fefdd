"""The list of checks, as it is filtered, as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from stations.check_filters import CheckFilter
from stations.models import StationCheck
from stations.workbook import MOST_ROWS, XLSX, Value, table

HEADS = (
    ("站点", 30),
    ("地区", 16),
    ("检查日期", 12),
    ("类别", 10),
    ("检查单位", 20),
    ("会同单位", 20),
    ("得分", 8),
    ("总分", 8),
    ("四有", 10),
    ("五个一", 10),
    ("制度上墙", 10),
    ("未达项数", 10),
    ("整改", 10),
)


@require_safe
@requires(Can.EXPORT)
def check_export(request: UserRequest) -> HttpResponse:
    """What is finished; names of those who checked stay out."""
    at = timezone.now()
    rows = CheckFilter(request.GET, StationCheck.objects.visible_to(request.user).done()).qs.for_list()
    if rows.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        messages.error(request, f"超过 {MOST_ROWS} 行，请先缩小条件再导出。")
        return redirect("stations:check_list")
    content = table("站点检查", HEADS, (_cells(row) for row in rows), by=request.user, at=at)
    record("station_check.export", by=request.user, at=at, filters=sorted(name for name in request.GET))
    return as_file(content, f"站点检查 {request.user.org.region_name} {timezone.localdate(at):%Y-%m-%d}.xlsx", XLSX)


def _cells(row: StationCheck) -> list[Value]:
    met = ["达标" if found else "未达标" for found in (row.four_haves, row.five_ones, row.systems)]
    return [
        row.station.name,
        row.station.org.region_name,
        f"{row.checked_on:%Y-%m-%d}",
        row.get_kind_display(),
        row.org.region_name,
        row.partners,
        row.points or 0,
        row.whole or 0,
        *met,
        row.missing or 0,
        row.rectified_words or "—",
    ]
