"""A petition from a call: the page of registration, with everything that she told filled in."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from hotline.actions.call_moves import why_not_move
from hotline.actions.call_registering import REGISTER, join_call, register_call
from hotline.call_carrying import carried_over
from hotline.models import Call
from hotline.views.call import visible_call
from hotline.views.registering import Registering


def _join(row: Call, petition: Petition, form: PetitionForm, by: User, at: dt.datetime) -> None:
    join_call(row, petition, form.contact(), by=by, at=at)


PAGE = Registering(
    name="call",
    carried_over=carried_over,
    register=register_call,
    registered="来电已登记为信访事项 {matter}，作为第一次接触。",
    join=_join,
    joined="来电已记入 {matter}，作为再次反映。",
    needs_contact=True,
)


@requires(Can.ANSWER_CALLS)
def call_register(request: UserRequest, pk: int) -> HttpResponse:
    """As cases' own page; where the call may not become a petition, back to it."""
    row = visible_call(request, pk)
    if refusal := why_not_move(row, REGISTER, by=request.user):
        messages.error(request, refusal)
        return redirect(row)
    return PAGE.answer(request, row, timezone.now())
