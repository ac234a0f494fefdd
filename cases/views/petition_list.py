"""The list of petitions."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.cache import cache
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from cases.filters import PetitionFilter
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.rows import Row, listed
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.keyset import Order

SIZES = (25, 50, 100)
COUNTED_UP_TO = 10_000  # beyond this the list says 10,000+, which nobody pages through
BEYOND_FOR = 600  # seconds

RECEIVED = {
    sort: Order("received_at", lambda row: row.received_at, newest_first=sort == "") for sort in ("", "received")
}
DUE = {sort: Order("next_due", lambda row: row.nearest, newest_first=sort == "-due") for sort in ("due", "-due")}


@requires(Can.SEE_CASES)
def petition_list(request: UserRequest) -> HttpResponse:
    """Filtered, ordered and paged petitions of one's own range; htmx asks for the rows alone."""
    at = timezone.now()
    asked: Any = SimpleLazyObject(partial(filtered, request, at))  # an untouched filter is drawn from the cache
    visible = asked.qs if request.GET else Petition.objects.visible_to(request.user)
    given = asked.form.cleaned_data if request.GET else {}
    size = _size(request.GET.get("size", ""))
    rows, order = _ordered(visible, request.GET.get("sort", ""))
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = order.page(rows, listed(), size=size, **marks)
    rows_alone = request.htmx.target == "rows"
    return render(
        request,
        "cases/petition_list.html#list" if rows_alone else "cases/petition_list.html",
        {
            # the places to choose from follow the place that was chosen
            "places": [_swapped(asked.form[name]) for name in ("under", "place")] if rows_alone else [],
            "filter": asked,
            "active": any(value not in (None, "") for value in given.values()),
            "chips": [(words, _address(request, **{name: ""})) for name, words in asked.chips()] if given else [],
            "rows": [Row.of(facts, request.user, at) for facts in page.rows],
            "total": _total(rows, request.user, untouched=not request.GET),
            "counted_up_to": COUNTED_UP_TO,
            "previous_url": page.before and _address(request, before=page.before, after=""),
            "next_url": page.after and _address(request, after=page.after, before=""),
            "sort": request.GET.get("sort", ""),
            "size": size,
            "sizes": SIZES,
            "may_register": request.user.can(Can.REGISTER),
            "may_export": request.user.can(Can.EXPORT),
            "may_import": request.user.can(Can.IMPORT),
        },
    )


def _swapped(field: BoundField) -> SafeString:
    """The input, to take the place of the one on the page."""
    return field.as_widget(attrs={"class": "form-select", "hx-swap-oob": "true"})


def filtered(request: UserRequest, at: dt.datetime) -> PetitionFilter:
    """The filters of the address over what this reader may see."""
    visible = Petition.objects.visible_to(request.user)
    return PetitionFilter(request.GET, visible, user=request.user, at=at)


def _ordered(rows: PetitionQuerySet, sort: str) -> tuple[PetitionQuerySet, Order]:
    """By receipt, or by the nearest clock, which only open matters have."""
    if sort in DUE:
        return rows.by_next_duty(), DUE[sort]
    return rows, RECEIVED.get(sort, RECEIVED[""])


def _total(rows: PetitionQuerySet, user: User, *, untouched: bool) -> int:
    """How many rows, or one more than are counted. A range that held so many is not counted again: it only grows."""
    key = f"petitions-beyond-count:{user.org_id}"
    if untouched and cache.get(key):
        return COUNTED_UP_TO + 1
    total = rows.order_by()[: COUNTED_UP_TO + 1].count()
    if untouched and total > COUNTED_UP_TO:
        cache.set(key, True, BEYOND_FOR)
    return total


def _size(asked: str) -> int:
    return int(asked) if asked in {str(size) for size in SIZES} else SIZES[0]


def _address(request: UserRequest, **changes: str) -> str:
    """This page's address with some parameters changed, and the empty ones left out."""
    params = request.GET.copy()
    for name, value in changes.items():
        params[name] = value
    for name in [name for name, value in params.items() if not value]:
        del params[name]
    return f"{reverse('cases:petition_list')}?{params.urlencode()}"
