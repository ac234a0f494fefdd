"""One person in many spellings has one index, and nobody reads her in it."""

import pytest
from pytest_django.fixtures import Settings

from fedportal.lib.blind_index import LENGTH, id_index, name_index, phone_index
from fedportal.lib.normal_forms import normal_id_number, normal_name, normal_phone

BINZHOU = 371600000000


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13854312345", "13854312345"),
        ("+86 138 5431 2345", "13854312345"),
        ("0086-13854312345", "13854312345"),
        ("８６１３８５４３１２３４５", "13854312345"),
        ("013854312345", "13854312345"),
        ("13854312345、0543-3162338", "13854312345"),
        ("13854312345 15054312345", "13854312345"),
        ("0543-3162338转801", "05433162338"),
        ("+86 543 3162338", "05433162338"),
        ("（0543）3162338", "05433162338"),
        ("娘家：3162338", "371600000000-3162338"),
        ("400-820-8820", "4008208820"),
        ("12338", ""),
        ("不详", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_has_one_form(written: str, number: str) -> None:
    assert normal_phone(written, area=BINZHOU) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),  # the old number of the same person
        ("E12345678", "E12345678"),
        ("不详", ""),
    ],
)
def test_an_identity_number_has_one_form(written: str, number: str) -> None:
    assert normal_id_number(written) == number


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王 小芳", "王小芳"),
        ("王　小芳", "王小芳"),
        ("陳麗華", "陈丽华"),
        ("阿依古丽·买买提", "阿依古丽买买提"),
        ("阿依古丽•買買提", "阿依古丽买买提"),
        ("Anna Smith", "annasmith"),
        ("王某某", ""),
        ("李女士", ""),
        ("匿名", ""),
        ("王", ""),
    ],
)
def test_a_name_has_one_form_and_nobodys_has_none(written: str, name: str) -> None:
    assert normal_name(written) == name


def test_the_index_says_nothing_without_the_key(settings: Settings) -> None:
    settings.BLIND_INDEX_KEY = "one"
    first = phone_index("13854312345", area=BINZHOU)
    settings.BLIND_INDEX_KEY = "two"
    second = phone_index("13854312345", area=BINZHOU)

    assert first != second
    assert len(first) == LENGTH
    assert "1385431" not in first


def test_a_phone_is_never_an_identity_number_and_a_name_is_one_countys() -> None:
    assert id_index("13854312345") != phone_index("13854312345", area=BINZHOU)
    assert name_index("王小芳", place=371602000000) != name_index("王小芳", place=371621000000)


def test_nothing_known_is_no_index() -> None:
    assert (id_index(""), phone_index("不详", area=BINZHOU), name_index("匿名", place=BINZHOU)) == ("", "", "")
