"""Missed calls that are taken down, and attempts to call back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_backs import counted, take_missed, try_call_back
from hotline.call_workflow import CallState
from hotline.forms.call_new_form import AttemptForm, CallMissedForm
from hotline.law import ATTEMPTS
from hotline.models import Call
from hotline.views.call import visible_call


@requires(Can.ANSWER_CALLS)
def call_missed(request: UserRequest) -> HttpResponse:
    """A duty to call back begins at the moment at which it rang."""
    at, refusal = database_now(), ""
    form = CallMissedForm(request.POST or None, by=request.user, at=at)
    if form.is_valid():
        known = Call.objects.visible_to(request.user).filter(origin_key=form.origin_key).first()
        try:
            row = known or _taken(request, form)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            until = timezone.localtime(row.deadlines.get().due_at)
            messages.success(request, f"未接来电已列入回拨，请于 {until:%Y-%m-%d %H:%M} 前回拨。")
            return redirect(row)
    lines = form.fields["line"].queryset  # type: ignore[attr-defined]
    context = {"form": form, "refusal": refusal, "lines": lines}
    return render(request, "hotline/call_missed.html", context, status=409 if refusal else 200)


def _taken(request: UserRequest, form: CallMissedForm) -> Call:
    given = form.cleaned_data
    return take_missed(
        given["line"],
        phone=given["caller_phone"],
        rang_at=given["rang_at"],
        by=request.user,
        at=form.at,
        origin_key=form.origin_key,
    )


@require_POST
@requires(Can.ANSWER_CALLS)
def call_attempt(request: UserRequest, pk: int) -> HttpResponse:
    """Nobody was reached."""
    row, form = visible_call(request, pk), AttemptForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择没有联系上的情形。")
        return redirect(row)
    try:
        made = try_call_back(row, form.cleaned_data["result"], by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect(row)
    if made.state == CallState.UNREACHED:
        messages.success(request, "已在三个不同时段拨打，没有联系上，不再回拨。")
    else:
        messages.success(request, f"已记录。不同时段已拨 {counted(made)} 次，共 {ATTEMPTS} 次，请换一个时段再拨。")
    return redirect(row)
