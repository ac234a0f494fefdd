"""While she types a registration: what may be the same matter, and what to do with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.forms.alike_form import AlikeForm, has_seen
from cases.likeness import Found, Hit, alike
from cases.models import Petition
from cases.shown import short
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.audit.overstepping import oversteps_with
from fedportal.lib.rate_limits import LimitOfDifferent


@dataclass(frozen=True)
class Option:
    """One found petition with the button that takes it for the same matter."""

    hit: Hit
    field: str
    label: str
    advice: str


@require_POST
@requires(Can.REGISTER)
def petition_alike(request: UserRequest) -> HttpResponse:
    """The fragment of the page, for what is typed so far."""
    return render(request, "cases/alike.html", alike_context(request, timezone.now()))


def alike_context(request: UserRequest, at: dt.datetime) -> dict[str, Any]:
    """What the fragment shows; `found` is None before anything is typed."""
    form = AlikeForm(request.POST, by=request.user)
    found = look_up(form, at) if request.POST else None
    options = [option_of(hit, request.user) for hit in found.hits] if found else []
    units = {row.org_id: short(row.org.name) for row in found.beyond} if found else {}
    looked = {"found": found, "options": options, "units": units, "alike_seen": form.token}
    return looked | {"most": settings.BEYOND_LOOKUPS}


def unseen(request: UserRequest, at: dt.datetime) -> dict[str, Any] | None:
    """What she has yet to see before she registers a new matter; None where she has, or where there is nothing."""
    if has_seen(request.POST, request.user):
        return None
    sent_before = Petition.objects.filter(origin_key=f"form:{request.POST['submission']}", registered_by=request.user)
    if sent_before.exists():
        return None
    shown = alike_context(request, at)
    return shown if shown["found"].asks else None


def look_up(form: AlikeForm, at: dt.datetime) -> Found:
    """Look, and write down whatever is found beyond her range: nobody asks after a woman unnoticed, or after many."""
    found = alike(form.matter, form.by)
    asked = LimitOfDifferent("beyond", f"{settings.BEYOND_LOOKUPS}/1 hour")
    if oversteps_with(asked, form.matter.identities, by=form.by, at=at):
        return Found(found.hits, [], withheld=True)
    for row in found.beyond:
        record("petition.found_beyond", row, by=form.by, at=at)
    return found


def option_of(hit: Hit, user: User) -> Option:
    row = hit.petition
    if row.is_open and row.org_id == user.org_id:
        return Option(hit, "again", "作为再次来访登记", "不另立新件，次数加一。")
    if row.is_open or row.status == Status.MERGED:
        advice = f"正由{short(row.org.name)}办理：登记后不予受理，并告知信访人（条例第十九条）。"
        return Option(hit, "same_as", "登记为同一事项", advice)
    if hit.final:
        advice = "已经复核终结：不再受理，做好解释和帮扶（条例第三十六、三十七条）。"
        return Option(hit, "same_as", "登记为同一事项", advice)
    return Option(
        hit, "same_as", "登记为重复信访", f"已经{row.get_status_display()}：登记后与该件关联，按重复信访计。"
    )


def chosen(request: UserRequest, at: dt.datetime) -> Petition | None:
    """The earlier petition that she says is the same: one that she may see, or by its unit one that she may not."""
    named, unit = request.POST.get("same_as", ""), request.POST.get("elsewhere", "")
    if named.isdecimal() and len(named) <= 18:
        return Petition.objects.visible_to(request.user).select_related("org").filter(pk=named).first()
    if unit:
        beyond = look_up(AlikeForm(request.POST, by=request.user), at).beyond
        return next((row for row in beyond if str(row.org_id) == unit), None)
    return None
