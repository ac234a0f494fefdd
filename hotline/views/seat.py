"""Signing in to an extension, from the list of calls."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.seats import leave_seat, take_seat
from hotline.forms.phone_form import SeatForm


@require_POST
@requires(Can.ANSWER_CALLS)
def seat(request: UserRequest) -> HttpResponse:
    """From now on what rings there is hers."""
    form = SeatForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["extension"][0]))
        return redirect("hotline:call_list")
    try:
        row = take_seat(form.cleaned_data["extension"], by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"您在 {row.extension} 分机，来电会自动打开。")
    return redirect("hotline:call_list")


@require_POST
@requires(Can.ANSWER_CALLS)
def seat_leave(request: UserRequest) -> HttpResponse:
    """Nothing rings for her any more."""
    leave_seat(by=request.user, at=database_now())
    messages.success(request, "已离开座席，来电不再自动打开。")
    return redirect("hotline:call_list")
