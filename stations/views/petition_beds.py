"""Beds for somebody in a matter of violence at home, held by the unit that works on it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.categories import VIOLENT
from cases.models import Petition
from cases.panels import Panel
from cases.shown import Shown
from cases.views.held import held_petition
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_holds import hold_beds, release_hold
from stations.forms.beds_form import BedsForm
from stations.held_beds import beds_beside, hold_of
from stations.models import ShelterStay
from stations.shelter_facts import Occasion


def may_hold(row: Petition, user: User) -> bool:
    """A matter of violence that the reader's unit works on, and she with it."""
    works = row.org_id == user.org_id and user.can(Can.HANDLE) and user.can(Can.HOLD_BEDS) and row.is_open
    return works and row.category in VIOLENT and not Shown(row, user).masked


def beds_panel(sender: object, *, petition: Petition, user: User, at: dt.datetime, **_: Any) -> Panel | None:
    """Answers the page of a petition: what is held, or the way to hold it; and her stay, for who may know of it."""
    if not may_hold(petition, user):
        return None
    hold = hold_of(Occasion.PETITION, petition.pk, by=user)
    running = hold is not None and hold.released_at is None and hold.expires_at > at
    stays = ShelterStay.objects.visible_to(user).filter(application__petition=petition).order_by("-pk")
    context = {"petition": petition, "hold": hold, "running": running, "stay": stays.first()}
    return Panel("stations/beds_panel.html", context)


@requires(Can.HANDLE)
@once
def petition_beds(request: UserRequest, pk: int) -> HttpResponse:
    """Whom they are for, and which place near by: held from here."""
    row, at = _matter(request, pk), database_now()
    form, refusal = BedsForm(request.POST or None, occasion=Occasion.PETITION, occasion_id=row.pk), ""
    if form.is_valid():
        try:
            offer = request.POST.get("offer", "")[:64]
            hold = hold_beds(offer, form.asked(), form.given(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            until = timezone.localtime(hold.expires_at)
            messages.success(request, f"已预留床位，保留至 {until:%H:%M}，管护人会电话联系接送。")
            return redirect(row)
    beds = beds_beside(row.org, form, by=request.user, at=at)
    context = {"petition": row, "beds": beds, "refusal": refusal, "form": form, "at": at}
    return render(request, "stations/petition_beds.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.HANDLE)
def petition_beds_release(request: UserRequest, pk: int) -> HttpResponse:
    """She does not come."""
    row = _matter(request, pk)
    hold = hold_of(Occasion.PETITION, row.pk, by=request.user)
    if hold is None:
        raise Http404
    try:
        release_hold(hold, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已取消预留，床位已经释放。")
    return redirect(row)


def _matter(request: UserRequest, pk: int) -> Petition:
    row = held_petition(request, pk)
    if not may_hold(row, request.user):
        raise Http404
    return row
