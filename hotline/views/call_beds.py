"""Beds of a shelter, held from the screen of an emergency call, and let go again."""

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.versions import Outdated
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.call_workflow import TALKING
from hotline.shelter_panel import beds_form
from hotline.views.call import ELSEWHERE, kept_call, saved_call, visible_call
from stations.actions.shelter_holds import hold_beds, release_hold
from stations.held_beds import hold_of
from stations.shelter_facts import Occasion


@require_POST
@requires(Can.ANSWER_CALLS)
def call_hold(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what is typed, and hold beds at the place whose button was pressed."""
    row, at = visible_call(request, pk), database_now()
    if row.emergency_at is None:
        raise Http404
    form = beds_form(row, request.POST)
    try:
        with transaction.atomic():
            if "version" in request.POST and row.state in TALKING:
                saved_call(request, row, at)
            if not form.is_valid():
                raise NotAllowed(" ".join(str(error) for errors in form.errors.values() for error in errors))
            given = replace(form.given(), petition_id=row.petition_id)
            hold = hold_beds(request.POST.get("offer", "")[:64], form.asked(), given, by=request.user, at=at)
    except Outdated:
        messages.error(request, ELSEWHERE)
        return redirect(row)
    except NotAllowed as refused:
        return kept_call(request, row, refused, at, form)
    messages.success(
        request, f"已预留床位，保留至 {timezone.localtime(hold.expires_at):%H:%M}，管护人会电话联系接送。"
    )
    return redirect(row)


@require_POST
@requires(Can.ANSWER_CALLS)
def call_release(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what is typed, and let the beds go."""
    row, at = visible_call(request, pk), database_now()
    hold = hold_of(Occasion.CALL, row.pk, by=request.user)
    if hold is None:
        raise Http404
    try:
        with transaction.atomic():
            if "version" in request.POST and row.state in TALKING:
                saved_call(request, row, at)
            release_hold(hold, by=request.user, at=at)
    except Outdated:
        messages.error(request, ELSEWHERE)
        return redirect(row)
    except NotAllowed as refused:
        return kept_call(request, row, refused, at)
    messages.success(request, "已取消预留，床位已经释放。")
    return redirect(row)
