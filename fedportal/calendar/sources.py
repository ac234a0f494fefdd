"""What each source says about a year: the package of past notices, the estimate, or a notice as entered."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import holidays
from chinese_calendar import constants

FIRST_YEAR: int = min(constants.holidays).year
LAST_PACKAGE_YEAR: int = max(constants.holidays).year

# The package names holidays in English; cadres do not.
CHINESE_NAME = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
MAKEUP_SUFFIX = "调休上班"


@dataclass(frozen=True)
class PlannedDay:
    """A day as a source has it; `note` names the holiday, or for which holiday a weekend is worked."""

    day: dt.date
    is_working: bool
    note: str = ""


def days_of_year(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range(366 if calendar.isleap(year) else 365)]


def why_not_in(year: int, day: dt.date) -> str:
    """Why the notice of a year cannot name this day; empty if it can."""
    if day.year == year or (day.year, day.month) == (year - 1, 12):
        return ""
    return f"{day} 不在 {year} 年内（通知只可涉及本年和上年 12 月）。"


def why_not_makeup(day: dt.date) -> str:
    """Why this day cannot be worked for a holiday; empty if it can."""
    return "" if day.weekday() >= calendar.SATURDAY else f"{day} 不是周六或周日，本来就上班，请核对通知。"


def announced(
    days: Iterable[dt.date], *, holidays: Mapping[dt.date, str], makeup: Mapping[dt.date, str]
) -> list[PlannedDay]:
    """Days under a notice: weekends off, except what it names. `makeup` maps a day to its holiday's name."""
    return [_announced_day(day, holidays, makeup) for day in days]


def _announced_day(day: dt.date, holidays: Mapping[dt.date, str], makeup: Mapping[dt.date, str]) -> PlannedDay:
    if day in makeup:
        return PlannedDay(day, True, makeup[day] + MAKEUP_SUFFIX)
    if day in holidays:
        return PlannedDay(day, False, holidays[day])
    return PlannedDay(day, day.weekday() < 5)


def from_package(year: int) -> list[PlannedDay]:
    """A past year exactly as the State Council's notices arranged it."""
    off = {day: CHINESE_NAME[name] for day, name in constants.holidays.items() if day.year == year}
    makeup = {day: CHINESE_NAME[name] for day, name in constants.workdays.items() if day.year == year}
    return announced(days_of_year(year), holidays=off, makeup=makeup)


def estimated(year: int) -> list[PlannedDay]:
    """A year without a notice: statutory holidays and their substitutes (domain.md P19), no make-up days."""
    statutory = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = {day: _holiday_name(names) for day, names in statutory.items() if day.year == year}
    return announced(days_of_year(year), holidays=off, makeup={})


def _holiday_name(names: str) -> str:
    """The name of the holiday that a statutory day, its eve or its substitute belongs to."""
    plain = [name.removesuffix("（补假）").replace("农历除夕", "春节") for name in names.split("; ")]
    return "、".join(plain)
