"""The list of work orders of one's range, by state, the nearest clock on top."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.lib.unopened import is_opened
from hotline.filters import TABS, TicketFilter
from hotline.models import ExternalTicket
from hotline.querysets import TicketQuerySet
from hotline.shown import ShownTicket

SIZE = 25
CALLER = ("caller_name", "caller_phone")


@dataclass(frozen=True)
class Tab:
    """A group of states, and how many orders stand in it."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    ticket: ExternalTicket
    shown: ShownTicket | None  # of one that cannot be read: who called cannot be taken out of its words either
    unit: str
    clock: Deadline | None


@require_safe
@requires(Can.SEE_CASES)
def ticket_list(request: UserRequest) -> HttpResponse:
    """Orders by their next clock; those that owe nothing behind, the newest first."""
    at = timezone.now()
    visible = ExternalTicket.objects.visible_to(request.user)
    asked = TicketFilter(request.GET, visible, user=request.user, at=at)
    page = Paginator(asked.qs.by_next_duty().for_page().unopened(), SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters if name != "tab"),
        "tabs": _tabs(request, visible),
        "page": page,
        "rows": [_row(ticket, request.user) for ticket in page],
        "may_enter": request.user.can(Can.REGISTER),
        "may_send": request.user.can(Can.DECIDE),
        "at": at,
    }
    return render(request, "hotline/ticket_list.html", context)


def _row(ticket: ExternalTicket, user: User) -> Row:
    clocks: list[Deadline] = ticket.open_deadlines  # type: ignore[attr-defined]
    shown = ShownTicket(ticket, user) if is_opened(ticket, CALLER) else None
    return Row(ticket, shown, short(ticket.org.name), clocks[0] if clocks else None)


def _tabs(request: UserRequest, visible: TicketQuerySet) -> list[Tab]:
    """All counts in one question."""
    counts = visible.order_by().aggregate(**{slug: Count("pk", filter=which) for slug, (_, which) in TABS.items()})
    now = request.GET.get("tab", "")
    tabs = [Tab("全部", _url(request, ""), None, not now)]
    return tabs + [Tab(words, _url(request, slug), counts[slug], now == slug) for slug, (words, _) in TABS.items()]


def _url(request: UserRequest, tab: str) -> str:
    """This page's address with that tab, its other conditions kept."""
    left = request.GET.copy()
    left.pop("page", None)
    left.pop("tab", None)
    if tab:
        left["tab"] = tab
    return f"{reverse('hotline:ticket_list')}?{left.urlencode()}"
