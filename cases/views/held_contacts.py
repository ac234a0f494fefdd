"""The tasks that the gate has left: contacts that were held back, and what was done instead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.holding_back import settle_held
from cases.forms.safe_contact_form import SettleForm
from cases.models import HeldContact
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed

PAGE = 30


@requires(Can.REGISTER)
def held_contact_list(request: UserRequest) -> HttpResponse:
    """Those of one's unit that wait, the oldest first; `all=1` shows those that are done too, the newest first."""
    mine = HeldContact.objects.visible_to(request.user)
    everything = request.GET.get("all") == "1"
    rows = mine.order_by("-at", "-pk") if everything else mine.open().order_by("at", "pk")
    rows = rows.select_related("petition", "by", "done_by")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "everything": everything,
        "open": mine.open().count(),
        "may_name": request.user.can(Can.EDIT_TEMPLATES),
        "at": timezone.now(),
    }
    return render(request, "cases/held_contact_list.html", context)


@requires(Can.REGISTER)
def held_contact(request: UserRequest, pk: int) -> HttpResponse:
    """Say what was done instead."""
    rows = HeldContact.objects.visible_to(request.user).select_related("petition__org", "by", "done_by")
    task = get_object_or_404(rows, pk=pk)
    opened(request, task.petition)
    form, refusal = SettleForm(request.POST or None), ""
    if form.is_valid():
        try:
            settle_held(task, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
            messages.success(request, "已登记处理情况，待办结束。")
            return redirect(task.petition)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"petition": task.petition, "task": task, "form": form, "refusal": refusal}
    return render(request, "cases/held_contact.html", context, status=409 if refusal else 200)
