"""A work order from the screen of a call, by one button, and one of itself."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.drafts import draft_saved
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_making import order_from_call, order_of_itself
from hotline.call_workflow import TALKING
from hotline.forms.call_ticket_form import CallTicketForm
from hotline.models import CallTicket
from hotline.views.call import kept_call, saved_call, visible_call

DRAFT = "call-ticket-new"


@require_POST
@requires(Can.ANSWER_CALLS)
def call_order(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what is typed and make the order; both or neither. One that is for a station goes on to choosing it."""
    row, at = visible_call(request, pk), database_now()
    try:
        with transaction.atomic():
            if "version" in request.POST and row.state in TALKING:
                row = saved_call(request, row, at)
            order = order_from_call(row, by=request.user, at=at)
    except NotAllowed as refused:
        return kept_call(request, row, refused, at)
    if "station" in request.POST:
        messages.success(request, f"已生成工单 {order}，来电内容全部带入；请选择站点。")
        return redirect("hotline:call_ticket_station", order.pk)
    messages.success(request, f"已生成工单 {order}，来电内容全部带入；请派单。您是首问责任人，负责到回访办结。")
    return redirect(order)


@requires(Can.ANSWER_CALLS)
def call_ticket_new(request: UserRequest) -> HttpResponse:
    """Whoever came to the desk, or wrote; a form sent twice makes one."""
    at, refusal = database_now(), ""
    form = CallTicketForm(request.POST or None, by=request.user)
    if form.is_valid():
        known = CallTicket.objects.visible_to(request.user).filter(origin_key=form.origin_key).first()
        try:
            row = known or order_of_itself(form.told(), by=request.user, at=at, origin_key=form.origin_key)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            draft_saved(request, DRAFT)
            messages.success(request, f"已登记工单 {row}，请派单。")
            return redirect(row)
    context = {"form": form, "refusal": refusal, "draft": DRAFT}
    return render(request, "hotline/call_ticket_new.html", context, status=409 if refusal else 200)
