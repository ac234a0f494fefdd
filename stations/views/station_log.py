"""The daily log of a station, made for a telephone: one screen, and one press logs a service."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_log import (
    close_day,
    correct_service,
    log_service,
    open_day,
    strike_service,
    why_not_log,
)
from stations.forms.log_form import CloseDayForm, CorrectForm, ServiceForm, StrikeForm
from stations.models import ServiceEntry, Station, StationDay
from stations.month_figures import months_of
from stations.panels import station_panels_of
from stations.station_facts import Service
from stations.views.acts import first_error
from stations.views.station import visible_station

SHOWN = 50  # entries of one day on the screen


@require_safe
@requires(Can.LOG_SERVICES)
def log_start(request: UserRequest) -> HttpResponse:
    """Where a station worker begins: her own station, or the choice of those that she may write in."""
    mine = Station.objects.visible_to(request.user).live().for_page().order_by("org_code", "pk")
    own = list(mine.filter(org=request.user.org_id)[:50])
    if len(own) == 1:
        return redirect("stations:station_log", own[0].pk)
    below = list(mine.filter(org__parent=request.user.org_id)[:200])
    context = {"own": own, "below": below, "may_keep": request.user.can(Can.KEEP_STATIONS)}
    return render(request, "stations/log_start.html", context)


@requires(Can.LOG_SERVICES)
def station_log(request: UserRequest, pk: int) -> HttpResponse:
    """Today's log: logging, what was logged, the month so far. A form that is refused keeps what was typed."""
    row, at = visible_station(request, pk), timezone.now()
    if refusal := why_not_log(row, by=request.user):
        raise PermissionDenied(refusal)
    today = timezone.localdate(at)
    form, refused = ServiceForm(request.POST or None, day=today), ""
    if form.is_valid():
        try:
            entry = _logged(request, row, form, at)
        except NotAllowed as refusal_of_verb:
            refused = str(refusal_of_verb)
        else:
            words = f"{entry.get_service_display()} {entry.people} 人次"
            messages.success(request, f"已登记：{words}{'' if entry.day == today else f'（{entry.day}）'}。")
            draft_saved(request, f"station-log-{row.pk}")
            return HttpResponse(status=201) if _by_script(request) else redirect("stations:station_log", row.pk)
    if form.is_bound and _by_script(request):
        return JsonResponse({"error": refused or first_error(form)}, status=409 if refused else 400)
    screen = _screen(row, form, refused, today) | {"panels": station_panels_of(row, request.user, at)}
    return render(request, "stations/station_log.html", screen, status=409 if refused else 200)


def _by_script(request: UserRequest) -> bool:
    """Sent by static/js/station_log.js, which keeps what it cannot send."""
    return "X-Log-Entry" in request.headers


def _logged(request: UserRequest, row: Station, form: ServiceForm, at: dt.datetime) -> ServiceEntry:
    key = str(form.cleaned_data["submission"])
    return log_service(row, form.given(), by=request.user, at=at, key=key)


def _screen(row: Station, form: ServiceForm, refusal: str, today: dt.date) -> dict[str, Any]:
    entries = row.services.filter(day=today).select_related("entered_by")
    month = months_of(row, 1, today)[0]
    opened = StationDay.objects.filter(station=row, day=today).first()
    served = entries.counted().aggregate(n=Sum("people"))["n"] or 0
    return {
        "station": row,
        "form": form,
        "refusal": refusal,
        "draft": f"station-log-{row.pk}",
        "today": today,
        "services": Service.choices,
        "entries": list(entries.order_by("-pk")[:SHOWN]),
        "served": served,
        "month": month,
        "opened": opened,
        "close_form": CloseDayForm(
            initial={"visitors": opened.visitors if opened and opened.closed_at else served, "note": opened.note}
            if opened
            else {}
        ),
        "petition_url": f"{reverse('cases:petition_new')}?channel=visit",
    }


@require_POST
@requires(Can.LOG_SERVICES)
def day_open(request: UserRequest, pk: int) -> HttpResponse:
    """The doors are open: her own name stands for who is on duty unless another is typed."""
    row = _writable(request, pk)
    try:
        day = open_day(row, duty=request.POST.get("duty", "")[:60], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已开门，值班人员 {day.duty_name}。")
    return redirect("stations:station_log", row.pk)


@require_POST
@requires(Can.LOG_SERVICES)
def day_close(request: UserRequest, pk: int) -> HttpResponse:
    """The doors are shut."""
    row, form = _writable(request, pk), CloseDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("stations:station_log", row.pk)
    given = form.cleaned_data
    try:
        close_day(row, visitors=given["visitors"], note=given["note"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已收工，来访 {given['visitors']:,} 人次。")
    return redirect("stations:station_log", row.pk)


@requires(Can.LOG_SERVICES)
def service_correct(request: UserRequest, pk: int) -> HttpResponse:
    """An entry, otherwise; the same page strikes it."""
    entry = _entry(request, pk)
    form, refusal = CorrectForm(request.POST or None, entry=entry), ""
    if form.is_valid():
        given, reason = form.given(), form.cleaned_data["reason"]
        try:
            correct_service(entry, given, reason=reason, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "服务记录已更正。")
            return redirect("stations:station_log", entry.station_id)
    context = {"entry": entry, "station": entry.station, "form": form, "strike": StrikeForm(), "refusal": refusal}
    return render(request, "stations/service_correct.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.LOG_SERVICES)
def service_strike(request: UserRequest, pk: int) -> HttpResponse:
    """It counts no more; it stays, with the reason."""
    entry = _entry(request, pk)
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("stations:service_correct", entry.pk)
    try:
        strike_service(entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已划去，不再计入。")
    return redirect("stations:station_log", entry.station_id)


def _writable(request: UserRequest, pk: int) -> Station:
    row = visible_station(request, pk)
    if refusal := why_not_log(row, by=request.user):
        raise PermissionDenied(refusal)
    return row


def _entry(request: UserRequest, pk: int) -> ServiceEntry:
    visible = Station.objects.visible_to(request.user)
    rows = ServiceEntry.objects.filter(station__in=visible).select_related("station__org")
    entry = get_object_or_404(rows, pk=pk)
    if refusal := why_not_log(entry.station, by=request.user):
        raise PermissionDenied(refusal)
    return entry
