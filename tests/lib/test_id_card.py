"""Identity numbers by GB 11643."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedportal.lib.id_card import CHECKS, IdCard, WrongIdCard, check_digit, read_id_card

TODAY = dt.date(2026, 11, 23)


def refusal(text: str) -> str:
    with pytest.raises(WrongIdCard) as caught:
        read_id_card(text, on=TODAY)
    return str(caught.value)


def test_the_example_of_the_standard_is_a_woman_of_1949() -> None:
    card = read_id_card("11010519491231002X", on=TODAY)

    assert card == IdCard("11010519491231002X", dt.date(1949, 12, 31), "female")


@pytest.mark.parametrize("typed", ["11010519491231002x", " 110105 19491231 002X ", "110105-19491231-002X"])
def test_small_letters_blanks_and_dashes_are_forgiven(typed: str) -> None:
    assert read_id_card(typed, on=TODAY).number == "11010519491231002X"


def test_an_odd_seventeenth_digit_is_a_man() -> None:
    body = "37160219880808101"

    assert read_id_card(body + check_digit(body), on=TODAY).sex == "male"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("110105491231002", "这是 15 位旧证号，请核对现行的 18 位身份证号。"),
        ("1101051949123100", "身份证号应为 18 位，现在是 16 位。"),
        ("", "身份证号应为 18 位，现在是 0 位。"),
        ("1101051949123100AX", "身份证号前 17 位应为数字，最后一位为数字或 X。"),
        ("１１０１０５１９４９１２３１００２Ｘ", "身份证号前 17 位应为数字，最后一位为数字或 X。"),
        ("110105194912310021", "身份证号校验位不符，请逐位核对。"),
        ("110105194902300026", "身份证号中的出生日期 1949-02-30 不存在，请核对。"),
        ("110105189912310026", "身份证号中的出生日期 1899-12-31 不存在，请核对。"),
        ("110105202611240026", "身份证号中的出生日期 2026-11-24 不存在，请核对。"),
    ],
)
def test_each_mistake_is_named(typed: str, sentence: str) -> None:
    assert refusal(typed) == sentence


@given(st.from_regex(r"[1-8][0-9]{5}", fullmatch=True), st.dates(dt.date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_every_well_made_number_is_read_back(region: str, birth_on: dt.date, order: int) -> None:
    body = f"{region}{birth_on:%Y%m%d}{order:03}"

    card = read_id_card(body + check_digit(body), on=TODAY)

    assert (card.birth_on, card.sex) == (birth_on, "male" if order % 2 else "female")


@given(st.dates(dt.date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(6, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth_on: dt.date, order: int, where: int, by: int) -> None:
    body = f"371602{birth_on:%Y%m%d}{order:03}"
    changed = body[:where] + str((int(body[where]) + by) % 10) + body[where + 1 :]

    assert refusal(changed + check_digit(body))


def test_the_remainders_are_those_of_the_standard() -> None:
    assert CHECKS == "10X98765432"
