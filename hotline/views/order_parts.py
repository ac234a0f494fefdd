"""What the pages of both kinds of work orders show beside the order: its petition, its clocks, what has climbed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest
from fedportal.deadlines.actions import acknowledge
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.receipts import in_words
from fedportal.lib.refusals import NotAllowed
from hotline.models import CallTicket, ExternalTicket

Order = ExternalTicket | CallTicket


def petition_of(row: Order, user: User) -> Petition | None:
    """The petition that the order became, if this reader sees it."""
    if row.petition_id is None:
        return None
    return Petition.objects.visible_to(user).for_page().filter(pk=row.petition_id).first()


def clocks_of(row: Order) -> list[tuple[Deadline, str]]:
    """Each with how it was counted. Open ones first, the nearest on top; then those that ended, the newest on top."""
    duties = list(row.deadlines.select_related("org", "desk").order_by("due_at"))
    ordered = [duty for duty in duties if not duty.closed_at] + [duty for duty in duties[::-1] if duty.closed_at]
    return [(duty, in_words(duty.derivation)) for duty in ordered]


def acknowledged(request: UserRequest, row: Order, deadline: int) -> HttpResponse:
    """The desk to which its lateness climbed has seen it."""
    duty = get_object_or_404(row.deadlines, pk=deadline)
    try:
        acknowledge(duty, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已签收工单 {row} 的逾期上报，请督促承办单位办理。")
    return redirect(row)
