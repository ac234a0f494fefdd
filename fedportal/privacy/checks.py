"""Refuses to start with settings under which files would be disposed of too early."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from fedportal.privacy.retention import CALL_FLOOR, FLOORS, ORDER_FLOOR


def kept_long_enough(**_: Any) -> list[CheckMessage]:
    """A file that was archived for ten years is kept for ten at least, an order as the law says, a call for a year."""
    found: list[CheckMessage] = [
        Error(
            f"RETENTION_YEARS keeps files of {name} for {settings.RETENTION_YEARS.get(name)} years.",
            hint=f"{floor} years at least.",
            id="privacy.E001",
        )
        for name, floor in FLOORS.items()
        if (settings.RETENTION_YEARS.get(name) or 0) < floor
    ]
    if settings.RETENTION_ORDER_YEARS < ORDER_FLOOR:
        years = settings.RETENTION_ORDER_YEARS
        said = f"RETENTION_ORDER_YEARS keeps orders of 12345 for {years} years."
        found.append(Error(said, hint=f"{ORDER_FLOOR} years at least.", id="privacy.E002"))
    if settings.RETENTION_CALL_YEARS < CALL_FLOOR:
        said = f"RETENTION_CALL_YEARS keeps calls of 12338 for {settings.RETENTION_CALL_YEARS} years."
        found.append(Error(said, hint=f"{CALL_FLOOR} year at least.", id="privacy.E003"))
    return found
