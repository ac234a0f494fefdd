"""Tables of periods that lie in one another: a larger one tells nothing that a smaller one hides.

Quarters are the smallest that are told outside the owning county (POLICY). What one of them hides must not follow from
the half or the year less the others: there the larger figure is withheld. Smaller periods come first and stay as they
were told; so it is always the larger that gives way.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from cases.small_cells import BELOW, HIDDEN, SMALL, WITHHELD, Cell, shown, shown_parts
from cases.small_tables import Partition, Words, shown_table

Rows = Sequence[Counter[str]]  # a line a unit
YEAR = 4  # quarters
_LONGER_THAN_A_QUARTER = dt.timedelta(days=92)  # and less than two months more


def shown_period(
    quarters: Sequence[Rows], names: Sequence[str], partitions: Sequence[Partition], stocks: Collection[str] = ()
) -> list[Words]:
    """Every line of the period that these quarters make up, then the sum. `stocks` are those columns that say what was
    there at the end."""
    rows = added(quarters, stocks)
    kept: set[tuple[int, str]] = set()
    if len(quarters) > 1:
        parts = [quarters[place : place + 1] for place in range(len(quarters))]
        kept |= _told_by_parts(parts, names, partitions, stocks)
    if len(quarters) == YEAR:
        kept |= _told_by_parts([quarters[:2], quarters[2:]], names, partitions, stocks)
    words = shown_table(rows, sum_of(rows), names, partitions, kept=kept)
    for place, name in kept:
        if len(quarters) == YEAR and rows[place][name] == YEAR and all(each[place][name] == 1 for each in quarters):
            words[place][name] = WITHHELD  # less than five of four that are none would say that each is one
    return words


def shown_cells(quarters: Sequence[Sequence[Cell]]) -> list[str]:
    """The same of figures that each stand for themselves."""
    return _by_quarters(quarters, lambda cells: [shown(cell, whole=False) for cell in cells])


def shown_parts_of(quarters: Sequence[Sequence[Cell]]) -> list[str]:
    """The same of the parts of a known sum: where a small one could be told from the others, none is shown."""
    return _by_quarters(quarters, lambda cells: shown_parts(cells, whole=False) or [WITHHELD] * len(cells))


def _by_quarters(quarters: Sequence[Sequence[Cell]], words: Callable[[Sequence[Cell]], list[str]]) -> list[str]:
    nested = [[quarters[place : place + 1] for place in range(len(quarters))]] if len(quarters) > 1 else []
    if len(quarters) == YEAR:
        nested.append([quarters[:2], quarters[2:]])
    lines = [_summed(each) for each in zip(*quarters, strict=True)]
    for parts in nested:
        said = [_by_quarters(part, words) for part in parts]
        counted = [[_summed(each).n for each in zip(*part, strict=True)] for part in parts]
        for place, cell in enumerate(lines):
            if follows([each[place] for each in said], [each[place] for each in counted]):
                lines[place] = replace(cell, guarded=True, kept=True)
    return words(lines)


def _summed(cells: Sequence[Cell]) -> Cell:
    """One line of several quarters."""
    return replace(cells[0], n=sum(cell.n for cell in cells))


def is_ended_quarter(first: dt.date | None, last: dt.date | None, today: dt.date) -> bool:
    """Whether these days, both included, are one whole quarter that is over."""
    if first is None or last is None or first.day != 1 or first.month % 3 != 1:
        return False
    return last < today and last + dt.timedelta(days=1) == (first + _LONGER_THAN_A_QUARTER).replace(day=1)


def sum_of(rows: Rows) -> Counter[str]:
    """Their last line."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return total


def added(quarters: Sequence[Rows], stocks: Collection[str] = ()) -> list[Counter[str]]:
    """The figures of all quarters together, line by line."""
    found = []
    for lines in zip(*quarters, strict=True):
        found.append(Counter({**sum_of(lines), **{name: lines[-1][name] for name in stocks}}))
    return found


def follows(words: Sequence[str], figures: Sequence[int]) -> bool:
    """Whether the sum of these parts would tell a hidden one of them, or a small sum of hidden ones."""
    hidden = [(word, n) for word, n in zip(words, figures, strict=True) if word in HIDDEN]
    if not hidden:
        return False
    small, rest = sum(word == BELOW for word, _ in hidden), sum(n for _, n in hidden)
    others = len(hidden) - small
    if len(hidden) == 1 or rest < SMALL or rest <= small + SMALL * others:
        return True
    return not others and rest >= (SMALL - 1) * small


def _told_by_parts(
    parts: Sequence[Sequence[Rows]], names: Sequence[str], partitions: Sequence[Partition], stocks: Collection[str]
) -> set[tuple[int, str]]:
    words = [shown_period(part, names, partitions, stocks) for part in parts]
    figures = [added(part, stocks) for part in parts]
    kept = set()
    for place in range(len(figures[0])):
        for name in names:
            said, counted = [each[place][name] for each in words], [each[place][name] for each in figures]
            if said[-1] in HIDDEN if name in stocks else follows(said, counted):
                kept.add((place, name))
    return kept
