"""Refuses to start with settings under which files would be disposed of too early."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from fedportal.privacy.retention import FLOORS, ORDER_FLOOR


def kept_long_enough(**_: Any) -> list[CheckMessage]:
    """A file that was archived for ten years is kept for ten at least, an order as long as the law says."""
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
    return found
