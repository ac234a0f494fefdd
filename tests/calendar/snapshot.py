"""The calendar in memory, made from its sources without a database; an edition's id is its year."""

from collections.abc import Iterator
from functools import cache

from fedportal.calendar import sources
from fedportal.calendar.working_days import CalendarRow, WorkingDays

PROVISIONAL = sources.LAST_PACKAGE_YEAR + 1


@cache
def snapshot() -> WorkingDays:
    """2004 to 2026 from the package, 2027 by estimate."""
    return WorkingDays(_rows(), provisional=frozenset({PROVISIONAL}))


def _rows() -> Iterator[CalendarRow]:
    number = 0
    for year in range(sources.FIRST_YEAR, PROVISIONAL + 1):
        days = sources.from_package(year) if year < PROVISIONAL else sources.estimated(year)
        for planned in days:
            number += planned.is_working
            yield CalendarRow(planned.day, planned.is_working, number, year)
