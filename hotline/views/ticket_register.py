"""A petition from a work order: the page of registration, with everything that the order says filled in."""

import datetime as dt

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.actions.contacts import add_contact
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from hotline.actions.advance import TicketAnswers, advance_ticket, why_not
from hotline.actions.registering import REGISTER, register_from
from hotline.carrying import carried_over
from hotline.models import ExternalTicket
from hotline.shown import ShownTicket
from hotline.views.registering import Registering
from hotline.views.ticket import visible_ticket
from hotline.workflow import MOVES, Direction

LINK = MOVES[Direction.IN]["link"]


@transaction.atomic
def _join(row: ExternalTicket, petition: Petition, form: PetitionForm, by: User, at: dt.datetime) -> None:
    """Perhaps one contact more; in any case the order is that matter."""
    if form.is_contact():
        add_contact(petition, **form.contact(), by=by, at=at)
    advance_ticket(row, LINK, by=by, at=at, answers=TicketAnswers(petition=petition))


PAGE = Registering(
    name="ticket",
    carried_over=carried_over,
    register=register_from,
    registered="工单 {row} 已登记为信访事项 {matter}，两个时限同时计算。",
    join=_join,
    joined="工单 {row} 已关联 {matter}，作为再次反映登记。",
)


@requires(Can.DECIDE)
def ticket_register(request: UserRequest, pk: int) -> HttpResponse:
    """As cases' own page; one button registers and takes the order."""
    row, at = visible_ticket(request, pk), timezone.now()
    if refusal := why_not(row, REGISTER, by=request.user, at=at):
        context = {"ticket": row, "shown": ShownTicket(row, request.user), "move": REGISTER, "refusal": refusal}
        return render(request, "hotline/ticket_move.html", context | {"form": None}, status=409)
    return PAGE.answer(request, row, at)
