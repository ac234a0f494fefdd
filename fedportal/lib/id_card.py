"""Resident identity numbers (GB 11643): the check digit, the birth date and the sex in them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LENGTH = 18
FIRST_YEAR = 1900


class WrongIdCard(ValueError):
    """Not an identity number; says what is wrong with it."""


@dataclass(frozen=True)
class IdCard:
    """What an identity number says."""

    number: str  # 18 characters, X in upper case
    birth_on: dt.date
    sex: Literal["female", "male"]


def read_id_card(text: str, *, on: dt.date) -> IdCard:
    """Read a number as typed; WrongIdCard with a sentence for the person who typed it. `on` is the day of reading."""
    number = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        raise WrongIdCard("这是 15 位旧证号，请核对现行的 18 位身份证号。")
    if len(number) != LENGTH:
        raise WrongIdCard(f"身份证号应为 18 位，现在是 {len(number)} 位。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise WrongIdCard("身份证号前 17 位应为数字，最后一位为数字或 X。")
    birth_on = _birth(number, on)
    if number[-1] != check_digit(number[:-1]):
        raise WrongIdCard("身份证号校验位不符，请逐位核对。")
    return IdCard(number, birth_on, "male" if int(number[16]) % 2 else "female")


def check_digit(digits: str) -> str:
    """The eighteenth character that belongs to these seventeen digits."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % len(CHECKS)]


def _birth(number: str, on: dt.date) -> dt.date:
    year, month, day = number[6:10], number[10:12], number[12:14]
    try:
        birth_on = dt.date(int(year), int(month), int(day))
    except ValueError:
        birth_on = None
    if birth_on is None or birth_on.year < FIRST_YEAR or birth_on > on:
        raise WrongIdCard(f"身份证号中的出生日期 {year}-{month}-{day} 不存在，请核对。")
    return birth_on
