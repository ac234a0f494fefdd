"""The days as of which 平安家庭 is counted: today, or the last of a month that has ended."""

import datetime as dt
import re

from stations.quarters import EARLIEST, Quarter

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAY = dt.timedelta(days=1)


def read_day(text: str, today: dt.date) -> dt.date:
    """2026-09 as the address says it; what is not written so, or has not ended, is today."""
    found = _WRITTEN.fullmatch(text)
    if not found or int(found[1]) < EARLIEST:
        return today
    return min(_end(dt.date(int(found[1]), int(found[2]), 1)), today)


def around(on: dt.date, today: dt.date) -> list[tuple[str, str]]:
    """Where one may turn to: what is said, and the month as the address says it; empty is today."""
    quarter = Quarter.of(on).first - _DAY
    days = {"上月末": on.replace(day=1) - _DAY, "上季末": quarter}
    if on < today:
        days |= {"下月末": _end(on + _DAY)}
    turns = [(words, f"{day:%Y-%m}") for words, day in days.items() if day < today and day.year >= EARLIEST]
    return [*turns, ("现在", "")] if on < today else turns


def _end(day: dt.date) -> dt.date:
    return (day.replace(day=1) + 31 * _DAY).replace(day=1) - _DAY
