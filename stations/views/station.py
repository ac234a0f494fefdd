"""One station with its history, and the forms by which it is kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_links import links_of
from stations.actions.station_log import why_not_log
from stations.actions.stations import change_station, close_station, open_station, why_not_keep
from stations.check_panel import panel_of
from stations.forms.station_form import CloseStationForm, StationForm
from stations.models import Station, StationEvent
from stations.month_figures import months_of
from stations.station_facts import Service

TITLES = {
    "station.open": "登记站点",
    "station.change": "更改",
    "station.close": "撤销",
    "station.link": "三融三联",
    "station.file_add": "添加材料",
    "station.file_remove": "移除材料",
    "station.import": "随台账导入",
    "station.take_over": "单位调整",
}
MONTHS = 6


@require_safe
@requires(Can.SEE_DASHBOARD)
def station(request: UserRequest, pk: int) -> HttpResponse:
    """What it is, what it served of late, and what was changed when by whom."""
    row = visible_station(request, pk)
    may_keep = row.closed_on is None and not why_not_keep(row.org, by=request.user)
    context = {
        "station": row,
        "contacts": list(row.contacts.all()),
        "links": list(links_of(row).items()),
        "files": list(row.files.kept().select_related("uploaded_by").order_by("link", "-pk")),
        "months": months_of(row, MONTHS, timezone.localdate()),
        "services": Service.choices,
        "events": [_told(event) for event in row.events.select_related("actor", "org").order_by("-pk")[:100]],
        "may_keep": may_keep,
        "unanswered": unanswered(row, request.user),
        "panel": panel_of(row, request.user),
        "may_log": not why_not_log(row, by=request.user),
        "close": CloseStationForm.for_today() if may_keep else None,
    }
    return render(request, "stations/station.html", context)


def _told(event: StationEvent) -> dict[str, Any]:
    """A line of components/timeline.html."""
    changes = [
        f"{label}：{before} → {after or '未填'}" if before else f"{label}：{after}"
        for label, before, after in event.changes
    ]
    who = f"{event.actor.name}（{event.org.name}）"
    text = "\n".join([*changes, *([event.note] if event.note else [])])
    return {"at": event.at, "title": TITLES[event.verb], "who": who, "text": text}


@requires(Can.KEEP_STATIONS)
def station_new(request: UserRequest) -> HttpResponse:
    """A station of a unit in one's range."""
    form, refusal = StationForm(request.POST or None, by=request.user), ""
    if form.is_valid():
        try:
            row = open_station(form.facts(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"站点“{row}”已登记。")
            draft_saved(request, "station-new")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": "station-new", "station": None}
    return render(request, "stations/station_form.html", context, status=409 if refusal else 200)


@requires(Can.KEEP_STATIONS)
def station_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Of one's range."""
    row, draft = kept_station(request, pk), f"station-{pk}"
    form, refusal = StationForm(request.POST or None, by=request.user, station=row), ""
    if form.is_valid():
        try:
            change_station(row, form.facts(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"站点“{row}”已更新。")
            draft_saved(request, draft)
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": draft, "station": row}
    return render(request, "stations/station_form.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.KEEP_STATIONS)
def station_close(request: UserRequest, pk: int) -> HttpResponse:
    """It serves nobody any more."""
    row, form = kept_station(request, pk), CloseStationForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(row)
    try:
        close_station(row, on=form.day, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"站点“{row}”已撤销。")
    return redirect(row)


def visible_station(request: UserRequest, pk: int) -> Station:
    """Of the reader's range, else it is not there."""
    return get_object_or_404(Station.objects.visible_to(request.user).for_page(), pk=pk)


def kept_station(request: UserRequest, pk: int) -> Station:
    """One that this reader keeps."""
    row = visible_station(request, pk)
    if refusal := why_not_keep(row.org, by=request.user):
        raise PermissionDenied(refusal)
    return row
