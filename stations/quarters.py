"""Quarters of a year, in which services are counted (effective coverage, domain.md 3.6: POLICY)."""

import datetime as dt
import re
from dataclasses import dataclass

from fedportal.lib.numerals import chinese_number

_WRITTEN = re.compile(r"([0-9]{4})-q([1-4])", re.ASCII)
EARLIEST = 2000  # years; before that nothing was kept here


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter by its year and number."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str, today: dt.date) -> "Quarter":
        """2026-q3 as the address says it; what is not written so, or has not begun, is the running one."""
        found, running = _WRITTEN.fullmatch(text), cls.of(today)
        asked = cls(int(found[1]), int(found[2])) if found else running
        return asked if asked.year >= EARLIEST and asked <= running else running

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def label(self) -> str:
        """2026 年第三季度."""
        return f"{self.year} 年第{chinese_number(self.number)}季度"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> dt.date:
        return self.later.first - dt.timedelta(days=1)

    @property
    def earlier(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def later(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
