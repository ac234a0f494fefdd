"""Registering a petition."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import actions
from cases.actions.contacts import add_contact
from cases.actions.joining import why_not_accept
from cases.clocks import clock_words, skip_words
from cases.drafts import draft_saved
from cases.forms.accused_form import AccusedForm
from cases.forms.clock_form import ClockForm
from cases.forms.hint_form import HintForm
from cases.forms.petition_form import PetitionForm
from cases.law import SOURCE_REPORT
from cases.models import Channel, Petition
from cases.views.petition_alike import alike_context, chosen, unseen
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline

DRAFT = "petition-new"


@requires(Can.REGISTER)
def petition_new(request: UserRequest) -> HttpResponse:
    """The one screen of registration."""
    at = timezone.now()
    if "again" in request.POST:
        return _again(request, at)
    form = PetitionForm(request.POST or None, by=request.user, at=at)
    if (channel := request.GET.get("channel")) in Channel.values:  # as the page that led here knows
        form.fields["channel"].initial = channel
    if form.is_valid():
        earlier, looked = chosen(request, at), None
        if earlier is None:
            looked = unseen(request, at)
        if not looked:
            return _register(request, form, earlier, at)
        return _page(request, form, at, looked, ask=True)
    return _page(request, form, at, alike_context(request, at))


def _register(request: UserRequest, form: PetitionForm, earlier: Petition | None, at: dt.datetime) -> HttpResponse:
    petition = actions.register(
        form.intake(), by=request.user, at=at, fast=form.on_fast_ladder, same_as=earlier, opener=form.opener
    )
    if petition.registered_at != at:
        messages.warning(request, f"这张表已经登记过，编号 {petition.number}，没有重复登记。")
        return redirect("cases:petition_list" if _went_above(petition) else petition)
    messages.success(request, _registered(petition, [*(form.clocks or []), *_reports(petition)]))
    draft_saved(request, DRAFT)
    if _went_above(petition):
        return redirect("cases:petition_list")
    if petition.walls.filter(user=request.user).exists():
        messages.warning(request, KIN)
        return redirect("cases:petition_list")
    if not (reason := why_not_accept(petition, request.user, at)):
        return redirect(petition)
    messages.warning(request, reason)
    may_refuse = request.user.can(Can.REFUSE)
    return redirect("cases:petition_move", petition.pk, "refuse") if may_refuse else redirect(petition)


KIN = (
    "登记的电话、证件号或者住址与您的回避信息相符：本件已登记，并通知本单位负责人另行安排，"
    "您不能再查看（条例第二十八条）。"
)


def _went_above(petition: Petition) -> bool:
    """Whether it is an accusation that left this unit at once, and is not there for her any more."""
    return petition.is_accusation and petition.org_id != petition.registered_org_id


def _again(request: UserRequest, at: dt.datetime) -> HttpResponse:
    """What she typed is one more contact of a matter that this unit has in hand; the rest of the form is not asked."""
    known = request.POST["again"] if request.POST["again"].isdecimal() else 0
    petition = get_object_or_404(Petition.objects.in_hand_of(request.user), pk=known)
    form = PetitionForm(request.POST, by=request.user, at=at)
    if not form.is_contact():
        return _page(request, form, at, alike_context(request, at))
    add_contact(petition, **form.contact(), by=request.user, at=at)
    petition.refresh_from_db(fields=["repeat_count"])
    messages.success(request, f"已作为再次来访登记到 {petition.number}，这是第 {petition.repeat_count} 次。")
    draft_saved(request, DRAFT)
    return redirect(petition)


def _page(
    request: UserRequest, form: PetitionForm, at: dt.datetime, looked: dict[str, Any], *, ask: bool = False
) -> HttpResponse:
    """The form; with `ask` it was right, and she has yet to see what may be the same."""
    return page_of(request, form, at, looked | {"ask": ask})


def page_of(
    request: UserRequest,
    form: PetitionForm,
    at: dt.datetime,
    looked: dict[str, Any],
    *,
    template: str = "cases/petition_new.html",
    **around: Any,
) -> HttpResponse:
    """The page of registration, for rooms above too: `around` is what their template says beside it."""
    clocks = ClockForm(request.POST or _untouched(at), by=request.user, at=at)
    readers = AccusedForm(request.POST or None, by=request.user, at=at).preview()
    shown = {"form": form, "draft": DRAFT, "readers": readers, "hints": _hints(request)}
    return render(request, template, shown | looked | _clocks(clocks) | around)


@require_POST
@requires(Can.REGISTER)
def petition_readers(request: UserRequest) -> HttpResponse:
    """Who will hold and read this accusation, while she types."""
    form = AccusedForm(request.POST, by=request.user, at=timezone.now())
    return render(request, "cases/accused_fields.html#readers", {"readers": form.preview()})


@require_POST
@requires(Can.REGISTER)
def petition_clock(request: UserRequest) -> HttpResponse:
    """The clocks that registering now would start, while she types."""
    clocks = ClockForm(request.POST, by=request.user, at=timezone.now())
    return render(request, "cases/petition_new.html#clocks", {"hints": _hints(request), **_clocks(clocks)})


def _hints(request: UserRequest) -> list[str]:
    return HintForm(request.POST, by=request.user).hints() if request.POST else []


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


def _reports(petition: Petition) -> Iterable[Deadline]:
    """What is owed to the organ that handed it over."""
    if petition.channel != Channel.TRANSFER:
        return ()
    return petition.deadlines.filter(kind=SOURCE_REPORT.kind)


def _registered(petition: Petition, clocks: list[Deadline]) -> str:
    nearest_first = sorted(clocks, key=lambda clock: clock.due_at)
    words = "；".join(clock_words(clock) for clock in nearest_first) or "姓名、住址不清，不适用告知时限"
    if _went_above(petition):
        return f"已登记，编号 {petition.number}，并直接报送{petition.org.name}承办，本单位不能再查看。{words}。"
    return f"已登记，编号 {petition.number}。{words}。"
