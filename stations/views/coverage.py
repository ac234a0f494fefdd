"""Coverage by stations, from the province down to the village, and the lists behind the figures."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.document_files import as_file
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.snapshot import one_snapshot
from fedportal.orgs.models import Level, Organization
from stations.coverage import Coverage, Line, below, units_of
from stations.models import Station
from stations.quarters import Quarter
from stations.station_filters import has_served
from stations.workbook import XLSX, Value, table

NAME = "站点覆盖表"
SIZE = 50
HAS = {"": "全部", "live": "有站点", "none": "没有站点", "served": "有服务", "unserved": "没有服务"}
HEADS = tuple(
    (f"{place}{words}", 12)
    for place in ("乡镇（街道）", "村（社区）")
    for words in ("", "已建", "覆盖率", "有效", "有效覆盖率")
)


@dataclass(frozen=True)
class Asked:
    """Whose coverage, in which quarter."""

    org: Organization
    quarter: Quarter
    today: dt.date

    @classmethod
    def of(cls, request: UserRequest) -> "Asked":
        today = timezone.localdate()
        return cls(asked_org(request), Quarter.read(request.GET.get("quarter", ""), today), today)

    def url(self, name: str = "stations:coverage", **other: object) -> str:
        return f"{reverse(name)}?{urlencode({'org': self.org.code, 'quarter': str(self.quarter)} | other)}"

    @property
    def around(self) -> dict[str, Any]:
        """The quarters to turn to; the running one has none behind it."""
        later = self.quarter.later
        return {
            "earlier": self.url(quarter=str(self.quarter.earlier)),
            "later": self.url(quarter=str(later)) if later <= Quarter.of(self.today) else "",
        }


@require_safe
@requires(Can.SEE_DASHBOARD)
def coverage(request: UserRequest) -> HttpResponse:
    """One line a unit right below; of a township its villages. Two questions for the figures, whatever the range."""
    if request.user.org.level == Level.VILLAGE:
        return redirect("stations:station_list")
    asked = Asked.of(request)
    if asked.org.level >= Level.TOWNSHIP:
        return redirect(asked.url("stations:coverage_units", level=Level.VILLAGE.value))
    with one_snapshot():
        lines = below(asked.org, asked.quarter)
    total = sum((line.coverage for line in lines), Coverage())
    if request.GET.get("form") == "xlsx":
        return _file(request, asked, lines, total)
    context = {
        "asked": asked,
        "lines": [(line, asked.url(org=line.code), _parts(asked, line.code, line.coverage)) for line in lines],
        "total": _parts(asked, asked.org.code, total),
        "crumbs": _crumbs(asked, request.user),
        "may_import": request.user.can(Can.IMPORT) and request.user.can(Can.KEEP_STATIONS),
        "at": timezone.now(),
        **asked.around,
    }
    return render(request, "stations/coverage.html", context)


@require_safe
@requires(Can.SEE_DASHBOARD)
def coverage_units(request: UserRequest) -> HttpResponse:
    """The units behind a figure, with what they have."""
    asked = Asked.of(request)
    level = Level.TOWNSHIP if request.GET.get("level") == str(Level.TOWNSHIP.value) else Level.VILLAGE
    has = request.GET.get("has", "") if request.GET.get("has", "") in HAS else ""
    live = Station.objects.live().filter(org=OuterRef("pk"))
    rows = units_of(asked.org, level, has, asked.quarter).with_line().order_by("code")  # type: ignore[attr-defined]
    rows = rows.annotate(live=Exists(live), served=Exists(live.filter(has_served(asked.quarter))))
    context = {
        "asked": asked,
        "level": level,
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "tabs": [
            (words, asked.url("stations:coverage_units", level=level.value, has=name), name == has)
            for name, words in HAS.items()
        ],
        "crumbs": _crumbs(asked, request.user, here=level.label),
        "may_import": request.user.can(Can.IMPORT) and request.user.can(Can.KEEP_STATIONS),
    }
    return render(request, "stations/coverage_units.html", context)


def asked_org(request: UserRequest) -> Organization:
    """The unit in the address, else the reader's own; one outside her range is not there."""
    text = request.GET.get("org", "") or str(request.user.org.code)
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Http404
    return get_object_or_404(Organization.objects.visible_to(request.user).with_line(), code=int(text), valid_to=None)


def _parts(asked: Asked, code: int, coverage: Coverage) -> list[tuple[Any, dict[str, str]]]:
    """Of each level its figures, and the list behind each of them."""
    return [
        (
            part,
            {
                has or "all": asked.url("stations:coverage_units", org=code, level=part.level.value, has=has)
                for has in ("", "live", "served")
            },
        )
        for part in coverage.parts
    ]


def _crumbs(asked: Asked, user: User, here: str = "") -> list[dict[str, str]]:
    """From the reader's own unit down."""
    line = [org for org in asked.org.line if user.org.covers(org.code)]
    crumbs = [{"label": org.region_name, "url": asked.url(org=org.code)} for org in line]
    if here:
        crumbs.append({"label": here, "url": ""})
    crumbs[-1]["url"] = ""
    return crumbs


def _file(request: UserRequest, asked: Asked, lines: list[Line], total: Coverage) -> HttpResponse:
    at = timezone.now()
    rows = [_row(line.name, line.coverage) for line in lines] + [_row("合计", total)]
    title = f"{asked.org.region_name}{asked.quarter.label}{NAME}".replace(" ", "")
    content = table(title, (("单位", 24), *HEADS), rows, by=request.user, at=at)
    record("coverage.download", asked.org, by=request.user, at=at, quarter=str(asked.quarter))
    return as_file(content, f"{title}.xlsx", XLSX)


def _row(name: str, coverage: Coverage) -> list[Value]:
    values: list[Value] = [name]
    for part in coverage.parts:
        shares = (part.live / part.units, part.served / part.units) if part.units else ("—", "—")
        values += [part.units, part.live, shares[0], part.served, shares[1]]
    return values
