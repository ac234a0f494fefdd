"""Registering a petition."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import actions
from cases.clocks import clock_words, skip_words
from cases.drafts import draft_saved
from cases.forms.clock_form import ClockForm
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline

DRAFT = "petition-new"


@requires(Can.REGISTER)
def petition_new(request: UserRequest) -> HttpResponse:
    """The one screen of registration."""
    at = timezone.now()
    form = PetitionForm(request.POST or None, by=request.user, at=at)
    if form.is_valid():
        petition = actions.register(form.intake(), by=request.user, at=at, fast=form.on_fast_ladder)
        if petition.registered_at == at:
            messages.success(request, _registered(petition, form.clocks or []))
            draft_saved(request, DRAFT)
        else:
            messages.warning(request, f"这张表已经登记过，编号 {petition.number}，没有重复登记。")
        return redirect(petition)
    clocks = ClockForm(request.POST or _untouched(at), by=request.user, at=at)
    return render(request, "cases/petition_new.html", {"form": form, "draft": DRAFT, **_clocks(clocks)})


@require_POST
@requires(Can.REGISTER)
def petition_clock(request: UserRequest) -> HttpResponse:
    """The clocks that registering now would start, while she types."""
    clocks = ClockForm(request.POST, by=request.user, at=timezone.now())
    return render(request, "cases/petition_new.html#clocks", _clocks(clocks))


def _untouched(at: dt.datetime) -> dict[str, Any]:
    """The form's own first answers, so that the clock shows before anything is typed."""
    return {"received_at": at, "head_count": 1, "repeat_count": 1}


def _clocks(form: ClockForm) -> dict[str, Any]:
    """What the fragment shows; nothing where the moment of receipt is not yet right."""
    if not form.is_valid() or form.clocks is None:
        return {"clocks": None}
    return {
        "clocks": [clock_words(clock) for clock in form.clocks],
        "skips": skip_words(form.petition, form.clocks),
        "provisional_years": sorted({c.due_at.year for c in form.clocks if c.derivation["provisional"]}),
    }


def _registered(petition: Petition, clocks: list[Deadline]) -> str:
    nearest_first = sorted(clocks, key=lambda clock: clock.due_at)
    words = "；".join(clock_words(clock) for clock in nearest_first) or "姓名、住址不清，不适用告知时限"
    return f"已登记，编号 {petition.number}。{words}。"
