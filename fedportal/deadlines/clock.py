"""From a limit to its last moment, and from a rung to its moment. Pure computation over the calendar."""

import calendar
import datetime as dt
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.limits import Base, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST_SECOND = dt.time(23, 59, 59)

# Units that run exactly, from moment to moment.
EXACT = {
    Unit.SECOND: dt.timedelta(seconds=1),
    Unit.MINUTE: dt.timedelta(minutes=1),
    Unit.HOUR: dt.timedelta(hours=1),
}


class Reached(Protocol):
    """What is asked of a rung: limits.Step and models.Rung both have it."""

    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def share(self) -> Decimal | None: ...


def last_moment(start: dt.datetime, amount: int, unit: Unit, days: WorkingDays, *, rolls: bool = False) -> dt.datetime:
    """The last moment at which the duty is still in time.

    Days and months: the start day is not counted, and the last day runs to its end. `rolls`: a last day that is
    not a working day moves to the next one (the regulation is silent; a region decides).
    """
    if unit in EXACT:
        return start + amount * EXACT[unit]
    last = last_day(start.astimezone(SHANGHAI).date(), amount, unit, days)
    if rolls and not days.is_working(last):
        last = days.add(last, 1)
    return end_of_day_on(last)


def end_of_day(moment: dt.datetime, days_later: int = 0) -> dt.datetime:
    """The last second of that day, or of one some days later, in Beijing time."""
    return end_of_day_on(moment.astimezone(SHANGHAI).date() + dt.timedelta(days=days_later))


def end_of_day_on(day: dt.date) -> dt.datetime:
    """The last second of that day, in Beijing time."""
    return dt.datetime.combine(day, LAST_SECOND, SHANGHAI)


def last_day(start: dt.date, amount: int, unit: Unit, days: WorkingDays) -> dt.date:
    """The day on which a limit of days or months ends."""
    if unit == Unit.WORKING_DAY:
        return days.add(start, amount)
    if unit == Unit.MONTH:
        return _months_later(start, amount)
    return start + dt.timedelta(days=amount)


def _months_later(start: dt.date, amount: int) -> dt.date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    month += 1
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def rung_moment(
    rung: Reached, *, base: Base, opened_at: dt.datetime, due_at: dt.datetime, days: WorkingDays
) -> dt.datetime:
    """When a rung is reached: `amount` from the base, with a share the earlier of both, never before the start."""
    moment = _shifted(due_at if base == Base.DUE else opened_at, rung.amount, Unit(rung.unit), days)
    if rung.share is not None:
        moment = min(moment, opened_at + float(rung.share) * (due_at - opened_at))
    return max(opened_at, moment)


def _shifted(base: dt.datetime, amount: int, unit: Unit, days: WorkingDays) -> dt.datetime:
    """`amount` units from the base, at its time of day; rungs know no months."""
    if unit == Unit.WORKING_DAY:
        local = base.astimezone(SHANGHAI)
        return dt.datetime.combine(days.add(local.date(), amount), local.time(), SHANGHAI)
    if unit == Unit.DAY:
        return base + dt.timedelta(days=amount)
    return base + amount * EXACT[unit]
