"""One work order of a call: its page, its moves, the caller's telephone, referrals, and what is printed of it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.actions.versions import Outdated
from cases.drafts import draft_saved
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record, record_reading
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_moves import advance_call_ticket, why_not
from hotline.actions.call_ticket_referring import answer_referral
from hotline.actions.call_ticket_unmasking import unmask_caller, why_not_unmask
from hotline.actions.keeping import may_keep
from hotline.call_ticket_workflow import MOVES, CallTicketMove
from hotline.forms.call_ticket_form import CallTicketMoveForm, ReferralAnswerForm
from hotline.forms.move_form import UnmaskForm
from hotline.models import Call, CallTicket
from hotline.shown_call_ticket import ShownCallTicket
from hotline.views.order_parts import acknowledged, clocks_of, petition_of

MAIN = {"ticketed": "dispatch", "requested": "take_up", "feedback": "call_back", "called_back": "close"}
ALREADY = "打开本页以后工单已有登记或者变动（可能就是刚才提交的这一次），没有重复登记。还要登记的，请重新打开本页。"
KEYS = {"dispatch": "F4", "feedback": "F4", "call_back": "F4", "close": "F4", "take_up": "F4"}


def visible_call_ticket(request: UserRequest, pk: int) -> CallTicket:
    """With everything that its page shows."""
    return get_object_or_404(CallTicket.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
@requires(Can.SEE_CASES)
def call_ticket(request: UserRequest, pk: int) -> HttpResponse:
    """What she told, who answers for it, who handles it until when, what was done, and what may be done next."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    record_reading("call_ticket.read", row, by=request.user, at=at)
    return render(request, "hotline/call_ticket.html", _context(row, request.user, at))


def _context(row: CallTicket, user: User, at: dt.datetime) -> dict[str, Any]:
    shown, petition = ShownCallTicket(row, user), petition_of(row, user)
    steps = [move for move in MOVES.values() if not why_not(row, move, by=user, at=at)]
    main = MAIN.get(row.state, "accept" if row.accepted_at is None and row.holder_id != row.org_id else "feedback")
    return {
        "ticket": row,
        "shown": shown,
        "petition": petition,
        "petition_shown": petition and Shown(petition, user),
        "call": Call.objects.visible_to(user).filter(pk=row.call_id).first() if row.call_id else None,
        "clocks": clocks_of(row),
        "events": [shown.line(event) for event in row.events.select_related("actor", "org").order_by("-pk")],
        "steps": steps,
        "main": main,
        "key": KEYS.get(main, ""),
        "referrals": row.referrals.select_related("agency", "by").order_by("at"),
        "may_answer": user.org_id == row.holder_id and user.can(Can.HANDLE),
        "may_unmask": bool(row.caller_phone) and not why_not_unmask(row, by=user),
        "may_keep": may_keep(row, user),
        "unanswered": unanswered(row, user),
        "at": at,
    }


def in_words(refused: NotAllowed) -> str:
    """What a form says that stands on what its reader saw of the order."""
    return ALREADY if isinstance(refused, Outdated) else str(refused)


@requires(Can.SEE_CASES)
@once
def call_ticket_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What will happen, what it asks for, and the button; a refusal keeps what was typed."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    move = MOVES.get(name)
    if move is None or move.own_page:
        raise Http404
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    posted = request.POST if request.method == "POST" else None
    form = CallTicketMoveForm(posted, ticket=row, move=move, by=request.user, at=at)
    refusal, draft = why_not(row, move, by=request.user, at=at), f"call-ticket-{pk}-{name}"
    try:
        if not refusal and form.is_valid():
            return _made(request, row, move, form, draft)
    except NotAllowed as refused:
        refusal = in_words(refused)
    context = {"ticket": row, "shown": ShownCallTicket(row, request.user), "move": move, "form": form}
    context |= {"refusal": refusal, "draft": draft, "at": at}
    return render(request, "hotline/call_ticket_move.html", context, status=409 if refusal else 200)


def _made(
    request: UserRequest, row: CallTicket, move: CallTicketMove, form: CallTicketMoveForm, draft: str
) -> HttpResponse:
    note, version = form.cleaned_data.get("note", ""), form.cleaned_data["version"]
    advance_call_ticket(row, move, by=request.user, at=form.at, note=note, answers=form.answers(), version=version)
    messages.success(request, f"工单 {row}：{move.label}。")
    draft_saved(request, draft)
    return redirect(row)


@requires(Can.SEE_CASES)
def call_ticket_answer(request: UserRequest, pk: int, referral: int) -> HttpResponse:
    """What an agency told us about it."""
    row, at, refusal = visible_call_ticket(request, pk), timezone.now(), ""
    asked = get_object_or_404(row.referrals.select_related("agency"), pk=referral)
    form = ReferralAnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer_referral(asked, answer=form.cleaned_data["answer"], by=request.user, at=at)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已登记{asked.agency.name}的反馈。")
            return redirect(row)
    context = {"ticket": row, "shown": ShownCallTicket(row, request.user), "referral": asked, "form": form}
    return render(
        request, "hotline/call_ticket_answer.html", context | {"refusal": refusal}, status=409 if refusal else 200
    )


@requires(Can.REGISTER)
def call_ticket_unmask(request: UserRequest, pk: int) -> HttpResponse:
    """The caller's telephone, for a reason; it stands on this one page alone."""
    row = visible_call_ticket(request, pk)
    if refusal := why_not_unmask(row, by=request.user):
        raise PermissionDenied(refusal)
    form, phone = UnmaskForm(request.POST or None), ""
    if form.is_valid():
        phone = unmask_caller(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    context = {"ticket": row, "shown": ShownCallTicket(row, request.user), "form": form, "phone": phone}
    return render(request, "hotline/call_ticket_unmask.html", context)


@require_safe
@requires(Can.SEE_CASES)
def call_ticket_print(request: UserRequest, pk: int) -> HttpResponse:
    """On paper, without contacts; a report stays out: a paper goes from hand to hand."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    if row.sealed or row.call_class == "report":
        messages.error(request, "举报的工单不打印。")
        return redirect(row)
    record("call_ticket.print", row, by=request.user, at=at)
    shown = ShownCallTicket(row, request.user)
    events = [shown.line(event) for event in row.events.select_related("actor", "org").order_by("pk")]
    return render(
        request, "hotline/call_ticket_print.html", {"ticket": row, "shown": shown, "events": events, "at": at}
    )


@require_POST
@requires(Can.ACKNOWLEDGE)
def call_ticket_acknowledge(request: UserRequest, pk: int, deadline: int) -> HttpResponse:
    """The desk to which its lateness climbed has seen it."""
    return acknowledged(request, visible_call_ticket(request, pk), deadline)
