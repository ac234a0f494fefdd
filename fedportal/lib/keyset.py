"""Keyset paging: a page begins after a row, never after so many rows; the last is as quick as the first."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the marks to page on from; a mark is empty where there is nothing further."""

    rows: list[Any]
    before: str  # mark of the first row, if rows lie before it
    after: str  # mark of the last row, if rows lie after it


@dataclass(frozen=True)
class Order:
    """An order by a moment, then by id. `moment` names the column, `moment_of` reads it from a loaded row."""

    moment: str
    moment_of: Callable[[Any], dt.datetime]
    newest_first: bool = True

    def page(self, rows: QuerySet, shown: QuerySet, *, size: int, after: str = "", before: str = "") -> Page:
        """One page of `rows`. Only its ids are asked of them; `shown` loads what the page needs of these, all in one
        question. `shown` may be rows or named values with `pk`."""
        descending = self.newest_first != bool(before)
        order = [f"-{self.moment}", "-pk"] if descending else [self.moment, "pk"]
        ids = self._beyond(rows, before or after, descending).order_by(*order).values("pk")[: size + 1]
        found = sorted(shown.filter(pk__in=ids), key=lambda row: (self.moment_of(row), row.pk), reverse=descending)
        more, loaded = len(found) > size, found[:size]
        if before:
            loaded.reverse()
        return Page(
            loaded,
            before=self._mark(loaded[0]) if loaded and (more if before else bool(after)) else "",
            after=self._mark(loaded[-1]) if loaded and (more or bool(before)) else "",
        )

    def _beyond(self, rows: QuerySet, mark: str, descending: bool) -> QuerySet:
        at = _read(mark)
        if at is None:
            return rows
        side, moment, pk = ("lt" if descending else "gt"), *at
        # the first condition is the index's; the second parts the rows of one and the same moment
        return rows.filter(**{f"{self.moment}__{side}e": moment}).filter(
            Q(**{f"{self.moment}__{side}": moment}) | Q(**{f"pk__{side}": pk})
        )

    def _mark(self, row: Any) -> str:
        return f"{(self.moment_of(row) - EPOCH) // MICROSECOND}-{row.pk}"


def moment_of_mark(mark: str) -> dt.datetime | None:
    """The moment at which the page begins; None on the first."""
    at = _read(mark)
    return at[0] if at else None


def _read(mark: str) -> tuple[dt.datetime, int] | None:
    """The moment and id of a mark; a broken one begins at the first page."""
    try:
        micros, pk = mark.split("-")
        return EPOCH + int(micros) * MICROSECOND, int(pk)
    except (ValueError, OverflowError):
        return None
