"""A petition from a work order: the page of registration, with everything that the order says filled in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions.contacts import add_contact
from cases.drafts import draft_saved
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from cases.views.petition_alike import alike_context, chosen, unseen
from cases.views.petition_new import page_of
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.advance import TicketAnswers, advance_ticket, why_not
from hotline.actions.registering import REGISTER, register_from
from hotline.carrying import carried_over
from hotline.models import ExternalTicket
from hotline.shown import ShownTicket
from hotline.views.ticket import visible_ticket
from hotline.workflow import MOVES, Direction

LINK = MOVES[Direction.IN]["link"]


@requires(Can.DECIDE)
def ticket_register(request: UserRequest, pk: int) -> HttpResponse:
    """As cases' own page, which asks what nobody has asked the caller; one button registers and takes the order."""
    row, at = visible_ticket(request, pk), timezone.now()
    if refusal := why_not(row, REGISTER, by=request.user, at=at):
        context = {"ticket": row, "shown": ShownTicket(row, request.user), "move": REGISTER, "refusal": refusal}
        return render(request, "hotline/ticket_move.html", context | {"form": None}, status=409)
    if "again" in request.POST:
        return _again(request, row)
    form = PetitionForm(request.POST or None, by=request.user, at=at)
    if not request.POST:
        record("ticket.unmask", row, by=request.user, at=at, page="register")  # her telephone stands in the form
        for name, value in carried_over(row).items():
            form.fields[name].initial = value
    looked = alike_context(request, at)
    if form.is_valid():
        earlier = chosen(request, at)
        unread = None if earlier else unseen(request, at)
        if not unread:
            return _registered(request, row, form, earlier)
        looked = unread | {"ask": True}
    around = {"ticket": row, "draft": f"ticket-{pk}-register", "post_to": request.path}
    return page_of(request, form, at, looked, template="hotline/ticket_register.html", **around)


def _registered(
    request: UserRequest, row: ExternalTicket, form: PetitionForm, earlier: Petition | None
) -> HttpResponse:
    try:
        matter = register_from(
            row,
            form.intake(),
            by=request.user,
            at=form.at,
            same_as=earlier,
            opener=form.opener,
            fast=form.on_fast_ladder,
        )
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect(row)
    draft_saved(request, f"ticket-{row.pk}-register")
    messages.success(request, f"工单 {row} 已登记为信访事项 {matter.number}，两个时限同时计算。")
    return redirect(row)


def _again(request: UserRequest, row: ExternalTicket) -> HttpResponse:
    """What she called about is a matter that this unit has in hand: one contact more, and the order is that matter."""
    known = request.POST["again"] if request.POST["again"].isdecimal() else 0
    ours = Petition.objects.visible_to(request.user).filter(org=request.user.org_id).open()
    petition = get_object_or_404(ours, pk=known)
    at = timezone.now()
    form = PetitionForm(request.POST, by=request.user, at=at)
    try:
        with transaction.atomic():
            if form.is_contact():
                add_contact(petition, **form.contact(), by=request.user, at=at)
            advance_ticket(row, LINK, by=request.user, at=at, answers=TicketAnswers(petition=petition))
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"工单 {row} 已关联 {petition.number}，作为再次反映登记。")
    return redirect(row)
