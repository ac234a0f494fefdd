"""Looking at what a shelter must have: the form, and what was found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from stations.actions.shelter_checks import NOT_TO_LOOK, items_of, keep_check, look_of
from stations.check_facts import Section
from stations.forms.shelter_check_form import ShelterCheckForm
from stations.models import Shelter, ShelterCheck
from stations.views.shelter import visible_shelter


@requires(Can.TEND_SHELTERS)
def shelter_check_new(request: UserRequest, pk: int) -> HttpResponse:
    """By its keepers, or by a unit above that was let in."""
    row, at = visible_shelter(request, pk), database_now()
    if look_of(row, request.user) is None:
        raise PermissionDenied(NOT_TO_LOOK)
    form, refusal = ShelterCheckForm(request.POST or None, items=items_of(row, at)), ""
    if form.is_valid():
        try:
            made = keep_check(row, form.found(), by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"检查已完成：{made.points}／{made.whole} 分。")
            return redirect(made)
    context = {"shelter": row, "form": form, "refusal": refusal}
    return render(request, "stations/shelter_check_new.html", context, status=409 if refusal else 200)


@require_safe
@requires(Can.TEND_SHELTERS)
def shelter_check(request: UserRequest, pk: int) -> HttpResponse:
    """What was found, item by item; for those who keep the shelter or were let in."""
    seen = ShelterCheck.objects.filter(shelter__in=Shelter.objects.visible_to(request.user))
    row = get_object_or_404(seen.select_related("shelter", "org", "by"), pk=pk)
    record_reading("shelter.read", row.shelter, by=request.user, at=database_now())
    parts: dict[str, list[object]] = {}
    for answer in row.answers.select_related("item").order_by("pk"):
        parts.setdefault(str(Section(answer.item.section).label), []).append(answer)
    return render(request, "stations/shelter_check.html", {"check": row, "sections": list(parts.items())})
