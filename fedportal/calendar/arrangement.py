"""Reads a year as its notice words it: ranges of holidays, make-up days, and what a new notice would change."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fedportal.calendar.models import CalendarEdition, WorkDay
from fedportal.calendar.sources import MAKEUP_SUFFIX, PlannedDay


@dataclass(frozen=True)
class HolidayRange:
    """A holiday from its first to its last day off."""

    name: str
    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Flip:
    """A day that a new arrangement turns from work to rest or back."""

    day: dt.date
    is_working: bool
    note: str


def current_days(year: int) -> list[PlannedDay]:
    """The year as it stands in the table; empty if it is not there."""
    rows = WorkDay.objects.filter(day__year=year).order_by("day")
    return [PlannedDay(*row) for row in rows.values_list("day", "is_working", "note")]


def current_edition(year: int) -> CalendarEdition | None:
    """The publication in force for that year."""
    return CalendarEdition.objects.filter(year=year).order_by("-id").first()


def holiday_ranges(days: Iterable[PlannedDay]) -> list[HolidayRange]:
    """Holidays as the notice words them: stretches of days off under one name."""
    ranges: list[HolidayRange] = []
    for day in days:
        if day.is_working or not day.note:
            continue
        if ranges and ranges[-1].name == day.note and ranges[-1].last + dt.timedelta(days=1) == day.day:
            ranges[-1] = HolidayRange(day.note, ranges[-1].first, day.day)
        else:
            ranges.append(HolidayRange(day.note, day.day, day.day))
    return ranges


def makeup_days(days: Iterable[PlannedDay]) -> dict[dt.date, str]:
    """Weekends that are worked, each with the name of its holiday."""
    return {day.day: day.note.removesuffix(MAKEUP_SUFFIX) for day in days if day.is_working and day.note}


def flips(planned: Iterable[PlannedDay]) -> list[Flip]:
    """Which days the plan turns, compared with the table; a renamed day is no flip."""
    planned = list(planned)
    now = dict(WorkDay.objects.filter(day__in=[d.day for d in planned]).values_list("day", "is_working"))
    return [Flip(d.day, d.is_working, d.note) for d in planned if now.get(d.day) != d.is_working]
