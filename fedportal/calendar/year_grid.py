"""Lays a year out as twelve small months, Monday first, as a wall calendar."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fedportal.calendar.sources import PlannedDay

MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")


@dataclass(frozen=True)
class Cell:
    """One day as it is drawn: a word and a style beside the colour."""

    day: dt.date
    kind: str  # of the style sheet: holiday, makeup, weekend, plain
    mark: str  # 休, 班 or nothing
    words: str  # what a screen reader and the pointer are told


@dataclass(frozen=True)
class Month:
    """A month in weeks; days of other months are empty."""

    name: str
    weeks: list[list[Cell | None]]
    working: int


def months(days: Iterable[PlannedDay]) -> list[Month]:
    """The twelve months of a year's days, which are in order and complete."""
    by_month: dict[int, list[PlannedDay]] = {}
    for day in days:
        by_month.setdefault(day.day.month, []).append(day)
    return [_month(MONTHS[number - 1], days) for number, days in by_month.items()]


def _month(name: str, days: list[PlannedDay]) -> Month:
    cells: list[Cell | None] = [None] * days[0].day.weekday()
    cells += [_cell(day) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return Month(name, weeks, sum(day.is_working for day in days))


def _cell(planned: PlannedDay) -> Cell:
    kind, mark = _kind(planned)
    state = planned.note or ("工作日" if planned.is_working else "休息日")
    return Cell(planned.day, kind, mark, f"{planned.day} {state}")


def _kind(planned: PlannedDay) -> tuple[str, str]:
    if planned.note:
        return ("makeup", "班") if planned.is_working else ("holiday", "休")
    return ("weekend", "") if planned.day.weekday() >= calendar.SATURDAY else ("plain", "")
