"""A petition from a work order: the page of registration, with everything that was told filled in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cases.drafts import draft_saved
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from cases.views.petition_alike import alike_context, chosen, unseen
from cases.views.petition_new import page_of
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_moves import why_not
from hotline.actions.call_ticket_registering import REGISTER, join_call_ticket, register_call_ticket
from hotline.call_carrying import carried_from_order
from hotline.models import CallTicket
from hotline.views.call_ticket import visible_call_ticket


@requires(Can.DECIDE)
def call_ticket_register(request: UserRequest, pk: int) -> HttpResponse:
    """As cases' own page, which asks what nobody has asked the caller yet."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    if refusal := why_not(row, REGISTER, by=request.user, at=at):
        messages.error(request, refusal)
        return redirect(row)
    if "again" in request.POST:
        return _again(request, row)
    form = PetitionForm(request.POST or None, by=request.user, at=at)
    if not request.POST:
        record("call_ticket.unmask", row, by=request.user, at=at, page="register")  # her telephone stands in the form
        for name, value in carried_from_order(row).items():
            form.fields[name].initial = value
    looked = alike_context(request, at)
    if form.is_valid():
        earlier = chosen(request, at)
        unread = None if earlier else unseen(request, at)
        if not unread:
            return _registered(request, row, form, earlier)
        looked = unread | {"ask": True}
    around = {"ticket": row, "draft": f"call-ticket-{pk}-register", "post_to": request.path}
    return page_of(request, form, at, looked, template="hotline/call_ticket_register.html", **around)


def _registered(request: UserRequest, row: CallTicket, form: PetitionForm, earlier: Petition | None) -> HttpResponse:
    try:
        matter = register_call_ticket(
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
    draft_saved(request, f"call-ticket-{row.pk}-register")
    messages.success(request, f"工单已登记为信访事项 {matter.number}，仍须在时限内反馈接听单位。")
    return redirect(row)


def _again(request: UserRequest, row: CallTicket) -> HttpResponse:
    """What she called about is a matter that this unit has in hand: one contact more."""
    known = request.POST["again"] if request.POST["again"].isdecimal() else 0
    petition, at = get_object_or_404(Petition.objects.in_hand_of(request.user), pk=known), timezone.now()
    form = PetitionForm(request.POST, by=request.user, at=at)
    if not form.is_contact():
        messages.error(request, "请填写接收时间、信访形式，并宣读核对记录。")
        return redirect(request.path)
    try:
        join_call_ticket(row, petition, form.contact(), by=request.user, at=at)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"工单已记入 {petition.number}，作为再次反映。")
    return redirect(row)
