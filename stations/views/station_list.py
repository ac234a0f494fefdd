"""The register of stations: the list, the same as a file, and the same on paper."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.orgs.models import Level
from stations.models import Station
from stations.station_filters import StationFilter, has_served
from stations.station_querysets import StationQuerySet
from stations.workbook import MOST_ROWS, XLSX, Value, table

SIZE, ON_PAPER = 25, 500
NAME = "站点台账"
HEADS = (
    ("区划代码", 14),
    ("服务的单位", 24),
    ("层级", 8),
    ("类别", 18),
    ("名称", 30),
    ("依托单位", 24),
    ("地址", 40),
    ("对外电话", 16),
    ("开放时间", 30),
    ("人员", 30),
    ("建站日期", 12),
    ("撤销日期", 12),
    ("撤销原因", 20),
    ("向社会公开", 10),
    ("本季度服务", 10),
)


@require_safe
@requires(Can.SEE_DASHBOARD)
def station_list(request: UserRequest) -> HttpResponse:
    """By code: those of a unit beside each other."""
    on = timezone.localdate()
    asked = StationFilter(request.GET, Station.objects.visible_to(request.user), on=on)
    paper = request.GET.get("form") == "print"
    rows = _ordered(asked)
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters),
        "page": Paginator(rows, ON_PAPER if paper else SIZE).get_page(request.GET.get("page")),
        "may_keep": request.user.can(Can.KEEP_STATIONS),
        "may_export": request.user.can(Can.EXPORT),
        "may_import": request.user.can(Can.IMPORT) and request.user.can(Can.KEEP_STATIONS),
        "asked": request.GET.urlencode(),
        "paper": paper,
        "at": timezone.now(),
    }
    return render(request, "stations/station_list.html", context)


@require_safe
@requires(Can.EXPORT)
def station_export(request: UserRequest) -> HttpResponse:
    """What the filters of the list leave, as a file. Telephones of persons stay out of it."""
    at = timezone.now()
    asked = StationFilter(request.GET, Station.objects.visible_to(request.user), on=timezone.localdate(at))
    rows = _ordered(asked)
    count = rows.order_by()[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        messages.error(request, f"符合条件的站点超过 {MOST_ROWS:,} 个，请缩小范围后再导出。")
        return redirect("stations:station_list")
    content = table(NAME, HEADS, _lines(rows), by=request.user, at=at)
    record("station.export", by=request.user, at=at, rows=count, filters=asked.labels())
    return as_file(content, f"{request.user.org.region_name}{NAME} {timezone.localdate(at)}.xlsx", XLSX)


def _ordered(asked: StationFilter) -> StationQuerySet:
    rows: StationQuerySet = asked.qs
    return rows.for_page().annotate(served=has_served(asked.quarter)).order_by("org_code", "pk")


def _lines(rows: StationQuerySet) -> Iterator[list[Value]]:
    for row in rows.prefetch_related("contacts").iterator(chunk_size=2000):
        yield _line(row)


def _line(row: Any) -> list[Value]:
    host = f"{row.get_host_kind_display()} {row.host_name}".strip()
    people = "、".join(f"{one.name}（{one.duty}）" if one.duty else one.name for one in row.contacts.all())
    return [
        f"{row.org_code:012d}",
        row.org.name,
        Level(row.org.level).label,
        row.get_kind_display(),
        row.name,
        host,
        row.address,
        row.phone,
        row.hours,
        people,
        _day(row.opened_on),
        _day(row.closed_on),
        row.closed_reason,
        "是" if row.public else "否",
        "有" if row.served else "没有",
    ]


def _day(day: dt.date | None) -> str:
    return str(day) if day else ""
