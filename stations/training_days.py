"""From which day on who was trained last is reminded, and late (network_law, domain.md row 81)."""

import datetime as dt

from stations.network_law import OVERDUE_AFTER, REMINDED_AFTER

_MONTHS = 12  # of a year; both limits are whole years


def reminded_before(on: dt.date) -> dt.date:
    """Whoever was trained last before that day has been without for 24 months."""
    return _years_before(on, REMINDED_AFTER // _MONTHS)


def late_before(on: dt.date) -> dt.date:
    """The same of 36 months."""
    return _years_before(on, OVERDUE_AFTER // _MONTHS)


def _years_before(on: dt.date, years: int) -> dt.date:
    """The same day so many years ago; of the 29th of February the 28th."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return dt.date(on.year - years, on.month, day)
