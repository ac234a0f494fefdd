"""The calls of one's own unit, the newest first, and the one that is still open on top."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.unopened import is_opened
from hotline.call_filters import TABS, CallFilter
from hotline.call_querysets import CallQuerySet
from hotline.forms.phone_form import SeatForm
from hotline.models import Call, HandOver, Seat
from hotline.shown_call import ShownCall

SIZE = 25
CALLER = ("caller_name", "caller_phone")


@dataclass(frozen=True)
class Tab:
    """A group of states, and how many calls stand in it."""

    label: str
    url: str
    count: int | None
    current: bool


@require_safe
@requires(Can.ANSWER_CALLS)
def call_list(request: UserRequest) -> HttpResponse:
    """By the moment at which they rang."""
    at = timezone.now()
    visible = Call.objects.visible_to(request.user)
    asked = CallFilter(request.GET, visible, user=request.user, at=at)
    page = Paginator(asked.qs.for_page().unopened().order_by("-rang_at", "-pk"), SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": asked,
        "active": any(request.GET.get(name) for name in asked.filters if name != "tab"),
        "tabs": _tabs(request, visible),
        "page": page,
        "rows": [(ShownCall(row, request.user), is_opened(row, CALLER)) for row in page],
        "at": at,
        "notes": HandOver.objects.for_taker(request.user).noticed(),
        "seat": Seat.objects.now_of(request.user, at).order_by("-since").first(),
        "seat_form": SeatForm(),
        "open": Call.objects.open_of(request.user).unopened().first(),
    }
    return render(request, "hotline/call_list.html", context)


def _tabs(request: UserRequest, visible: CallQuerySet) -> list[Tab]:
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
    return f"{reverse('hotline:call_list')}?{left.urlencode()}"
