"""Small figures of quarters do not follow from halves and years, whatever is taken from what."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from cases.small_periods import shown_period

HALVES = ((0, 1), (2, 3))


def told(*quarters: int, stocks: tuple[str, ...] = ()) -> list[str]:
    """What stands for one unit in each quarter, each half and the year; beside it stands one with large figures."""
    parts = [[Counter(n=n), Counter(n=90), Counter(n=80)] for n in quarters]
    asked = [*([part] for part in parts), parts[:2], parts[2:], parts]
    return [shown_period(each, ["n"], (), stocks)[0]["n"] for each in asked]


def test_a_year_is_shown_where_nothing_is_hidden_within_it() -> None:
    assert told(10, 20, 0, 6) == ["10", "20", "0", "6", "30", "6", "36"]


def test_one_hidden_quarter_hides_its_half_and_its_year() -> None:
    assert told(10, 3, 20, 30) == ["10", "<5", "20", "30", "*", "50", "*"]


def test_two_of_which_neither_follows_hide_nothing_more() -> None:
    assert told(3, 4, 20, 30) == ["<5", "<5", "20", "30", "7", "50", "57"]


def test_what_they_come_to_is_not_small_either() -> None:
    """The half of three and none is small, and so follows from no year."""
    assert told(2, 2, 20, 30) == ["<5", "<5", "20", "30", "<5", "50", "*"]
    assert told(4, 4, 20, 30)[4] == "*"  # of eight, each would be four


def test_of_four_quarters_of_one_the_year_is_not_said_to_be_small() -> None:
    assert told(1, 1, 1, 1) == ["<5", "<5", "<5", "<5", "<5", "<5", "*"]


def test_what_was_there_at_the_end_is_hidden_with_the_last_quarter() -> None:
    assert told(10, 3, 20, 3, stocks=("n",)) == ["10", "<5", "20", "<5", "<5", "<5", "<5"]
    assert told(3, 10, 3, 20, stocks=("n",)) == ["<5", "10", "<5", "20", "10", "20", "20"]


@settings(max_examples=15, deadline=None)
@given(some.tuples(*[some.integers(0, 9)] * 4))
def test_of_each_hidden_quarter_more_than_one_number_fits(quarters: tuple[int, ...]) -> None:
    words = told(*quarters)
    fitting = [each for each in product(range(11), repeat=4) if fits(each, words)]

    assert quarters in fitting
    for place, word in enumerate(words[:4]):
        if word == "<5":
            assert len({each[place] for each in fitting}) > 1, words


def fits(quarters: tuple[int, ...], words: list[str]) -> bool:
    sums = [*quarters, *(sum(quarters[place] for place in half) for half in HALVES), sum(quarters)]
    return all(may_be(n, word) for n, word in zip(sums, words, strict=True))


def may_be(n: int, word: str) -> bool:
    """A star stands for a large one, or for that of four ones."""
    return 0 < n < 5 if word == "<5" else n >= 4 if word == "*" else f"{n}" == word
