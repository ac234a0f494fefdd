"""Redacting by prepared people says what replacing one after the other says."""

from hypothesis import given
from hypothesis import strategies as st

from fedportal.lib.redaction import HIDDEN, Redaction, _spaced, _wordings, without_contacts, without_people

LETTERS = st.text("王小芳李 \n建国区滨城路385号1某", max_size=12)
TEXTS = st.lists(st.text("王小芳李 \n建国区滨城路385号13854312345某，。\x01", max_size=60), max_size=5)
PEOPLE = st.lists(st.tuples(st.text("王小芳李 建国", min_size=2, max_size=5), st.just("王某某")), max_size=3)


def one_by_one(text: str, people: list[tuple[str, str]], addresses: list[str]) -> str:
    """The plain way: a pattern for each name and address."""
    for address in addresses:
        for place in _wordings("".join(address.split())):
            text = _spaced(place).sub(HIDDEN, text)
    for name, mask in sorted(people, key=lambda pair: -len("".join(pair[0].split()))):
        letters = "".join(name.split())
        if letters:
            text = _spaced(name).sub(mask, text)
            given_name = letters[1:] if len(letters) == 3 else letters[2:]
            text = text.replace(given_name, "某" * 2) if len(given_name) == 2 else text
    return without_contacts(text)


@given(texts=TEXTS, people=PEOPLE, addresses=st.lists(LETTERS, max_size=2))
def test_it_takes_out_the_same(texts: list[str], people: list[tuple[str, str]], addresses: list[str]) -> None:
    expected = [one_by_one(text, people, addresses) for text in texts]

    assert [without_people(text, people, addresses) for text in texts] == expected
    assert Redaction(people, addresses).each(texts) == expected


def test_a_name_that_means_something_to_patterns_is_taken_as_it_is_written() -> None:
    assert without_people(r"他叫\d.", [(r"\d.", r"\某")]) == r"他叫\某"
