"""One work order: its page, its moves, the caller's telephone, and the acknowledgement of its lateness."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.drafts import draft_saved
from cases.shown import Shown
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.unanswered import unanswered
from fedportal.lib.refusals import NotAllowed
from hotline.actions.advance import advance_ticket, move_of, why_not
from hotline.actions.keeping import may_keep
from hotline.actions.unmasking import ASK_FIRST, missing_key, unmask, whose, why_not_unmask
from hotline.forms.move_form import TicketMoveForm, UnmaskForm
from hotline.models import ExternalTicket
from hotline.shown import ShownTicket
from hotline.ticket_panel import both_clocks
from hotline.views.order_parts import acknowledged, clocks_of, petition_of
from hotline.workflow import MOVES, Direction, Side, TicketMove, TicketState


@requires(Can.SEE_CASES)
def ticket(request: UserRequest, pk: int) -> HttpResponse:
    """What is asked, by whom, until when, what was done, and what may be done next."""
    row, at = visible_ticket(request, pk), timezone.now()
    record_reading("ticket.read", row, by=request.user, at=at)
    return render(request, "hotline/ticket.html", _context(row, request.user, at))


def _context(row: ExternalTicket, user: User, at: dt.datetime) -> dict[str, Any]:
    shown, petition = ShownTicket(row, user), petition_of(row, user)
    steps = [move for move in MOVES[Direction(row.direction)].values() if not why_not(row, move, by=user, at=at)]
    events = row.events.select_related("actor", "org").order_by("-pk")
    return {
        "ticket": row,
        "shown": shown,
        "petition": petition,
        "petition_shown": petition and Shown(petition, user),
        "both": both_clocks(row, petition),
        "clocks": clocks_of(row),
        "events": [shown.line(event) for event in events],
        "ours": [move for move in steps if move.side is Side.OURS],
        "main": "register" if row.state == TicketState.RECEIVED else "answer",
        "theirs": [move for move in steps if move.side is Side.THEIRS],
        "may_unmask": bool(row.caller_phone) and not why_not_unmask(row, by=user),
        "may_keep": may_keep(row, user),
        "unanswered": unanswered(row, user),
        "at": at,
    }


def visible_ticket(request: UserRequest, pk: int) -> ExternalTicket:
    """With everything that its page shows."""
    return get_object_or_404(ExternalTicket.objects.visible_to(request.user).for_page(), pk=pk)


@requires(Can.SEE_CASES)
def ticket_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What will happen, what it asks for, and the button; a refusal keeps what was typed."""
    row, at = visible_ticket(request, pk), timezone.now()
    move = move_of(row, name)
    if move is None or move.own_page:
        raise Http404
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    form = TicketMoveForm(
        request.POST if request.method == "POST" else None, ticket=row, move=move, by=request.user, at=at
    )
    refusal, draft = why_not(row, move, by=request.user, at=at), f"ticket-{pk}-{name}"
    try:
        if not refusal and form.is_valid():
            return _made(request, row, move, form, draft)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"ticket": row, "shown": ShownTicket(row, request.user), "move": move, "form": form, "refusal": refusal}
    context |= {"draft": draft, "clock": _clock(row, move), "at": at}
    return render(request, "hotline/ticket_move.html", context, status=409 if refusal else 200)


def _made(
    request: UserRequest, row: ExternalTicket, move: TicketMove, form: TicketMoveForm, draft: str
) -> HttpResponse:
    note = form.cleaned_data.get("note", "")
    advance_ticket(row, move, by=request.user, at=form.at, note=note, answers=form.answers())
    messages.success(request, f"工单 {row}：{move.label}。")
    draft_saved(request, draft)
    return redirect(row)


def _clock(row: ExternalTicket, move: TicketMove) -> Deadline | None:
    """The duty that this move ends; else the one that goes on."""
    clocks: list[Deadline] = row.open_deadlines  # type: ignore[attr-defined]
    met = [clock for clock in clocks if clock.kind in move.meets] or clocks
    return met[-1] if met else None


@requires(Can.HANDLE)
def ticket_unmask(request: UserRequest, pk: int) -> HttpResponse:
    """The caller's telephone, for a reason; it stands on this one page alone. Of a minor's order, once somebody has
    agreed: where to ask stands here, too."""
    row, at = visible_ticket(request, pk), timezone.now()
    if refusal := why_not_unmask(row, by=request.user):
        raise PermissionDenied(refusal)
    form, phone, missing = UnmaskForm(request.POST or None), "", missing_key(row, by=request.user, at=at)
    if not missing and form.is_valid():
        phone = unmask(row, reason=form.cleaned_data["reason"], by=request.user, at=at)
    context = {"ticket": row, "shown": ShownTicket(row, request.user), "form": form, "phone": phone}
    context |= {"missing": missing, "party": whose(row, by=request.user) if missing == ASK_FIRST else None}
    return render(request, "hotline/ticket_unmask.html", context, status=409 if missing else 200)


@require_POST
@requires(Can.ACKNOWLEDGE)
def ticket_acknowledge(request: UserRequest, pk: int, deadline: int) -> HttpResponse:
    """The desk to which its lateness climbed has seen it."""
    return acknowledged(request, visible_ticket(request, pk), deadline)
