"""Figures of a period beside those of the one before and of a year ago, as the papers show them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from cases.small_cells import HIDDEN, NONE, WITHHELD, Cell, shown, shown_parts
from cases.statistics import Period, within
from fedportal.deadlines.clock import SHANGHAI

NOW, BEFORE, YEAR_AGO = "now", "before", "year_ago"

Counts = Mapping[str, int]  # by NOW, BEFORE and YEAR_AGO


@dataclass(frozen=True)
class Periods:
    """What is compared with what; `before` is None for a year, whose period before is the year before."""

    now: Period
    before: Period | None
    year_ago: Period
    months: list[dt.date]  # the first days of those that the trend shows
    running: bool = False  # the last month has not ended

    @property
    def named(self) -> dict[str, Period]:
        named = {NOW: self.now, YEAR_AGO: self.year_ago}
        return named if self.before is None else named | {BEFORE: self.before}

    @property
    def heads(self) -> list[str]:
        """The columns after that of the items."""
        if self.before is None:
            return ["本期", "上年", "同比"]
        return ["本期", "上期", "环比", "上年同期", "同比"]

    def any_of(self, field: str) -> Q:
        """That moment lies in one of them."""
        return reduce(or_, (within(field, period) for period in self.named.values()))

    @property
    def trend(self) -> dict[str, Period]:
        """Each month that the trend shows and the same month of the year before, by the name that `monthly` gives."""
        firsts = [*self.months, *map(year_before, self.months)]
        return {monthly(first): month_period(first) for first in firsts}

    def counts(self, field: str, which: Q | None = None) -> dict[str, Count]:
        """The rows of each, by that moment."""
        return {
            name: Count("pk", filter=within(field, period) & (which or Q())) for name, period in self.named.items()
        }


def year_before(first: dt.date) -> dt.date:
    return first.replace(year=first.year - 1)


def monthly(first: dt.date) -> str:
    return f"m{first:%Y%m}"


def month_period(first: dt.date) -> Period:
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return dt.datetime.combine(first, dt.time(), SHANGHAI), dt.datetime.combine(following, dt.time(), SHANGHAI)


def compared(periods: Periods, counts: Counts, *, guarded: bool, whole: bool) -> list[str]:
    """One item that stands for itself, in the words of its columns."""
    return _words(periods, {name: shown(Cell(counts[name], guarded), whole=whole) for name in periods.named}, counts)


def compared_parts(periods: Periods, parts: Sequence[tuple[Counts, bool]], *, whole: bool) -> list[list[str]]:
    """Parts of a known sum, each with whether it is guarded. Where a small one could be told from the others, none of
    that period is shown: not even which are nothing.
    """
    columns = {
        name: shown_parts([Cell(counts[name], guarded) for counts, guarded in parts], whole=whole)
        or [WITHHELD] * len(parts)
        for name in periods.named
    }
    return [
        _words(periods, {name: words[place] for name, words in columns.items()}, counts)
        for place, (counts, _) in enumerate(parts)
    ]


def change(now: int, then: int) -> str:
    """+12.5%; a dash where there was nothing to compare with."""
    if not then:
        return NONE
    share = (now - then) / then
    return "持平" if now == then else f"{'+' if share > 0 else '−'}{abs(share):,.1%}"


def _words(periods: Periods, words: Mapping[str, str], counts: Counts) -> list[str]:
    """In the order of `heads`; what is hidden is compared with nothing."""
    row = [words[NOW]]
    for then in (BEFORE, YEAR_AGO):
        if then in periods.named:
            hides = words[NOW] in HIDDEN or words[then] in HIDDEN
            row += [words[then], NONE if hides else change(counts[NOW], counts[then])]
    return row
