"""A whole table without its small figures, nor what they follow from: the sum of a column, here or on the page of a
a superior, and the column that others of the line add up to. The rules for one line of parts stand in small_cells."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cases.small_cells import BELOW, HIDDEN, NONE, SMALL, WITHHELD

Partition = tuple[str, tuple[str, ...]]  # a column, and those that add up to it
Words = dict[str, str]


def shown_table(
    rows: Sequence[Mapping[str, int]],
    total: Mapping[str, int],
    names: Sequence[str],
    partitions: Sequence[Partition],
    *,
    kept: Collection[tuple[int, str]] = (),
) -> list[Words]:
    """Every line, then the sum. A column with anything hidden has no sum; beside one figure another is hidden. `kept`:
    figures by line and column that are hidden for another reason."""
    lines = [
        {name: WITHHELD if row[name] >= SMALL and (place, name) in kept else _word(row[name]) for name in names}
        for place, row in enumerate(rows)
    ]
    while any([_close_lines(lines, rows, partitions), _close_columns(lines, rows, names)]):
        pass
    sums = {name: NONE if _hides(lines, name) else _word(total[name]) for name in names}
    while _close(sums, total, partitions, NONE):
        pass
    return [*lines, sums]


def _word(n: int) -> str:
    return BELOW if 0 < n < SMALL else f"{n:,}"


def _is_hidden(word: str) -> bool:
    return word in HIDDEN or word == NONE


def _hides(lines: Iterable[Words], name: str) -> bool:
    return any(_is_hidden(words[name]) for words in lines)


def _close_lines(lines: list[Words], rows: Sequence[Mapping[str, int]], partitions: Sequence[Partition]) -> bool:
    return any([_close(words, row, partitions, WITHHELD) for words, row in zip(lines, rows, strict=True)])


def _close(words: Words, row: Mapping[str, int], partitions: Sequence[Partition], mark: str) -> bool:
    """Where a part is hidden, so is what it adds up to; and where that is hidden, one of each of its sets of parts."""
    changed = False
    for whole, parts in partitions:
        some = any(_is_hidden(words[part]) for part in parts)
        if some and not _is_hidden(words[whole]) and row[whole]:
            words[whole], changed = mark, True
        elif _is_hidden(words[whole]) and not some and any(row[part] for part in parts):
            words[max(parts, key=lambda part: row[part])], changed = mark, True
    return changed


def _close_columns(lines: list[Words], rows: Sequence[Mapping[str, int]], names: Sequence[str]) -> bool:
    """The sum may be known from elsewhere: one hidden figure, or some that are all ones, would follow from it."""
    changed = False
    for name in names:
        hidden = [row[name] for words, row in zip(lines, rows, strict=True) if _is_hidden(words[name])]
        if not hidden or (len(hidden) > 1 and sum(hidden) > len(hidden)):
            continue
        others = [
            (row[name], number) for number, row in enumerate(rows) if row[name] and not _is_hidden(lines[number][name])
        ]
        if others:
            lines[min(others)[1]][name], changed = WITHHELD, True
    return changed
