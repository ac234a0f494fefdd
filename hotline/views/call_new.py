"""A call that begins; one that is open already comes first, so that a closed browser loses nothing."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_moves import ANSWER, advance_call, ring
from hotline.forms.call_new_form import CallNewForm
from hotline.models import Call


@requires(Can.ANSWER_CALLS)
def call_new(request: UserRequest) -> HttpResponse:
    """Answering: the line, the number, and the clock begins."""
    at, refusal = database_now(), ""
    form = CallNewForm(request.POST or None, by=request.user, at=at)
    if form.is_valid() and (known := _sent_before(request, form.origin_key)):
        return redirect(known)
    if going_on := Call.objects.open_of(request.user).unopened().first():
        messages.info(request, "您有一通还没有挂断的来电，请先继续登记。")
        return redirect(going_on)
    if form.is_valid():
        try:
            return redirect(_answered(request, form))
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "refusal": refusal, "lines": form.fields["line"].queryset}  # type: ignore[attr-defined]
    return render(request, "hotline/call_new.html", context, status=409 if refusal else 200)


def _sent_before(request: UserRequest, key: str) -> Call | None:
    """What this agent has made of the same entry already."""
    return Call.objects.visible_to(request.user).filter(origin_key=key, agent=request.user).first()


@transaction.atomic
def _answered(request: UserRequest, form: CallNewForm) -> Call:
    at, given = database_now(), form.cleaned_data
    row = ring(given["line"], by=request.user, at=at, phone=given["caller_phone"], origin_key=form.origin_key)
    return advance_call(row, ANSWER, by=request.user, at=at)
