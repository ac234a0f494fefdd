"""平安家庭 in figures, from the province down to the village: homes looked at, passed, and what is met least."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
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
from stations.actions.peace_families import why_not_look
from stations.models import Checklist
from stations.peace_days import around, read_day
from stations.peace_figures import Homes, Line, Unmet, below, unmet_in
from stations.views.coverage import asked_org
from stations.workbook import XLSX, Value, table

HEADS = (("单位", 24), ("在册户", 12), ("一年内核对", 12), ("核对率", 10), ("达标", 12), ("达标率", 10))


@require_safe
@requires(Can.SEE_DASHBOARD)
def peace_family(request: UserRequest) -> HttpResponse:
    """One line a unit right below; of a township its villages, which lead on to their homes for who may see them."""
    if request.user.org.level == Level.VILLAGE:
        return redirect("stations:peace_homes", request.user.org_id)
    org, today = asked_org(request), timezone.localdate()
    on = read_day(request.GET.get("month", ""), today)
    if org.level == Level.VILLAGE:
        raise Http404
    with one_snapshot():
        lines, unmet = below(org, on), unmet_in(org, on, reader=request.user.org)
    total = sum((line.homes for line in lines), Homes())
    if request.GET.get("form") == "xlsx":
        return _file(request, org, on, lines, total, unmet)
    month = f"{on:%Y-%m}" if on < today else ""
    context = {
        "org": org,
        "lines": [(line, _url(org, line, request.user, month)) for line in lines],
        "total": total,
        "unmet": unmet,
        "crumbs": _crumbs(org, request.user, month),
        "may_check": request.user.can(Can.ACCREDIT),
        "lists": Checklist.objects.binding("peace_family", org, on),
        "on": on,
        "ended": on < today,
        "turns": [(words, _here(org.code, turn)) for words, turn in around(on, today)],
    }
    return render(request, "stations/peace_family.html", context)


def _url(org: Organization, line: Line, user: User, month: str) -> str:
    """What lies behind a line: its own lines, or a village's homes; empty where those are not this reader's."""
    if line.level < Level.VILLAGE:
        return _here(line.code, month)
    refused = why_not_look(Organization(pk=line.pk, level=line.level, parent_id=org.pk), by=user)
    return "" if refused else reverse("stations:peace_homes", args=[line.pk])


def _here(code: int, month: str) -> str:
    return f"{reverse('stations:peace_family')}?{urlencode({'org': code} | ({'month': month} if month else {}))}"


def _crumbs(org: Organization, user: User, month: str) -> list[dict[str, str]]:
    """From the reader's own unit down."""
    line = [unit for unit in org.line if user.org.covers(unit.code)]
    return [{"label": u.region_name, "url": _here(u.code, month) if u.pk != org.pk else ""} for u in line]


def _file(
    request: UserRequest, org: Organization, on: dt.date, lines: list[Line], total: Homes, unmet: list[Unmet]
) -> HttpResponse:
    at = timezone.now()
    rows: list[list[Value]] = [_cells(line.name, line.homes) for line in lines] + [_cells("合计", total)]
    rows += [[], ["没有做到的项目", "户"]]
    rows += [[item.label, item.homes] for item in unmet]
    title = f"{org.region_name}平安家庭核对（截至 {on}）"
    content = table(title, HEADS, rows, by=request.user, at=at)
    record("peace_family.download", org, by=request.user, at=at, on=str(on))
    return as_file(content, f"{org.region_name}平安家庭核对 {on}.xlsx", XLSX)


def _cells(name: str, homes: Homes) -> list[Value]:
    shares: list[Any] = ["—" if share is None else share for share in (homes.looked_share, homes.passed_share)]
    return [name, homes.listed, homes.looked, shares[0], homes.passed, shares[1]]
