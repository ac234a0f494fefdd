"""One call: its screen while it is heard, saving in place, its moves, and what it was afterwards."""

import datetime as dt
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.actions.versions import Outdated
from cases.models import Petition
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_reading
from fedportal.deadlines.models import Deadline
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.booking import fitting_slots
from hotline.actions.call_backs import counted, why_not_now
from hotline.actions.call_moves import advance_call, hang_up, why_not_move, why_not_write
from hotline.actions.call_reporting import why_not_report
from hotline.actions.call_saving import save_call
from hotline.actions.keeping import may_keep
from hotline.call_workflow import MOVES, TALKING, CallMove, CallState
from hotline.callers import known_caller
from hotline.forms.call_form import CallForm
from hotline.forms.call_new_form import AttemptForm
from hotline.knowledge_panel import knowledge_panel
from hotline.law import ATTEMPTS
from hotline.models import Call, CallBackBooking, CallTicket, Redirection, SwitchCall
from hotline.shelter_panel import shelter_panel
from hotline.shown_call import ShownCall
from hotline.triage import alarms
from stations.forms.beds_form import BedsForm

SLOTS_SHOWN = 12
NO_BUTTON = ("register", "order", "miss", "queue", "correct", "give_up")  # made by verbs of their own
ELSEWHERE = "这通来电已在另一个窗口里登记过，请刷新本页再继续。"


@require_safe
@requires(Can.ANSWER_CALLS)
def call(request: UserRequest, pk: int) -> HttpResponse:
    """The screen of its agent while she writes; else what was written."""
    row, at = visible_call(request, pk), database_now()
    record_reading("call.read", row, by=request.user, at=at)
    if row.state in TALKING and not why_not_write(row, by=request.user):
        return render(request, "hotline/call.html", _screen(row, CallForm(call=row), request.user, at))
    petition = _petition(row, request.user)
    context = {
        "call": row,
        "shown": ShownCall(row, request.user),
        "petition": petition,
        "told": SwitchCall.objects.filter(call=row).first(),
        "petition_shown": petition and Shown(petition, request.user),
        "order": CallTicket.objects.visible_to(request.user).filter(call=row).select_related("holder").first(),
        "events": [ShownCall.line(event) for event in row.events.select_related("actor", "org").order_by("-pk")],
        "uses": row.knowledge_uses.select_related("version").order_by("at", "pk"),
        "may_hear": request.user.can(Can.HEAR_RECORDINGS),
        "may_keep": may_keep(row, request.user),
        "may_report": not why_not_report(row, by=request.user),
        "moves": _moves(row, request.user, but=NO_BUTTON),
    }
    if row.state == CallState.CALLBACK_DUE:
        context |= _calling_back(row, request.user, at)
    elif row.state == CallState.RINGING:
        context["known"] = known_caller(row, by=request.user, at=at)  # before she picks up
    return render(request, "hotline/call_read.html", context)


_SLOTS = ("slot__shift__agent", "instead_of__slot")


def _calling_back(row: Call, user: User, at: dt.datetime) -> dict[str, Any]:
    """Who calls back dials the number: it stands on the page, and the trail says so."""
    record("call.unmask", row, by=user, at=at, page="call_back")
    clocks: list[Deadline] = row.open_deadlines  # type: ignore[attr-defined]
    return {
        "dial": row.caller_phone,
        "not_now": why_not_now(row, by=user, at=at),
        "attempts": row.attempts.select_related("by").order_by("at"),
        "counted": counted(row),
        "most": ATTEMPTS,
        "attempt_form": AttemptForm(),
        "clock": clocks[0] if clocks else None,
        "known": known_caller(row, by=user, at=at),
        "booked": row.bookings.filter(released_at=None).select_related(*_SLOTS).first(),
        "passed": _passed(row),
        "slots": list(islice(fitting_slots(row, at=at), SLOTS_SHOWN)),
        "at": at,
    }


def _passed(row: Call) -> CallBackBooking | None:
    """Her booking that passed with nobody calling, unless something was booked or tried since."""
    last = row.bookings.select_related("slot").order_by("-pk").first()
    if last is None or last.passed_at is None or row.attempts.filter(at__gte=last.passed_at).exists():
        return None
    return last


def _screen(
    row: Call, form: CallForm, user: User, at: dt.datetime, refusal: str = "", beds: BedsForm | None = None
) -> dict[str, Any]:
    seconds = int(((row.ended_at or at) - (row.answered_at or row.rang_at)).total_seconds())
    return {
        "call": row,
        "form": form,
        "refusal": refusal,
        "alarms": alarms(row.triage),
        "known": known_caller(row, by=user, at=at),
        "moves": _moves(row, user, but=("classify", "emergency", "register", "order", "miss")),
        "may_raise": not why_not_move(row, MOVES["emergency"], by=user),
        "seconds": seconds,
        "talked": f"{seconds // 60:02}:{seconds % 60:02}",
        "mine": row.agent_id == user.pk,
        "taken_over": _taken_over(row, at),
        **shelter_panel(row, user, at, beds),
        **knowledge_panel(row, user),
    }


def _taken_over(row: Call, at: dt.datetime) -> list[Redirection]:
    """Lines below whose calls arrive here outside their hours: she may have dialled another number."""
    rows = Redirection.objects.live(timezone.localdate(at)).taken_over_by(row.org).filter(number=row.line.number)
    return list(rows.select_related("line__org").order_by("org_code"))


def _moves(row: Call, user: User, *, but: tuple[str, ...]) -> list[CallMove]:
    return [move for move in MOVES.values() if move.name not in but and not why_not_move(row, move, by=user)]


def visible_call(request: UserRequest, pk: int) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).for_page(), pk=pk)


def _petition(row: Call, user: User) -> Petition | None:
    """The matter that came of it, if this reader sees it."""
    if row.petition_id is None:
        return None
    return Petition.objects.visible_to(user).for_page().filter(pk=row.petition_id).first()


@require_POST
@requires(Can.ANSWER_CALLS)
def call_save(request: UserRequest, pk: int) -> HttpResponse:
    """What is typed, kept in place; scripts ask for JSON, the button for the page, or for the one that it leads to."""
    row, at = visible_call(request, pk), database_now()
    try:
        saved = saved_call(request, row, at)
    except NotAllowed as refused:
        return _refused(request, row, refused)
    if _wants_json(request):
        return JsonResponse(_told(row, saved, request.user, at))
    onward = next((f"hotline:call_{name}" for name in ("register", "report") if name in request.POST), None)
    return redirect(onward, pk) if onward else redirect(saved)


def saved_call(request: UserRequest, row: Call, at: dt.datetime) -> Call:
    form = CallForm(request.POST, call=row)
    form.is_valid()  # what is wrong in itself is not kept; the rest is
    return save_call(row, form.typed(), by=request.user, at=at, version=form.cleaned_data.get("version"))


def _told(before: Call, saved: Call, user: User, at: dt.datetime) -> dict[str, Any]:
    """The caller is looked up anew only where her number has changed."""
    told: dict[str, Any] = {
        "version": saved.version,
        "alarms": [question.danger for question in alarms(saved.triage)],
        "state": saved.get_state_display(),
    }
    if saved.phone_index != before.phone_index:
        known = known_caller(saved, by=user, at=at)
        told["known"] = render_to_string("hotline/call_known.html", {"known": known, "call": saved})
    return told


def _wants_json(request: UserRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(request: UserRequest, row: Call, refused: NotAllowed) -> HttpResponse:
    words = ELSEWHERE if isinstance(refused, Outdated) else str(refused)
    if _wants_json(request):
        return JsonResponse({"refusal": words}, status=409)
    messages.error(request, words)
    return redirect(row)


@require_POST
@requires(Can.ANSWER_CALLS)
def call_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Keep what is typed and make the move, or hang up; both or neither."""
    row, at = visible_call(request, pk), database_now()
    move = MOVES.get(name)
    if name != "hang-up" and (move is None or name in NO_BUTTON):
        raise Http404
    try:
        with transaction.atomic():
            if "version" in request.POST and row.state in TALKING:
                row = saved_call(request, row, at)
            made = advance_call(row, move, by=request.user, at=at) if move else hang_up(row, by=request.user, at=at)
    except NotAllowed as refused:
        return kept_call(request, row, refused, at)
    messages.success(request, "已挂断，可以继续补充登记。" if move is None else f"来电：{move.label}。")
    return redirect(reverse("hotline:call_list") if made.closed_at else made.get_absolute_url())


def kept_call(
    request: UserRequest, row: Call, refused: NotAllowed, at: dt.datetime, beds: BedsForm | None = None
) -> HttpResponse:
    """A refusal loses nothing of what was typed: it is kept without the move, or shown again where it cannot be."""
    row.refresh_from_db()
    if isinstance(refused, Outdated) or row.state not in TALKING or "version" not in request.POST:
        return _refused(request, row, refused)
    try:
        row = saved_call(request, row, at)
    except NotAllowed as again:
        return _refused(request, row, again)
    context = _screen(row, CallForm(call=row), request.user, at, str(refused), beds)
    return render(request, "hotline/call.html", context, status=409)
