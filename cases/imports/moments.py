"""Reads the moments that people and spreadsheets write: 2019/4/25 9:32:09, 2019年4月25日, 2019.4.25, 43580.4."""

import datetime as dt
import re
import unicodedata

from django.utils import timezone

from cases.imports.cells import Cell, text_of

EXAMPLE = "2026-03-05 14:30"
# Excel counts days from here (its 29 February 1900 is why it is not the 31st).
_EXCEL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a wall clock; the zone is added at the end)
_EXCEL_DAYS = (10_000, 80_000)  # 1927 to 2119: nothing else in this column looks like that

_DAY = r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?|(?P<m2>\d{2})(?P<d2>\d{2}))"
_HALF = r"(?P<half>上午|早上|凌晨|中午|下午|晚上|am|pm)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2})?(?:[:分](?P<second>\d{1,2})?(?:\.\d+)?秒?)?"
    r"|(?P<min2>\d{2})(?P<sec2>\d{2})?)"
)
_ZONE = r"(?P<zone>z|[+-]\d{2}:?\d{2})?"
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_MOMENT = re.compile(rf"{_DAY}[t,]?\s*{_WEEKDAY}\s*(?:{_HALF}\s*{_CLOCK}\s*(?P<half_after>am|pm)?\s*{_ZONE})?")


def read_moment(cell: Cell) -> dt.datetime | None:
    """The moment in local time; None where the cell cannot be read as one."""
    try:
        return _read(cell)
    except (ValueError, OverflowError):
        return None


def _read(cell: Cell) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return _local(cell)
    if isinstance(cell, dt.date):
        return _local(dt.datetime.combine(cell, dt.time()))
    text = unicodedata.normalize("NFKC", text_of(cell)).strip().lower()
    serial = _serial(text)
    return _local(_EXCEL_ZERO + dt.timedelta(seconds=round(serial * 86400))) if serial else _from_words(text)


def _serial(text: str) -> float | None:
    """Excel's own count of days, as it stands in a cell that lost its date format."""
    if not re.fullmatch(r"\d{5}(\.\d+)?", text):
        return None
    days = float(text)
    return days if _EXCEL_DAYS[0] <= days < _EXCEL_DAYS[1] else None


def _from_words(text: str) -> dt.datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    part = {name: int(value) for name, value in found.groupdict().items() if value and value.isdigit()}
    hour = _hour_of_day(part.get("hour", 0), found["half"] or found["half_after"] or "")
    moment = dt.datetime(  # noqa: DTZ001  (the zone follows)
        part["year"],
        part.get("month") or part["m2"],
        part.get("day") or part["d2"],
        hour,
        part.get("minute", part.get("min2", 0)),
        part.get("second", part.get("sec2", 0)),
    )
    return _local(moment, found["zone"])


def _hour_of_day(hour: int, half: str) -> int:
    if half in {"下午", "晚上", "pm"} and hour < 12:
        return hour + 12
    if half == "中午" and hour < 3:
        return hour + 12
    if half in {"凌晨", "上午", "早上", "am"} and hour == 12:
        return 0
    return hour


def _local(moment: dt.datetime, zone: str | None = None) -> dt.datetime:
    if zone:
        offset = "+00:00" if zone == "z" else zone
        return dt.datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(timezone.get_default_timezone())
    if timezone.is_aware(moment):
        return timezone.localtime(moment)
    return timezone.make_aware(moment.replace(microsecond=0))
