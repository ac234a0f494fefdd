"""One supervision order: drafting it, its page, and its moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.supervision import (
    advance_order,
    change_draft,
    check_may_change,
    check_may_supervise,
    check_order_move,
    draft_order,
)
from cases.drafts import draft_saved
from cases.forms.order_form import ChargeForm, OrderMoveForm
from cases.models import Petition, SupervisionOrder
from cases.shown import Shown
from cases.views.documents import papers
from cases.views.held import opened
from cases.workflow import ORDER_MOVES, OrderMove
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.refusals import NotAllowed


@requires(Can.SUPERVISE)
def order_new(request: UserRequest, pk: int) -> HttpResponse:
    """Whom, why, what is asked: a draft, from which one may go on to issue it."""
    petition, at, refusal = _petition(request, pk), timezone.now(), ""
    form = ChargeForm(request.POST or None, petition=petition, by=request.user, at=at)
    draft = f"petition-{pk}-supervise"
    try:
        check_may_supervise(petition, None, by=request.user)
        if form.is_valid():
            order = draft_order(petition, form.cleaned_data["receiver"], form.charge(), by=request.user, at=at)
            messages.success(request, "督办单已保存，等待签发。")
            draft_saved(request, draft)
            return redirect("cases:order_move", order.pk, "issue") if "issue" in request.POST else redirect(order)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"petition": petition, "shown": Shown(petition, request.user), "form": form, "refusal": refusal}
    return render(request, "cases/order_edit.html", context | {"draft": draft}, status=409 if refusal else 200)


@requires(Can.SUPERVISE)
def order_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Re-word a draft."""
    order, at, refusal = _visible(request, pk), timezone.now(), ""
    form = ChargeForm(request.POST or None, petition=order.petition, by=request.user, at=at, order=order)
    try:
        check_may_change(order, by=request.user)
        if form.is_valid():
            change_draft(order, form.charge(), by=request.user, at=at)
            messages.success(request, "督办单已修改，等待签发。")
            return redirect(order)
    except NotAllowed as refused:
        refusal = str(refused)
    shown = Shown(order.petition, request.user)
    context = {"order": order, "petition": order.petition, "shown": shown, "form": form, "refusal": refusal}
    return render(request, "cases/order_edit.html", context, status=409 if refusal else 200)


@requires(Can.SEE_CASES)
def order(request: UserRequest, pk: int) -> HttpResponse:
    """Who supervises whom, what is asked until when, each answer with its judgement, and what may be done."""
    row, at = _visible(request, pk), timezone.now()
    record_reading("supervision.read", row, by=request.user, at=at)
    context = {
        "order": row,
        "petition": row.petition,
        "shown": Shown(row.petition, request.user),
        "replies": row.replies.select_related("by", "judged_by").order_by("-pk"),
        "paper": _paper(row, request.user),
        "steps": _steps(row, request.user),
        "may_change": row.is_draft and row.issuer_id == request.user.org_id and request.user.can(Can.SUPERVISE),
        "at": at,
    }
    return render(request, "cases/order.html", context)


@requires(Can.SEE_CASES)
def order_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What will happen, what it asks for, and the button; a refusal keeps what was typed."""
    move = ORDER_MOVES.get(name)
    if move is None:
        raise Http404
    row, at, refusal = _visible(request, pk), timezone.now(), ""
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    form = OrderMoveForm(request.POST if request.method == "POST" else None, order=row, move=move, at=at)
    draft = f"order-{pk}-{name}"
    try:
        check_order_move(row, move, by=request.user)
        if form.is_valid():
            given = form.cleaned_data
            made = advance_order(
                row, move, by=request.user, at=at, note=given.get("note", ""), due_on=given.get("due_on")
            )
            messages.success(request, f"{made}：{move.label}。")
            draft_saved(request, draft)
            return redirect(made)
    except NotAllowed as refused:
        refusal = str(refused)
    context = {"order": row, "petition": row.petition, "move": move, "form": form, "refusal": refusal}
    return render(request, "cases/order_move.html", context | {"draft": draft}, status=409 if refusal else 200)


def _petition(request: UserRequest, pk: int) -> Petition:
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    return opened(request, row)


def _visible(request: UserRequest, pk: int) -> SupervisionOrder:
    """The order with everything that its page shows."""
    rows = SupervisionOrder.objects.visible_to(request.user)
    people = ("drafted_by", "issued_by", "ended_by")
    related = ("issuer", "receiver", "document", "clock", "escalation__deadline__org", *people)
    row = get_object_or_404(rows.select_related(*related), pk=pk)
    row.petition = _petition(request, row.petition_id)
    return row


def _paper(row: SupervisionOrder, user: User) -> str:
    """Where this reader may read the paper; empty where she may not."""
    shelf = papers(row.petition, user) if row.document_id else []
    return next((paper.url for paper in shelf if paper.pk == row.document_id), "")  # type: ignore[attr-defined]


def _steps(row: SupervisionOrder, user: User) -> list[OrderMove]:
    """The moves that this reader may make now."""
    steps = []
    for move in ORDER_MOVES.values():
        try:
            check_order_move(row, move, by=user)
            steps.append(move)
        except NotAllowed:
            continue
    return steps
