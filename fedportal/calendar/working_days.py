"""Counting in working days: a snapshot of the calendar in memory, and the single look-up in the database."""

import datetime as dt
from array import array
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db.models import Subquery

from fedportal.calendar.models import CalendarEdition, WorkDay


class CalendarEnds(LookupError):
    """A date lies beyond the loaded calendar."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的工作日历尚未录入，无法推算工作日")
        self.year = year


class CalendarRow(NamedTuple):
    """One day as the snapshot needs it; see models.WorkDay."""

    day: dt.date
    is_working: bool
    number: int
    edition_id: int


class WorkingDays:
    """An immutable snapshot of the calendar, about 8,400 days without a gap.

    Every question is answered by the running number: `number(day)` counts the working days up to and
    including the day, so that a stretch of working days is a subtraction.
    """

    __slots__ = ("_editions", "_first", "_numbers", "_provisional", "_working")

    _newest: tuple[int | None, "WorkingDays"] | None = None  # one snapshot a process, with the edition it was read at

    def __init__(self, rows: Iterable[CalendarRow], *, provisional: frozenset[int] = frozenset()) -> None:
        """`rows` are in order of days; `provisional` are the ids of the estimated editions among them."""
        self._first = 0
        self._numbers = array("i")
        self._editions = array("q")
        self._working = array("i")  # ordinals of the working days, the first of them has the number _numbers[...]
        self._provisional = provisional
        for row in rows:
            self._append(row)

    def _append(self, row: CalendarRow) -> None:
        if not self._numbers:
            self._first = row.day.toordinal()
        if row.day.toordinal() != self._first + len(self._numbers):
            raise ValueError(f"the calendar has a gap before {row.day}")
        if row.number != len(self._working) + row.is_working:
            raise ValueError(f"the running number breaks on {row.day}")
        self._numbers.append(row.number)
        self._editions.append(row.edition_id)
        if row.is_working:
            self._working.append(row.day.toordinal())

    @classmethod
    def load(cls) -> Self:
        """The calendar in force; read again only after a new edition was published."""
        return cls.of(CalendarEdition.objects.order_by("-id").values_list("id", flat=True).first())

    @classmethod
    def of(cls, newest: int | None) -> Self:
        """The calendar in force where the newest edition is this one, as whoever asked a moment ago knows."""
        cached = WorkingDays._newest
        if cached is None or cached[0] != newest:
            cached = (newest, cls._read())
            WorkingDays._newest = cached
        return cached[1]  # type: ignore[return-value]

    @classmethod
    def _read(cls) -> Self:
        rows = WorkDay.objects.order_by("day").values_list("day", "is_working", "number", "edition_id")
        estimates = CalendarEdition.objects.filter(source=CalendarEdition.Source.ESTIMATE)
        return cls(
            (CalendarRow(*row) for row in rows),
            provisional=frozenset(estimates.values_list("id", flat=True)),
        )

    def add(self, day: dt.date, n: int) -> dt.date:
        """The working day whose number is `number(day) + n`; the day itself for n = 0."""
        if n == 0:
            return day
        target = self.number(day) + n
        if target > len(self._working):
            raise CalendarEnds(self._last_year + 1)
        if target < 1:
            raise CalendarEnds(self._first_year - 1)
        return dt.date.fromordinal(self._working[target - 1])

    def is_working(self, day: dt.date) -> bool:
        at = self._index(day)
        return self._numbers[at] > (self._numbers[at - 1] if at else 0)

    def number(self, day: dt.date) -> int:
        """How many working days the calendar holds up to and including this day."""
        return self._numbers[self._index(day)]

    def between(self, a: dt.date, b: dt.date) -> int:
        """Working days after `a`, up to and including `b`; negative if `b` lies before `a`."""
        return self.number(b) - self.number(a)

    def edition_id(self, day: dt.date) -> int:
        return self._editions[self._index(day)]

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the day's year still waits for the State Council's notice."""
        return self.edition_id(day) in self._provisional

    def _index(self, day: dt.date) -> int:
        at = day.toordinal() - self._first
        if not 0 <= at < len(self._numbers):
            raise CalendarEnds(day.year)
        return at

    @property
    def _first_year(self) -> int:
        return dt.date.fromordinal(self._first).year

    @property
    def _last_year(self) -> int:
        return dt.date.fromordinal(self._first + len(self._numbers) - 1).year


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The same answer as WorkingDays.add by one index look-up, for a single date."""
    if n == 0:
        return day
    origin = WorkDay.objects.filter(day=day).values("number")
    target = WorkDay.objects.filter(is_working=True, number=Subquery(origin) + n)
    found = target.values_list("day", flat=True).first()
    if found is None:
        raise _end_of_calendar(day, n)
    return found


def _end_of_calendar(day: dt.date, n: int) -> CalendarEnds:
    """Which year is missing: the day's own, or the one after (before) the calendar."""
    edge = WorkDay.objects.order_by("-day" if n > 0 else "day").values_list("day", flat=True).first()
    if edge is None or not WorkDay.objects.filter(day=day).exists():
        return CalendarEnds(day.year)
    return CalendarEnds(edge.year + (1 if n > 0 else -1))
