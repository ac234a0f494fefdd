"""Search terms of Chinese text: what was written is found by any part of it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fedportal.lib.search_terms import index_terms, query_terms

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("家庭暴力", ["家庭", "庭暴", "暴力"]),
        ("家", ["家"]),
        ("ＡＢ１２", ["ab12"]),
        ("WPS 文档", ["wps", "文档"]),
        ("13812345678", ["13812345678"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_a_question_becomes_pairs_and_words(asked: str, terms: list[str]) -> None:
    assert query_terms(asked) == terms


def test_a_text_answers_to_single_characters_too() -> None:
    assert index_terms("家暴，已报110") == ["家", "暴", "家暴", "已", "报", "已报", "110"]


@given(HAN, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))

    assert set(query_terms(text[start:end])) <= set(index_terms(text))


@given(st.text(), st.text())
def test_punctuation_and_width_never_hide_a_text_from_itself(text: str, other: str) -> None:
    assume(query_terms(text))

    assert set(query_terms(text)) <= set(index_terms(text, other))
