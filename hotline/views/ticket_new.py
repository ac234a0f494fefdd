"""Orders that are taken down by hand, and orders that are sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.drafts import draft_saved
from cases.models import Petition
from cases.shown import Shown
from cases.views.held import opened
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.receiving import receive
from hotline.actions.sending import send_out, why_not_send
from hotline.forms.ticket_form import SendForm, TicketForm
from hotline.models import ExternalTicket

DRAFT = "ticket-new"


@requires(Can.REGISTER)
def ticket_new(request: UserRequest) -> HttpResponse:
    """An order that came by paper, telephone or the other side's screen."""
    at, refusal = timezone.now(), ""
    form = TicketForm(request.POST or None, by=request.user, at=at)
    if form.is_valid():
        if known := _sent_before(request, form.origin_key):
            return redirect(known)
        try:
            row = _received(request, form)
        except (NotAllowed, IntegrityError) as refused:
            refusal = str(refused) if isinstance(refused, NotAllowed) else _taken(form)
        else:
            messages.success(request, f"工单 {row} 已录入，请签收或者退回。")
            draft_saved(request, DRAFT)
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": DRAFT}
    return render(request, "hotline/ticket_new.html", context, status=409 if refusal else 200)


def _sent_before(request: UserRequest, key: str) -> ExternalTicket | None:
    """What this person has made of the same entry already."""
    return ExternalTicket.objects.filter(origin_key=key, entered_by=request.user).first()


def _received(request: UserRequest, form: TicketForm) -> ExternalTicket:
    given = form.cleaned_data
    return receive(
        form.order(),
        system=given["system"],
        number=given["system_number"],
        org=request.user.org,
        by=request.user,
        at=form.at,
        received_at=given["received_at"],
        origin_key=form.origin_key,
    )


def _taken(form: TicketForm) -> str:
    return f"本单位已有编号为 {form.cleaned_data['system_number']} 的工单，请在列表中查找，不要重复录入。"


@requires(Can.DECIDE)
def ticket_send(request: UserRequest, pk: int | None = None) -> HttpResponse:
    """Hand a petition's matter, or a question without one, over to 12345."""
    at, draft = timezone.now(), f"ticket-send-{pk or 'new'}"
    petition = _petition(request, pk) if pk else None
    form = SendForm(request.POST or None, by=request.user, at=at, petition=petition)
    refusal = why_not_send(petition, by=request.user)
    if not refusal and form.is_valid():
        if known := _sent_before(request, form.origin_key):
            return redirect(known)
        try:
            row = send_out(form.sending(), petition=petition, by=request.user, at=at, origin_key=form.origin_key)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已转 12345，请在催收时限内跟进答复。")
            draft_saved(request, draft)
            return redirect(row)
    shown = petition and Shown(petition, request.user)
    context = {"form": form, "refusal": refusal, "petition": petition, "shown": shown, "draft": draft}
    return render(request, "hotline/ticket_send.html", context, status=409 if refusal else 200)


def _petition(request: UserRequest, pk: int) -> Petition:
    """Of an accusation its opening is written down before anything is refused."""
    row = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    if not request.user.can(Can.DECIDE):
        raise PermissionDenied(Can.DECIDE)
    return opened(request, row)
