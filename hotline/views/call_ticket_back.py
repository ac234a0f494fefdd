"""Calling the caller of a work order back: the number to dial, how she may be reached, what she says of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.workflow.contacting import Way
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_calling import ATTEMPT, CALL_BACK, Back, call_back, counted, try_to_call_back
from hotline.actions.call_ticket_moves import why_not
from hotline.call_ticket_contact import may_reach
from hotline.call_ticket_workflow import CallTicketState
from hotline.forms.call_new_form import AttemptForm
from hotline.forms.call_ticket_form import BackForm
from hotline.law import ATTEMPTS
from hotline.models import CallTicket
from hotline.shown_call_ticket import ShownCallTicket
from hotline.views.call_ticket import visible_call_ticket


@requires(Can.ANSWER_CALLS)
def call_ticket_back(request: UserRequest, pk: int) -> HttpResponse:
    """Whoever calls back dials the number: it stands on the page, and the trail says so."""
    row, at = visible_call_ticket(request, pk), timezone.now()
    refusal, form = why_not(row, CALL_BACK, by=request.user, at=at), BackForm(request.POST or None)
    if not refusal and form.is_valid():
        try:
            return _called(request, row, form)
        except NotAllowed as refused:
            refusal = str(refused)
    if not row.caller_phone:
        form.fields["outcome"].initial = "no_number"
    context = {
        "ticket": row,
        "shown": ShownCallTicket(row, request.user),
        "form": form,
        "refusal": refusal,
        "open": row.state == CallTicketState.FEEDBACK and row.org_id == request.user.org_id,
        "at": at,
    }
    if context["open"]:
        record("call_ticket.unmask", row, by=request.user, at=at, page="call_back")
        attempts = row.events.filter(verb=ATTEMPT, at__gte=row.fed_back_at).select_related("actor", "org")
        context |= {
            "answer": may_reach(row, Way.PHONE, by=request.user, at=at),
            "attempts": [context["shown"].line(event) for event in attempts.order_by("pk")],  # type: ignore[attr-defined]
            "counted": counted(row),
            "most": ATTEMPTS,
            "attempt_form": AttemptForm(),
        }
    return render(request, "hotline/call_ticket_back.html", context, status=409 if refusal else 200)


def _called(request: UserRequest, row: CallTicket, form: BackForm) -> HttpResponse:
    given = form.cleaned_data
    back = Back(given["outcome"], given["way"], given["grade"], given["opinion"])
    made = call_back(row, back, by=request.user, at=timezone.now())
    messages.success(
        request, "已登记回访。" + ("来电人不满意的，可以退回重办。" if made.grade == "unsatisfied" else "")
    )
    return redirect(row)


@require_POST
@requires(Can.ANSWER_CALLS)
def call_ticket_attempt(request: UserRequest, pk: int) -> HttpResponse:
    """Nobody was reached."""
    row, form = visible_call_ticket(request, pk), AttemptForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择没有联系上的情形。")
        return redirect("hotline:call_ticket_back", pk)
    try:
        made = try_to_call_back(row, form.cleaned_data["result"], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("hotline:call_ticket_back", pk)
    if made.state == CallTicketState.CALLED_BACK:
        messages.success(request, "已在三个不同时段拨打，没有联系上，可以办结。")
        return redirect(row)
    messages.success(request, f"已记录。不同时段已拨 {counted(made)} 次，共 {ATTEMPTS} 次，请换一个时段再拨。")
    return redirect("hotline:call_ticket_back", pk)
