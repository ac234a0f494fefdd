"""A shelter before its keepers: today, its rooms and people, and the duty sheet."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.database_clock import database_now
from fedportal.lib.keys import key_of
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_checks import last_checks, look_of
from stations.actions.shelter_duty import gaps, on_duty, plan_duty, take_off, woman_missing
from stations.actions.shelters import (
    add_room,
    change_shelter,
    close_shelter,
    end_keeper,
    keeps,
    name_keeper,
    open_shelter,
    set_out,
    take_back,
)
from stations.forms.shelter_form import DutyForm, KeeperForm, RoomForm, ShelterForm
from stations.models import Shelter, ShelterBed, ShelterDuty, ShelterKeeper
from stations.shelter_law import SHELTER_CHECK
from stations.shelter_nights import chart_of, of_one
from stations.shelter_today import Today

TITLES = {
    "shelter.open": "登记庇护所",
    "shelter.change": "更改",
    "shelter.close": "停用",
    "shelter.room": "增加房间",
    "shelter.bed_out": "床位停用",
    "shelter.bed_back": "床位恢复",
    "shelter.keeper": "管护人",
    "shelter.keeper_end": "管护人",
    "shelter.duty": "排班",
    "shelter.duty_off": "撤下排班",
    "shelter.let_in": "同意查阅",
    "shelter.check": "自查",
    "shelter.confirm": "第二人确认",
    "shelter.take_over": "单位调整",
}
WEEK = dt.timedelta(days=7)


@require_safe
@requires(Can.TEND_SHELTERS)
def shelter_today(request: UserRequest, pk: int) -> HttpResponse:
    """Who lives there, who is out, who is on her way, and what is free."""
    row, at = visible_shelter(request, pk), database_now()
    record_reading("shelter.read", row, by=request.user, at=at)
    nights = of_one(row, at)
    context = {
        "shelter": row,
        "today": Today.of(row, request.user, at),
        "duty": on_duty(row, at),
        "no_woman": woman_missing(row, at),
        "keeps": keeps(row.pk, request.user),
        "checks": last_checks(row),
        "look": look_of(row, request.user),
        "nights": nights,
        "chart": chart_of(nights),
        "check_clock": row.deadlines.open().filter(kind=SHELTER_CHECK.kind).first(),
        "at": at,
    }
    return render(request, "stations/shelter_today.html", context)


@requires(Can.KEEP_SHELTERS)
def shelter_new(request: UserRequest) -> HttpResponse:
    """A shelter of one's own unit."""
    form, refusal = ShelterForm(request.POST or None), ""
    if form.is_valid():
        try:
            row = open_shelter(form.facts(), sex=form.cleaned_data["sex"], by=request.user, at=database_now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "庇护所已登记，您是管护人，请登记房间、床位和其他管护人；经第二人确认以后启用。")
            return redirect("stations:shelter_setup", row.pk)
    context = {"form": form, "refusal": refusal, "shelter": None}
    return render(request, "stations/shelter_form.html", context, status=409 if refusal else 200)


@requires(Can.TEND_SHELTERS)
def shelter_edit(request: UserRequest, pk: int) -> HttpResponse:
    """What is said of it."""
    row = kept_shelter(request, pk)
    form, refusal = ShelterForm(request.POST or None, shelter=row), ""
    if form.is_valid():
        try:
            change_shelter(row, form.facts(), by=request.user, at=database_now())
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已更新。")
            return redirect("stations:shelter_setup", row.pk)
    context = {"form": form, "refusal": refusal, "shelter": row}
    return render(request, "stations/shelter_form.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.TEND_SHELTERS)
def shelter_setup(request: UserRequest, pk: int) -> HttpResponse:
    """Rooms, beds, keepers and history."""
    return _setup(request, kept_shelter(request, pk))


def _setup(
    request: UserRequest,
    row: Shelter,
    room: RoomForm | None = None,
    keeper: KeeperForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "shelter": row,
        "rooms": list(row.rooms.prefetch_related("beds")),
        "keepers": list(row.keepers.named().select_related("user__org").order_by("pk")),
        "room_form": room or RoomForm(),
        "keeper_form": keeper or KeeperForm(by=request.user),
        "events": [_told(event) for event in row.events.select_related("actor").order_by("-pk")[:60]],
        "refusal": refusal,
    }
    return render(request, "stations/shelter_setup.html", context, status=409 if refusal else 200)


def _told(event: Any) -> dict[str, Any]:
    return {"at": event.at, "title": TITLES[event.verb], "who": event.actor.name, "text": event.words}


@require_POST
@requires(Can.TEND_SHELTERS)
def room_add(request: UserRequest, pk: int) -> HttpResponse:
    """A room with its beds."""
    row, form = kept_shelter(request, pk), RoomForm(request.POST)
    if not form.is_valid():
        return _setup(request, row, room=form)
    try:
        add_room(row, **form.given(), by=request.user, at=database_now())
    except NotAllowed as refused:
        return _setup(request, row, room=form, refusal=str(refused))
    messages.success(request, "房间已登记。")
    return redirect("stations:shelter_setup", row.pk)


@require_POST
@requires(Can.TEND_SHELTERS)
def keeper_add(request: UserRequest, pk: int) -> HttpResponse:
    """Another keeper."""
    row, form = kept_shelter(request, pk), KeeperForm(request.POST, by=request.user)
    if not form.is_valid():
        return _setup(request, row, keeper=form)
    given = form.cleaned_data
    try:
        name_keeper(row, given["user"], sex=given["sex"], by=request.user, at=database_now())
    except NotAllowed as refused:
        return _setup(request, row, keeper=form, refusal=str(refused))
    messages.success(request, f"已指定 {given['user'].name} 为管护人。")
    return redirect("stations:shelter_setup", row.pk)


@require_POST
@requires(Can.TEND_SHELTERS)
def shelter_act(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What needs no more than a press, and at most a reason."""
    row, at, by = kept_shelter(request, pk), database_now(), request.user
    reason, key = request.POST.get("reason", "")[:100], key_of(request.POST.get("target"))
    try:
        if name == "bed-out":
            set_out(get_object_or_404(ShelterBed, shelter=row, pk=key), reason=reason, by=by, at=at)
        elif name == "bed-back":
            take_back(get_object_or_404(ShelterBed, shelter=row, pk=key), by=by, at=at)
        elif name == "end-keeper":
            end_keeper(get_object_or_404(ShelterKeeper, shelter=row, pk=key), by=by, at=at)
        elif name == "duty-off":
            take_off(get_object_or_404(ShelterDuty, shelter=row, pk=key), by=by, at=at)
            return redirect("stations:shelter_duty", row.pk)
        elif name == "close":
            close_shelter(row, reason=reason, by=by, at=at)
        else:
            raise Http404
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("stations:shelter_duty" if name == "duty-off" else "stations:shelter_setup", row.pk)
    messages.success(request, "已办理。")
    still = keeps(row.pk, by) and name != "close"
    return redirect("stations:shelter_setup", row.pk) if still else redirect("stations:shelter_start")


@requires(Can.TEND_SHELTERS)
def shelter_duty(request: UserRequest, pk: int) -> HttpResponse:
    """Who is there when, a week ahead, and when no woman is."""
    row, at = kept_shelter(request, pk), database_now()
    form, refusal = DutyForm(request.POST or None, shelter=row, at=at), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            plan_duty(row, given["keeper"], begins=given["begins"], ends=given["ends"], by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已排班。")
            return redirect("stations:shelter_duty", row.pk)
    rows = row.duties.filter(ends_at__gt=at, begins_at__lt=at + WEEK).select_related("user").order_by("begins_at")
    context = {
        "shelter": row,
        "form": form,
        "refusal": refusal,
        "duties": list(rows),
        "gaps": list(gaps(row, at, at + WEEK)),
        "no_woman": woman_missing(row, at),
        "at": at,
    }
    return render(request, "stations/shelter_duty.html", context, status=409 if refusal else 200)


def visible_shelter(request: UserRequest, pk: int) -> Shelter:
    """One that she keeps, or that two keys have opened to her; else it is not there."""
    return get_object_or_404(Shelter.objects.visible_to(request.user).select_related("org"), pk=pk)


def kept_shelter(request: UserRequest, pk: int) -> Shelter:
    """One that she keeps; who may only look is told so."""
    row = visible_shelter(request, pk)
    if not keeps(row.pk, request.user):
        raise PermissionDenied("只有管护人可以办理。")
    return row
