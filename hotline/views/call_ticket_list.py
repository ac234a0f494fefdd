"""The list of work orders of calls, by whose turn it is, the nearest clock on top."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from hotline.call_ticket_filters import TABS, CallTicketFilter, in_tab
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.models import CallTicket
from hotline.shown_call_ticket import ShownCallTicket

SIZE = 25
EMPTY = {
    "send": "没有等待派单的工单。来电不能当场解答的，在来电登记页按 F7 生成工单。",
    "do": "没有等本单位办理的工单。",
    "feedback": "没有等其他单位反馈的工单。",
    "back": "没有等待回访的工单。承办单位反馈以后，列在这里。",
    "overdue": "没有超期的工单。",
}


@dataclass(frozen=True)
class Tab:
    """A group of orders, and how many there are."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    ticket: CallTicket
    shown: ShownCallTicket
    unit: str


@require_safe
@requires(Can.SEE_CASES)
def call_ticket_list(request: UserRequest) -> HttpResponse:
    """Orders by their next clock; those that owe nothing behind, the newest first."""
    at = timezone.now()
    visible = CallTicket.objects.visible_to(request.user)
    asked = CallTicketFilter(request.GET, visible, user=request.user, at=at)
    page = Paginator(asked.ordered.for_page(), SIZE).get_page(request.GET.get("page"))
    tab = request.GET.get("tab", "")
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters if name != "tab"),
        "tabs": _tabs(request, visible, at),
        "page": page,
        "rows": [_row(ticket, request.user) for ticket in page],
        "empty": EMPTY.get(tab, "来电不能当场解答的，在来电登记页按 F7 生成工单；来访、书面转来的，点“登记工单”。"),
        "may_make": request.user.can(Can.ANSWER_CALLS),
        "may_export": request.user.can(Can.EXPORT),
        "asked": request.GET.urlencode(),
        "at": at,
    }
    return render(request, "hotline/call_ticket_list.html", context)


def _row(ticket: CallTicket, user: User) -> Row:
    return Row(ticket, ShownCallTicket(ticket, user), short(ticket.holder.name))


def _tabs(request: UserRequest, visible: CallTicketQuerySet, at: dt.datetime) -> list[Tab]:
    """“全部” last, without a number."""
    now = request.GET.get("tab", "")
    tabs = [
        Tab(words, _url(request, slug), in_tab(visible.order_by(), slug, request.user, at).count(), now == slug)
        for slug, words in TABS.items()
    ]
    return [*tabs, Tab("全部", _url(request, ""), None, not now)]


def _url(request: UserRequest, tab: str) -> str:
    """This page's address with that tab, its other conditions kept."""
    left = request.GET.copy()
    left.pop("page", None)
    left.pop("tab", None)
    if tab:
        left["tab"] = tab
    return f"{reverse('hotline:call_ticket_list')}?{left.urlencode()}"
