"""One page of what answers a question, out of a million petitions, however common its words are.

The narrow table of texts is asked first, for the last weeks, then for more of them, until enough is found: a common
word is answered from one week, and by the time that all years are asked the word is known to be rare.
"""

import datetime as dt
from dataclasses import dataclass

from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.rows import listed
from cases.searching import Question, Received
from fedportal.lib.keyset import EPOCH, Order, Page, moment_of_mark
from fedportal.orgs.codes import code_end, level_of
from fedportal.orgs.models import Level

ENOUGH = 1_001  # texts; the list says how many it found up to a thousand
WEEK = dt.timedelta(weeks=1)  # counted from EPOCH, as in the database's cases_search_scope
# How many weeks are asked at first and further on; None asks all. A county is quickest asked all at once.
STRETCHES: dict[Level, tuple[int | None, ...]] = {Level.PROVINCE: (1, 4, 16, None), Level.CITY: (8, 32, None)}
ALL_AT_ONCE = (None,)
EVER = Received()
LONGEST = 52  # weeks that are named one by one
DEEPER = 20  # times as long a stretch is looked at where filters leave too few


@dataclass(frozen=True)
class Stretch:
    """Time between two moments, both included."""

    since: dt.datetime
    until: dt.datetime

    @property
    def bounds(self) -> dict[str, dt.datetime]:
        return {"received_at__gte": self.since, "received_at__lte": self.until}

    @property
    def weeks(self) -> list[int] | None:
        """The weeks in it; None for so many that naming them is no help."""
        first, last = ((moment - EPOCH) // WEEK for moment in (self.since, self.until))
        return [*range(first, last + 1)] if last - first < LONGEST else None

    def part(self, weeks: int | None, newest_first: bool) -> "Stretch":
        """So many weeks of it, the newest or the oldest."""
        if weeks is None or self.until - self.since <= weeks * WEEK:
            return self
        if newest_first:
            return Stretch(self.until - weeks * WEEK, self.until)
        return Stretch(self.since, self.since + weeks * WEEK)

    def beyond(self, mark: dt.datetime | None, newest_first: bool) -> "Stretch":
        """What of it a page can hold that begins at the mark."""
        if mark is None:
            return self
        return Stretch(self.since, min(mark, self.until)) if newest_first else Stretch(mark, self.until)


@dataclass(frozen=True)
class Found:
    """Matters that answer with the moments of their receipt, the nearest to where the search began first."""

    received: dict[int, dt.datetime]
    complete: bool  # there are no more

    def among(self, petitions: PetitionQuerySet) -> PetitionQuerySet:
        return petitions.filter(pk__in=[*self.received])


@dataclass(frozen=True)
class Total:
    """How many answer, or at least that many; and how often people came about them, where that was counted."""

    number: int
    more: bool = False
    contacts: int | None = None


def find_page(
    petitions: PetitionQuerySet,
    question: Question,
    order: Order,
    *,
    size: int,
    after: str = "",
    before: str = "",
    received: Received = EVER,
) -> tuple[Page, Total]:
    """The page of those of `petitions` that answer, and how many they are. All were received in `received`."""
    newest, oldest = _edge(question, newest=True), _edge(question, newest=False)
    whole = Stretch(max(oldest, received.since or oldest), min(newest, received.until or newest))
    found = search(question, whole, newest_first=True)
    number = found.among(petitions).order_by().count()
    total = Total(min(number, ENOUGH - 1), more=not found.complete)

    def page_of(rows: PetitionQuerySet) -> Page:
        return order.page(rows, listed(), size=size, after=after, before=before)

    def is_full(page: Page) -> bool:
        return bool(page.before if before else page.after)

    if found.complete:
        return page_of(found.among(petitions)), total
    if order.moment == "received_at":
        mark, newest_first = moment_of_mark(before or after), order.newest_first != bool(before)
        is_same = mark is None and newest_first
        near = found if is_same else search(question, whole.beyond(mark, newest_first), newest_first=newest_first)
        page = page_of(near.among(petitions))
        if near.complete or is_full(page):
            return page, total
        page = page_of(_deeper(near, question, petitions))
        if is_full(page):
            return page, total
    return page_of(question.among(petitions)), total


def search(question: Question, stretch: Stretch, *, newest_first: bool) -> Found:
    """The matters that answer, from one end of the stretch on; no more than are enough."""
    sign = "-" if newest_first else ""
    order = (f"{sign}received_at", f"{sign}petition")
    hits: list[tuple[int, dt.datetime]] = []
    for count in STRETCHES.get(level_of(question.code), ALL_AT_ONCE):
        part = stretch.part(count, newest_first)
        texts = [rows.filter(**part.bounds).order_by(*order) for rows in question.texts(part.weeks)]
        first, *more = (rows.values_list("petition", "received_at")[:ENOUGH] for rows in texts)
        hits = list(first.union(*more).order_by(*order)[:ENOUGH])
        if len(hits) == ENOUGH or part == stretch:
            break
    return Found(dict(hits), complete=len(hits) < ENOUGH)


def _deeper(near: Found, question: Question, petitions: PetitionQuerySet) -> PetitionQuerySet:
    """All that answer of a much longer stretch: the words are common, but the other filters leave few of them."""
    first, *_, last = near.received.values()
    far = first + DEEPER * (last - first)
    part = Stretch(min(first, far), max(first, far))
    return question.among(petitions, part.weeks, **part.bounds)


def _edge(question: Question, *, newest: bool) -> dt.datetime:
    """When the newest, or the oldest, matter of the range was received."""
    rows = Petition.objects.filter(org_code__gte=question.code, org_code__lt=code_end(question.code))
    sign = "-" if newest else ""
    ordered = rows.order_by(f"{sign}received_at", f"{sign}id").values_list("received_at", flat=True)
    return ordered.first() or EPOCH
