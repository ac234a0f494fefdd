"""Where shelters begin: those that one keeps, the beds that are free near by, and what one's unit holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.keys import key_of
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_founding import confirm_founding, waiting_for
from stations.actions.shelter_holds import release_hold
from stations.actions.shelter_openings import ask, let_in
from stations.forms.opening_form import AskForm
from stations.models import Shelter, ShelterHold, ShelterOpening, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from stations.views.acts import first_error

SHOWN = 20


@require_safe
@requires(Can.HOLD_BEDS)
def shelter_start(request: UserRequest) -> HttpResponse:
    """Nothing here says where a shelter is, but to its keepers the name by which they know it."""
    at, user = database_now(), request.user
    mine = list(Shelter.objects.visible_to(user).standing().order_by("pk"))
    tended = list(Shelter.objects.tended_by(user).live().order_by("pk"))
    holds = ShelterHold.objects.visible_to(user).filter(org=user.org_id).running(at)
    context = {
        "mine": mine,
        "stays": ShelterStay.objects.visible_to(user).living_in().exclude(shelter__in=mine).order_by("-pk")[:SHOWN],
        "offers": nearest_beds(user.org, Needs(), at=at)[:SHOWN],
        "holds": holds.select_related("held_by").order_by("expires_at")[:SHOWN],
        "may_found": user.can(Can.KEEP_SHELTERS),
        "may_ask": user.can(Can.TEND_SHELTERS),
        "tended": tended,
        "asked": _asked(request, tended),
        "founded": waiting_for(user),
        "ask_form": AskForm(by=user),
    }
    return render(request, "stations/shelter_start.html", context)


def _asked(request: UserRequest, tended: list[Shelter]) -> list[ShelterOpening]:
    """What others ask of the shelters that she keeps."""
    if not tended:
        return []
    codes = {row.org_code for row in tended}
    rows = ShelterOpening.objects.filter(shelter=None, org_code__in=codes).exclude(asked_by=request.user)
    return list(rows.select_related("asked_by__org").order_by("-pk")[:SHOWN])


@require_POST
@requires(Can.KEEP_SHELTERS)
def shelter_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """The second of the two keys that found a shelter."""
    if pk not in {row.pk for row in waiting_for(request.user)}:
        raise Http404
    try:
        confirm_founding(pk, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已确认，庇护所从现在起可以接收。")
    return redirect("stations:shelter_start")


@require_POST
@requires(Can.HOLD_BEDS)
def hold_release(request: UserRequest, pk: int) -> HttpResponse:
    """By her who holds the beds, who leads her unit, or a keeper."""
    hold = get_object_or_404(ShelterHold.objects.visible_to(request.user), pk=pk)
    try:
        release_hold(hold, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已取消预留，床位已经释放。")
    return redirect("stations:shelter_start")


@require_POST
@requires(Can.TEND_SHELTERS)
def opening_ask(request: UserRequest) -> HttpResponse:
    """The first of two keys."""
    form = AskForm(request.POST, by=request.user)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("stations:shelter_start")
    ask(**form.cleaned_data, by=request.user, at=database_now())
    messages.success(request, "已提出查阅，由管护人决定；双方都留有记录。")
    return redirect("stations:shelter_start")


@require_POST
@requires(Can.TEND_SHELTERS)
def opening_grant(request: UserRequest, pk: int) -> HttpResponse:
    """The second of two keys."""
    codes = Shelter.objects.tended_by(request.user).values("org_code")
    row = get_object_or_404(ShelterOpening.objects.filter(org_code__in=codes, shelter=None), pk=pk)
    shelter = get_object_or_404(Shelter.objects.visible_to(request.user), pk=key_of(request.POST.get("shelter")))
    try:
        let_in(row, shelter, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已同意 {row.asked_by.name} 查阅 24 小时。")
    return redirect("stations:shelter_start")
