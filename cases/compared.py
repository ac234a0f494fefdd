"""Figures of a period beside those of the one before and of a year ago, as the papers show them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from cases.small_cells import HIDDEN, NONE, Cell
from cases.small_periods import shown_cells, shown_parts_of
from cases.statistics import Period, within
from fedportal.deadlines.clock import SHANGHAI

NOW, BEFORE, YEAR_AGO = "now", "before", "year_ago"

Counts = Mapping[str, int]  # by NOW, BEFORE and YEAR_AGO


@dataclass(frozen=True)
class Periods:
    """What is compared with what; `before` is None for a year, whose period before is the year before. `quarters`: for
    readers outside the county, of which quarters that are over each of them is made up; where it is of none, it tells
    nothing of guarded matters."""

    now: Period
    before: Period | None
    year_ago: Period
    months: list[dt.date]  # the first days of those that the trend shows
    running: bool = False  # the last month has not ended
    quarters: Mapping[str, Sequence[Period]] | None = None

    @property
    def named(self) -> dict[str, Period]:
        named = {NOW: self.now, YEAR_AGO: self.year_ago}
        return named if self.before is None else named | {BEFORE: self.before}

    @property
    def counted(self) -> dict[str, Period]:
        """All that is asked for: the periods and what they are made up of."""
        return self.named | {
            part_of(name, place): quarter
            for name, quarters in (self.quarters or {}).items()
            for place, quarter in enumerate(quarters)
        }

    def parts(self, name: str) -> list[str]:
        """The names of what this one is made up of; it alone where it is not parted."""
        if self.quarters is None:
            return [name]
        return [part_of(name, place) for place, _ in enumerate(self.quarters[name])]

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
            name: Count("pk", filter=within(field, period) & (which or Q())) for name, period in self.counted.items()
        }


def part_of(name: str, place: int) -> str:
    return f"{name}_{place}"


def year_before(first: dt.date) -> dt.date:
    return first.replace(year=first.year - 1)


def monthly(first: dt.date) -> str:
    return f"m{first:%Y%m}"


def month_period(first: dt.date) -> Period:
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return dt.datetime.combine(first, dt.time(), SHANGHAI), dt.datetime.combine(following, dt.time(), SHANGHAI)


def compared(periods: Periods, counts: Counts, *, guarded: bool, whole: bool) -> list[str]:
    """One item that stands for itself, in the words of its columns."""
    return _compared(periods, [(counts, guarded)], shown_cells, whole=whole)[0]


def compared_parts(periods: Periods, parts: Sequence[tuple[Counts, bool]], *, whole: bool) -> list[list[str]]:
    """Parts of a known sum, each with whether it is guarded. Where a small one could be told from the others, none of
    that period is shown: not even which are nothing.
    """
    return _compared(periods, parts, shown_parts_of, whole=whole)


def _compared(
    periods: Periods,
    parts: Sequence[tuple[Counts, bool]],
    told: Callable[[Sequence[Sequence[Cell]]], list[str]],
    *,
    whole: bool,
) -> list[list[str]]:
    columns = {}
    for name in periods.named:
        if whole:
            columns[name] = [f"{counts[name]:,}" for counts, _ in parts]
        elif quarters := periods.parts(name):
            columns[name] = told([[Cell(counts[part], guarded) for counts, guarded in parts] for part in quarters])
        else:
            columns[name] = told([[Cell(counts[name], guarded, kept=True) for counts, guarded in parts]])
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
