"""Beds for somebody in a matter of violence at home, held by the unit that works on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.models import Petition
from cases.views.held import held_petition
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_holds import hold_beds, release_hold
from stations.beds_panel import concerns_beds
from stations.forms.beds_form import BedsForm
from stations.held_beds import beds_beside, hold_of
from stations.shelter_facts import Occasion


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
    may = request.user.can(Can.HOLD_BEDS)
    context = {"petition": row, "beds": beds, "may": may, "refusal": refusal, "form": form, "at": at}
    return render(request, "stations/petition_beds.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.HANDLE)
def petition_beds_release(request: UserRequest, pk: int) -> HttpResponse:
    """She does not come."""
    row = _matter(request, pk)
    hold = hold_of(Occasion.PETITION, row.pk, by=request.user)
    if hold is None:
        messages.error(request, "没有您可以取消的预留。")
        return redirect(row)
    try:
        release_hold(hold, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已取消预留，床位已经释放。")
    return redirect(row)


def _matter(request: UserRequest, pk: int) -> Petition:
    row = held_petition(request, pk)
    if not concerns_beds(row, request.user):
        raise Http404
    return row
