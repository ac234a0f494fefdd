"""The page on which a head marks a call or an order that is kept whatever its time, or lifts that mark."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.forms.personal_forms import HoldForm, LiftForm
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.keeping import Kept, keep, keep_no_longer
from hotline.views.call import visible_call
from hotline.views.call_ticket import visible_call_ticket
from hotline.views.ticket import visible_ticket


@requires(Can.DISPOSE)
def call_keep(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, visible_call(request, pk), "hotline/call_crumbs.html")


@requires(Can.DISPOSE)
def call_ticket_keep(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, visible_call_ticket(request, pk), "hotline/call_ticket_crumbs.html")


@requires(Can.DISPOSE)
def ticket_keep(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, visible_ticket(request, pk), "hotline/ticket_crumbs.html")


def _page(request: UserRequest, row: Kept, crumbs: str) -> HttpResponse:
    """As cases' own page for a matter."""
    is_kept, refusal = row.kept_at is not None, ""
    form = (LiftForm if is_kept else HoldForm)(request.POST or None)
    if form.is_valid():
        words, at = form.cleaned_data["reason"], timezone.now()
        try:
            if is_kept:
                keep_no_longer(row, words=words, by=request.user, at=at)
            else:
                keep(row, reason=words, by=request.user, at=at)
            messages.success(request, "已解除保留标记。" if is_kept else "已标记保留，到期不列入处置。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"kept": row, "crumbs": crumbs, "is_kept": is_kept, "form": form, "refusal": refusal}
    return render(request, "hotline/keep.html", context, status=409 if refusal else 200)
