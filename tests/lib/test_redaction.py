"""What a person could be reached by is taken out of a text."""

import pytest

from fedportal.lib.redaction import HIDDEN, contacts_in, without_contacts


@pytest.mark.parametrize(
    "number",
    ["13854312345", "138 5431 2345", "+86 138-5431-2345", "0543-3162338", "05433162338", "11010519491231002X"],
)
def test_a_number_is_hidden_and_found(number: str) -> None:
    text = f"她说电话是{number}，请回电"

    assert contacts_in(text) == [number]
    assert without_contacts(text) == f"她说电话是{HIDDEN}，请回电"


@pytest.mark.parametrize("text", ["11 月 25 日 12338 热线", "鲁滨城妇信〔2026〕000123", "欠薪 12000 元", "110"])
def test_other_figures_stay(text: str) -> None:
    assert without_contacts(text) == text
