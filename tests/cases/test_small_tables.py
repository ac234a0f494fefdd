"""Small figures of a whole table: none is shown, and none follows from what is shown."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from cases.small_tables import shown_table

NAMES = ["matters", "low", "high", "unknown"]
PARTITIONS = (("matters", ("low", "high", "unknown")),)


def table(*rows: tuple[int, int, int]) -> list[dict[str, str]]:
    lines = [{"matters": sum(row), "low": row[0], "high": row[1], "unknown": row[2]} for row in rows]
    total: Counter[str] = Counter()
    for line in lines:
        total.update(line)
    return shown_table(lines, total, NAMES, PARTITIONS)


def test_what_is_large_is_shown_with_its_sums() -> None:
    assert table((10, 20, 30), (5, 6, 0)) == [
        {"matters": "60", "low": "10", "high": "20", "unknown": "30"},
        {"matters": "11", "low": "5", "high": "6", "unknown": "0"},
        {"matters": "71", "low": "15", "high": "26", "unknown": "30"},
    ]


def test_a_small_part_hides_its_whole_another_line_and_the_sum() -> None:
    first, second, total = table((10, 3, 0), (8, 6, 0))

    assert first == {"matters": "*", "low": "10", "high": "<5", "unknown": "0"}
    assert second["high"] == "*"
    assert second["matters"] == "*"
    assert (total["high"], total["matters"]) == ("—", "—")


@given(some.lists(some.tuples(*[some.integers(0, 12)] * 3), min_size=1, max_size=3))
def test_no_small_figure_can_be_told(rows: list[tuple[int, int, int]]) -> None:
    """Of every part that is shown as small there is more than one number that fits all that is shown, even where the
    sums of the columns are known from the page of a superior, unless they are small or all is in one line."""
    *lines, _ = table(*rows)

    for words, row in zip(lines, rows, strict=True):
        assert not any(word.isdigit() and 0 < int(word) < 5 for word in words.values())
        parts = [words[name] for name in NAMES[1:]]
        if any(part in ("<5", "*") for part in parts):
            assert words["matters"] in ("<5", "*") or not sum(row)
    for place, name in enumerate(NAMES[1:]):
        hidden = [row[place] for words, row in zip(lines, rows, strict=True) if words[name] in ("<5", "*")]
        nonzero = [row[place] for row in rows if row[place]]
        if hidden and len(hidden) < len(nonzero):  # there was more to hide: then it is no longer told by the sum
            assert len(hidden) > 1
            assert sum(hidden) > len(hidden)


@given(some.lists(some.tuples(*[some.integers(0, 12)] * 3), min_size=1, max_size=2))
def test_the_sums_below_tell_nothing_either(rows: list[tuple[int, int, int]]) -> None:
    """The last line: a column of which anything is hidden has no sum, nor has it one by the other columns."""
    *lines, total = table(*rows)

    for name in NAMES:
        if any(words[name] in ("<5", "*") for words in lines):
            assert total[name] == "—"
    known = [name for name, _ in product(NAMES[1:], [0]) if total[name] not in ("—", "<5")]
    if len(known) == 3:
        assert total["matters"] not in ("—",)
