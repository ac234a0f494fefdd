"""Personal data as it stands before those who need not know it."""

import pytest

from fedportal.lib.masking import HIDDEN, mask_address, mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小芳", "王某某"),
        ("李梅", "李某"),
        ("欧阳兰", "欧阳某"),
        ("欧阳小兰", "欧阳某某"),
        ("欧阳", "欧某"),
        ("阿依古丽·买买提", "阿某某某"),
        ("匿名", "匿名"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13812345678", "138****5678"), ("05433361234", "054****1234"), ("12338", "***38"), ("7", "7"), ("", "")],
)
def test_a_phone_number_keeps_its_ends(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


def test_an_identity_number_keeps_the_province_and_its_end() -> None:
    assert mask_id_number("37160219900101123X") == "371***********123X"
    assert mask_id_number("371602") == "******"


def test_nothing_of_an_address_is_shown() -> None:
    assert mask_address("滨城区黄河五路 1 号") == HIDDEN
    assert mask_address("") == ""
