"""The list of petitions."""

import datetime as dt
from dataclasses import dataclass, replace
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

from cases.excerpts import excerpts
from cases.filters import PetitionFilter
from cases.finding import Total, find_page
from cases.knowing import Kind, Tie, ties_that_show
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.rows import Row, listed
from cases.searching import Question
from cases.small_cells import SMALL
from cases.views.bulk import moves_of
from cases.work_lists import canonical, work_lists
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import range_of
from fedportal.lib.keyset import Order, Page
from fedportal.lib.row_scope import rows_of

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
    size = _size(request.GET.get("size", ""))
    page, total = _page(request, asked, size)
    given = asked.form.cleaned_data if request.GET else {}
    rows = [Row.of(facts, request.user, at) for facts in page.rows]
    if request.GET and asked.question:
        rows = _with_excerpts(rows, asked.question, request.user)
    mine = work_lists(request.user, request.GET)
    rows_alone = request.htmx.target == "rows"
    return render(
        request,
        "cases/petition_list.html#list" if rows_alone else "cases/petition_list.html",
        {
            "rows_alone": rows_alone,
            # the places to choose from follow the place that was chosen
            "places": [_swapped(asked.form[name]) for name in ("under", "place")] if rows_alone else [],
            "filter": asked,
            "active": any(value not in (None, "") for value in given.values()),
            "chips": [(words, _address(request, **{name: ""})) for name, words in asked.chips()] if given else [],
            "work_lists": mine,
            "uncounted": any(each.count is None for each in mine),
            "kept": any(each.current for each in mine),
            "here": canonical(request.GET),
            "rows": rows,
            "total": total.number,
            "total_more": total.more,
            "beyond": beyond(request, asked),
            "contacts": total.contacts,
            "previous_url": page.before and _address(request, before=page.before, after=""),
            "next_url": page.after and _address(request, after=page.after, before=""),
            "sort": request.GET.get("sort", ""),
            "size": size,
            "sizes": SIZES,
            "moves": moves_of(request.user),
            "may_register": request.user.can(Can.REGISTER),
            "may_export": request.user.can(Can.EXPORT),
            "may_import": request.user.can(Can.IMPORT),
        },
    )


def _page(request: UserRequest, asked: Any, size: int) -> tuple[Page, Total]:
    """The rows of this page and how many there are in all; what is looked for by words has its own way."""
    visible = asked.qs if request.GET else Petition.objects.visible_to(request.user)
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    sort = request.GET.get("sort", "")
    if request.GET and asked.question:
        rows, order = _ordered(asked.unasked, sort)
        return find_page(rows, asked.question, order, size=size, received=asked.received, **marks)
    rows, order = _ordered(visible, sort)
    page = order.page(rows, listed(), size=size, **marks)
    return page, _total(rows, request.user, untouched=not request.GET)


def _with_excerpts(rows: list[Row], question: Question, user: User) -> list[Row]:
    found = excerpts(question, {row.pk: f"{row.number} {row.name}" for row in rows if not row.secret}, user)
    return [replace(row, found=found.get(row.pk)) for row in rows]


@dataclass(frozen=True)
class Beyond:
    """What figures count and this list does not show."""

    number: int
    more: bool
    only_close: bool  # a province: the list holds what came up to it, and nothing else

    @property
    def words(self) -> str:
        """So many that nobody can be told to be one of them by a narrow filter: of fewer than SMALL only that."""
        if 0 < self.number < SMALL:
            return f"不足 {SMALL}"
        return f"{self.number:,}{'+' if self.more else ''}"


def beyond(request: UserRequest, asked: PetitionFilter) -> Beyond | None:
    """None where nothing is kept back. Nothing is said of what is looked for by words or by number, which would answer
    of anybody whether she is in it."""
    user = request.user
    only_close = Tie.ABOVE not in ties_that_show(Kind.PLAIN, user.org.level)
    kept = Petition.objects.withheld_from(user)
    if request.GET.get("q", "").strip():
        return Beyond(0, more=False, only_close=True) if only_close else None
    rows = asked.over(kept) if request.GET else kept
    with rows_of(range_of(user)):  # one cannot count what one is not shown
        number = rows.order_by()[: COUNTED_UP_TO + 1].count()
    if not number and not only_close:
        return None
    return Beyond(min(number, COUNTED_UP_TO), more=number > COUNTED_UP_TO, only_close=only_close)


def _swapped(field: BoundField) -> SafeString:
    """The input, to take the place of the one on the page."""
    return field.as_widget(attrs={"class": "form-select", "hx-swap-oob": "true"})


def filtered(request: UserRequest, at: dt.datetime, rows: PetitionQuerySet | None = None) -> PetitionFilter:
    """The filters of the address over what this reader may see, or over other rows."""
    among = Petition.objects.visible_to(request.user) if rows is None else rows
    return PetitionFilter(request.GET, among, user=request.user, at=at)


def _ordered(rows: PetitionQuerySet, sort: str) -> tuple[PetitionQuerySet, Order]:
    """By receipt, or by the nearest clock, which only open matters have."""
    if sort in DUE:
        return rows.by_next_duty(), DUE[sort]
    return rows, RECEIVED.get(sort, RECEIVED[""])


def _total(rows: PetitionQuerySet, user: User, *, untouched: bool) -> Total:
    """How many rows, up to so many. A range that held more is not counted again: it only grows."""
    key = f"petitions-beyond-count:{user.org_id}"
    if untouched and cache.get(key):
        return Total(COUNTED_UP_TO, more=True)
    total = rows.order_by()[: COUNTED_UP_TO + 1].count()
    more = total > COUNTED_UP_TO
    if untouched and more:
        cache.set(key, True, BEYOND_FOR)
    return Total(min(total, COUNTED_UP_TO), more, contacts=None if more else rows.times())


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
