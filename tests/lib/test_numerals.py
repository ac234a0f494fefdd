"""Small numbers in Chinese characters."""

import pytest

from fedportal.lib.numerals import chinese_number


@pytest.mark.parametrize(
    ("n", "words"), [(0, "〇"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_a_number_is_spoken_as_it_is_read(n: int, words: str) -> None:
    assert chinese_number(n) == words
