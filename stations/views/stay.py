"""The door of a shelter, and one stay: admission, what happens from day to day, leaving, and the visits afterwards."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.database_clock import database_now
from fedportal.lib.keys import key_of
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from stations.actions import shelter_care as care
from stations.actions import shelter_stays as staying
from stations.actions.shelter_admitting import admit, apply, decline, let_wait, receive, withdraw
from stations.actions.shelter_elsewhere import MetElsewhere, tell_her_keepers
from stations.actions.shelters import keeps
from stations.forms import stay_form as ask
from stations.models import (
    BedUse,
    Belonging,
    MinorHandOver,
    Shelter,
    ShelterApplication,
    ShelterHold,
    ShelterStay,
    StayWorker,
)
from stations.shelter_facts import LIVING_IN
from stations.shelter_law import rule_of
from stations.views.acts import first_error
from stations.views.shelter import kept_shelter

TITLES = {
    "stay.admit": "入住",
    "stay.move": "换床位",
    "stay.extend": "延期",
    "stay.discharge": "离所",
    "stay.visit": "离所回访",
    "stay.close": "结案",
    "stay.worker": "个案工作者",
    "stay.worker_end": "个案工作者",
    "stay.out": "外出",
    "stay.back": "归所",
    "stay.belonging": "物品登记",
    "stay.give_back": "物品发还",
    "stay.visitor": "来访",
    "stay.plan": "个案服务方案",
    "stay.refer": "转介",
    "stay.hand_over": "未成年人移交",
    "stay.witness": "移交核对",
    "stay.asked_after": "别处登记了相同的证件号",
}


class Act(NamedTuple):
    """A form of the stay's page, what its button does, and whether it is for those who live there."""

    label: str
    form: type[Any]
    do: Callable[..., object]  # (stay, cleaned data, form, by and at)
    here: bool = True


ACTS = {
    "out": Act("登记外出", ask.OutForm, lambda stay, given, form, **who: care.go_out(stay, **given, **who)),
    "back": Act("登记归所", ask.BackForm, lambda stay, given, form, **who: care.come_back(stay, **given, **who)),
    "belonging": Act(
        "登记物品", ask.BelongingForm, lambda stay, given, form, **who: care.keep_belonging(stay, **given, **who)
    ),
    "visitor": Act(
        "登记来访", ask.VisitorForm, lambda stay, given, form, **who: care.note_visitor(stay, **given, **who)
    ),
    "plan": Act("个案服务方案", ask.PlanForm, lambda stay, given, form, **who: care.plan_care(stay, **given, **who)),
    "refer": Act("转介", ask.ReferralForm, lambda stay, given, form, **who: care.refer(stay, **given, **who)),
    "extend": Act("延期", ask.ExtendForm, lambda stay, given, form, **who: staying.extend_stay(stay, **given, **who)),
    "move": Act("换床位", ask.MoveForm, lambda stay, given, form, **who: staying.move_bed(stay, **given, **who)),
    "worker": Act(
        "指定个案工作者", ask.WorkerForm, lambda stay, given, form, **who: staying.name_worker(stay, **given, **who)
    ),
    "hand-over": Act(
        "未成年人移交",
        ask.HandOverForm,
        lambda stay, given, form, **who: care.hand_over_minor(stay, given["resident"], form.guardian(), **who),
    ),
    "leave": Act(
        "办理离所", ask.LeaveForm, lambda stay, given, form, **who: staying.discharge(stay, form.leaving(), **who)
    ),
    "visit": Act(
        "离所回访",
        ask.LeavingVisitForm,
        lambda stay, given, form, **who: staying.visit(stay, **given, **who),
        here=False,
    ),
}


@requires(Can.TEND_SHELTERS)
@once
def shelter_admit(request: UserRequest, pk: int) -> HttpResponse:
    """A household at the door: admitted in one step, or taken down to be decided."""
    row, at = kept_shelter(request, pk), database_now()
    asked = key_of(request.POST.get("hold") or request.GET.get("hold"))
    hold = ShelterHold.objects.filter(shelter=row, pk=asked).first()
    form, refusal = ask.HouseholdForm(request.POST or None, org=row.org), ""
    if form.is_valid():
        try:
            if "later" in request.POST:
                return redirect(apply(row, form.household(), by=request.user, at=at, hold=hold))
            stay = receive(row, form.household(), by=request.user, at=at, hold=hold)
        except NotAllowed as refused:
            refusal = _refused(refused, row, request, at)
        else:
            messages.success(request, "已入住。")
            return redirect(stay)
    context = {"shelter": row, "form": form, "refusal": refusal, "hold": hold}
    return render(request, "stations/shelter_admit.html", context, status=409 if refusal else 200)


@requires(Can.TEND_SHELTERS)
def application(request: UserRequest, pk: int) -> HttpResponse:
    """What is decided of one who asks; an admission goes on to the stay."""
    rows = ShelterApplication.objects.visible_to(request.user).select_related("shelter__org")
    row, at = get_object_or_404(rows, pk=pk), database_now()
    form, refusal = ask.DeclineForm(request.POST if request.POST.get("do") == "decline" else None), ""
    if request.method == "POST":
        try:
            made = _decided(request, row, form, at)
        except NotAllowed as refused:
            refusal = _refused(refused, row.shelter, request, at)
        else:
            if made is not None:
                return redirect(made)
    context = {"application": row, "people": list(row.residents.all()), "form": form, "refusal": refusal}
    return render(request, "stations/application.html", context, status=409 if refusal else 200)


def _refused(refused: NotAllowed, shelter: Shelter, request: UserRequest, at: dt.datetime) -> str:
    """Why not; where somebody is entered who lives in another shelter, its keepers are told."""
    if isinstance(refused, MetElsewhere):
        tell_her_keepers(refused, shelter, by=request.user, at=at)
    return str(refused)


def _decided(request: UserRequest, row: ShelterApplication, form: Any, at: dt.datetime) -> Any:
    """Where to go on; None to draw the form with its errors."""
    do, by = request.POST.get("do"), request.user
    if do == "admit":
        return admit(row, by=by, at=at)
    if do == "wait":
        let_wait(row, by=by, at=at)
    elif do == "withdraw":
        withdraw(row, by=by, at=at)
    elif form.is_valid():
        given = form.cleaned_data
        decline(row, reason=given["reason"], words=given["words"], by=by, at=at)
    else:
        return None
    messages.success(request, "已登记。")
    return row.shelter


@require_safe
@requires(Can.TEND_SHELTERS)
def stay(request: UserRequest, pk: int) -> HttpResponse:
    """One household: who, where, until when, and what may be done next."""
    row = visible_stay(request, pk)
    record_reading("stay.read", row, by=request.user, at=database_now())
    return _drawn(request, row)


@require_POST
@requires(Can.TEND_SHELTERS)
def stay_act(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """One form of the page; what is refused keeps what was typed."""
    row, act = visible_stay(request, pk), ACTS.get(name)
    if act is None:
        raise Http404
    form = act.form(request.POST, stay=row, by=request.user)
    if not form.is_valid():
        return _drawn(request, row, {name: form}, first_error(form), status=200)
    try:
        act.do(row, form.cleaned_data, form, by=request.user, at=database_now())
    except NotAllowed as refused:
        return _drawn(request, row, {name: form}, str(refused), status=409)
    messages.success(
        request, f"已{act.label.removeprefix('办理').removeprefix('登记')}。" if not act.here else "已登记。"
    )
    return redirect(row)


@require_POST
@requires(Can.TEND_SHELTERS)
def stay_press(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What needs no more than a press."""
    row, by, at = visible_stay(request, pk), request.user, database_now()
    key = key_of(request.POST.get("target"))
    try:
        if name == "give-back":
            care.give_back(get_object_or_404(Belonging, stay=row, pk=key), by=by, at=at)
        elif name == "witness":
            care.witness_hand_over(get_object_or_404(MinorHandOver, stay=row, pk=key), by=by, at=at)
        elif name == "worker-end":
            staying.end_worker(get_object_or_404(StayWorker, stay=row, pk=key), by=by, at=at)
        elif name == "close":
            staying.close_stay(row, by=by, at=at)
        else:
            raise Http404
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已登记。")
    return redirect(row)


def _drawn(
    request: UserRequest, row: ShelterStay, bound: dict[str, Any] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    user, at, bound = request.user, database_now(), bound or {}
    lives = row.state in LIVING_IN
    keeper = keeps(row.shelter_id, user)
    may = keeper or row.workers.filter(user=user, until=None).exists()
    out = list(row.outings.filter(back_at=None).select_related("resident"))
    context = {
        "stay": row,
        "lives": lives,
        "keeps": keeper,
        "rule": rule_of(row.org_code),
        "people": list(row.application.residents.order_by("place")),
        "beds": BedUse.objects.filter(resident__application=row.application_id, ends_at=None).select_related(
            "bed__room", "resident"
        ),
        "clocks": list(row.deadlines.filter(closed_at=None).order_by("due_at")),
        "out": out,
        "outings": list(row.outings.select_related("resident").order_by("-pk")[:20]),
        "belongings": list(row.belongings.order_by("pk")),
        "visitors": list(row.visitors.order_by("-pk")[:20]),
        "plan": row.plans.order_by("-pk").first(),
        "referrals": list(row.referrals.select_related("agency").order_by("-pk")),
        "extensions": list(row.extensions.order_by("pk")),
        "hand_overs": list(row.hand_overs.select_related("resident", "by", "witness")),
        "visits": list(row.visits.order_by("-pk")),
        "workers": list(row.workers.filter(until=None).select_related("user")),
        "events": [_told(event) for event in row.events.select_related("actor").order_by("-pk")[:60]],
        "forms": _forms(row, user, bound, lives=lives, out=bool(out), keeper=keeper) if may else [],
        "refusal": refusal,
        "at": at,
    }
    return render(request, "stations/stay.html", context, status=status)


def _forms(
    row: ShelterStay, user: Any, bound: dict[str, Any], *, lives: bool, out: bool, keeper: bool
) -> list[tuple[str, str, Any, bool]]:
    """Name, label, form and whether it is drawn open: what may be done now."""
    hidden = {"back"} if not out else set()
    hidden |= (
        set() if keeper else {"worker", "move", "extend", "leave", "hand-over", "out", "back", "belonging", "visitor"}
    )
    hidden |= set() if row.minors else {"hand-over"}
    return [
        (name, act.label, bound.get(name) or act.form(stay=row, by=user), name in bound)
        for name, act in ACTS.items()
        if act.here == lives and name not in hidden
    ]


def _told(event: Any) -> dict[str, Any]:
    return {"at": event.at, "title": TITLES[event.verb], "who": event.actor.name, "text": event.words}


def visible_stay(request: UserRequest, pk: int) -> ShelterStay:
    """One that she may know of; else it is not there."""
    rows = ShelterStay.objects.visible_to(request.user).select_related("application", "org")
    return get_object_or_404(rows, pk=pk)
