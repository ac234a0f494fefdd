"""The arithmetic of 12-digit statistical codes: which level a code names, and where its range ends."""

from fedportal.orgs.models import Level

DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}
SPAN = {level: 10 ** (12 - digits) for level, digits in DIGITS.items()}


def level_of(code: int) -> Level:
    """The level that a full code names: the fewest leading digits that hold all that is not zero."""
    return next(level for level in Level if code % SPAN[level] == 0)


def code_end(code: int) -> int:
    """Where the half-open range of a full code ends."""
    return code + SPAN[level_of(code)]


def full_code(short: str) -> int:
    """`3716` as the twelve digits 371600000000; a code of 2, 4, 6, 9 or 12 digits."""
    if len(short) not in DIGITS.values() or not (short.isascii() and short.isdigit()):
        raise ValueError(f"not a code of 2, 4, 6, 9 or 12 digits: {short!r}")
    return int(short.ljust(12, "0"))
