"""Tables of periods that lie in one another: a larger one tells nothing that a smaller one hides.

Quarters are the smallest that are told outside the owning county (POLICY). What one of them hides must not follow from
the half or the year less the others: there the larger figure is withheld. Smaller periods come first and stay as they
were told; so it is always the larger that gives way.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from cases.small_cells import BELOW, HIDDEN, SMALL
from cases.small_tables import Partition, Words, shown_table

Rows = Sequence[Counter[str]]  # a line a unit
YEAR = 4  # quarters


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
    return shown_table(rows, sum_of(rows), names, partitions, kept=kept)


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
