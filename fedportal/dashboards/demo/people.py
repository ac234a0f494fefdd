"""Invented people: names, telephone numbers that no operator gives out, identity numbers of no real district."""

import datetime as dt
import tomllib
from pathlib import Path
from random import Random

from fedportal.lib.id_card import check_digit

_NAMES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
CHILDREN, COMPANIES = _NAMES["children"], _NAMES["companies"]

_NO_DISTRICT = 99  # no county in the country ends in 99: these numbers belong to nobody


def name_of(random: Random, *, female: bool) -> str:
    return random.choice(_NAMES["surnames"]) + random.choice(_NAMES["female" if female else "male"])


def phone(random: Random) -> str:
    """A mobile number of the prefix 154, which is given to no operator."""
    return f"1540{random.randrange(10**7):07d}"


def identity_number(random: Random, *, city_code: int, birth_on: dt.date, female: bool) -> str:
    """Eighteen digits with the right check digit (GB 11643), of a district that does not exist."""
    order = random.randrange(0, 998, 2) + (0 if female else 1)
    body = f"{city_code // 10**8:04d}{_NO_DISTRICT}{birth_on:%Y%m%d}{order:03d}"
    return body + check_digit(body)


def birth_date(random: Random, *, age: int, on: dt.date) -> dt.date:
    """Some day in the year before the last birthday."""
    return on - dt.timedelta(days=round(age * 365.25) + random.randrange(1, 364))
