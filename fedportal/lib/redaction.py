"""Takes out of a free text what a person could be reached or told by."""

import re

# Telephone numbers of 7 to 12 digits, with an area code or spaces; identity numbers of 15 or 18.
_PHONE = r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}[-\s]?\d{7,8}"
_IDENTITY = r"\d{17}[\dXx]|\d{15}"
CONTACTS = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_PHONE})(?![\dXx])")
HIDDEN = "（已隐去）"


def without_contacts(text: str) -> str:
    """The text with telephone and identity numbers hidden."""
    return CONTACTS.sub(HIDDEN, text)


def contacts_in(text: str) -> list[str]:
    """The telephone and identity numbers that a text holds."""
    return CONTACTS.findall(text)
