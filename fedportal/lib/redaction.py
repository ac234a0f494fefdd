"""Takes out of a free text what a person could be reached or told by."""

import re
from collections.abc import Iterable

# Telephone numbers of 7 to 12 digits, with an area code or spaces; identity numbers of 15 or 18.
_PHONE = r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}[-\s]?\d{7,8}"
_IDENTITY = r"\d{17}[\dXx]|\d{15}"
CONTACTS = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_PHONE})(?![\dXx])")
HIDDEN = "（已隐去）"
_REGION = re.compile("[省市区县旗镇乡]|街道")
_SHORTEST = 4  # characters of an address that are no mere word


def without_contacts(text: str, *, hidden: str = HIDDEN) -> str:
    """The text with telephone and identity numbers hidden."""
    return CONTACTS.sub(hidden, text)


def contacts_in(text: str) -> list[str]:
    """The telephone and identity numbers that a text holds."""
    return CONTACTS.findall(text)


def without_people(
    text: str, people: Iterable[tuple[str, str]], addresses: Iterable[str] = (), *, hidden: str = HIDDEN
) -> str:
    """The text with these names written as their masks, these addresses hidden, and all telephone and identity
    numbers. A name is known by its given name alone too; an address however it is spaced, and without its region.
    """
    for address in addresses:
        for place in _wordings(address):
            text = _spaced(place).sub(hidden, text)
    for name, mask in sorted(people, key=lambda pair: -len(pair[0])):
        text = _spaced(name).sub(mask, text)
        given = name[1:] if len(name) == 3 else name[2:]
        text = text.replace(given, "某" * len(given)) if len(given) == 2 else text
    return without_contacts(text, hidden=hidden)


def _wordings(address: str) -> list[str]:
    """As it is written, and from behind each of its regions on: 滨城区黄河五路 385 号, 黄河五路 385 号."""
    whole = "".join(address.split())
    ends = [match.end() for match in _REGION.finditer(whole)]
    return [part for part in (whole, *(whole[end:] for end in ends)) if len(part) >= _SHORTEST]


def _spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(re.escape(letter) for letter in words if not letter.isspace()))
