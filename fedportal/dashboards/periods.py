"""The periods that yearly papers speak of: a year, a half, a quarter or a month, and those they are compared with."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from fedportal.accounts.models import User
from fedportal.dashboards.months import YEAR, Days, end_of_month, months_earlier
from fedportal.deadlines.clock import SHANGHAI
from fedportal.lib.numerals import chinese_number
from fedportal.orgs.models import Level

EARLIEST = 2000  # years; before that nothing was kept here
KINDS = {12: "年", 6: "半年", 3: "季", 1: "月"}  # months
QUARTER = 3  # months
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:h([12])|q([1-4])|(0[1-9]|1[0-2])))?")


def reads_running(reader: User) -> bool:
    """Whether figures about guarded matters are told before their period is over, by the month and whole: to a county
    and what lies in it."""
    return reader.org.level >= Level.COUNTY


@dataclass(frozen=True)
class ReportPeriod:
    """Some months from `first` on, as they stand on `today`: what has not come yet is not compared either. `whole`: it
    is told once it is over, and no shorter than a quarter."""

    first: dt.date
    months: int
    today: dt.date
    whole: bool = False

    @classmethod
    def read(cls, text: str, today: dt.date) -> "ReportPeriod | None":
        """2026, 2026-h1, 2026-q3 or 2026-11; this year where nothing is asked; None for what has no figures."""
        found = _WRITTEN.fullmatch(text or str(today.year))
        if found is None:
            return None
        year, half, quarter, month = found.groups()
        months = 6 if half else 3 if quarter else 1 if month else YEAR
        place = int(half or quarter or month or 1) - 1
        if not EARLIEST <= int(year) <= today.year:
            return None
        period = cls(dt.date(int(year), place * months + 1, 1), months, today)
        return period if period.first <= today else None

    def __str__(self) -> str:
        """As the address says it."""
        place = (self.first.month - 1) // self.months + 1
        written = {12: "", 6: f"-h{place}", 3: f"-q{place}", 1: f"-{place:02d}"}
        return f"{self.first.year}{written[self.months]}"

    @property
    def label(self) -> str:
        """2026 年第三季度."""
        place = (self.first.month - 1) // self.months + 1
        half = "上半年" if place == 1 else "下半年"
        parts = {12: "", 6: half, 3: f"第{chinese_number(place)}季度", 1: f" {place} 月"}
        return f"{self.first.year} 年{parts[self.months]}"

    @property
    def is_over(self) -> bool:
        return self.today > _last_day(self.first, self.months)

    def made_whole(self) -> "ReportPeriod":
        """The quarter around a month; the latest of that length that is over."""
        period = ReportPeriod(self.first, self.months, self.today)
        period = period if period.months >= QUARTER else period.of_length(QUARTER)
        while not period.is_over:
            period = ReportPeriod(months_earlier(period.first, period.months), period.months, self.today)
        return ReportPeriod(period.first, period.months, self.today, whole=True)

    @property
    def quarters(self) -> "list[ReportPeriod]":
        """What a period of a quarter at least is made up of."""
        firsts = [months_earlier(self.first, -months) for months in range(0, self.months, QUARTER)]
        return [ReportPeriod(first, QUARTER, self.today, self.whole) for first in firsts]

    @property
    def spoken(self) -> str:
        """As a paper's text says it: 2026 年度, 2026 年第三季度."""
        return f"{self.label}度" if self.is_year else self.label

    @property
    def is_year(self) -> bool:
        return self.months == YEAR

    @cached_property
    def days(self) -> Days:
        return self._days_of(self.first)

    @property
    def is_running(self) -> bool:
        return self.days.last != _last_day(self.first, self.months)

    @cached_property
    def before(self) -> Days:
        """The period before, cut at the same day where this one is still running."""
        return self._earlier(self.months)

    @cached_property
    def year_before(self) -> Days:
        return self._earlier(YEAR)

    def _earlier(self, months: int) -> Days:
        first = months_earlier(self.first, months)
        return Days(first, months_earlier(self.today, months)) if self.is_running else self._days_of(first)

    def _days_of(self, first: dt.date) -> Days:
        return Days(first, min(_last_day(first, self.months), self.today))

    @cached_property
    def firsts(self) -> list[dt.date]:
        """The first days of its months that have begun; for a single month, of the twelve that end with it."""
        if self.months == 1:
            return [months_earlier(self.first, back) for back in range(YEAR - 1, -1, -1)]
        firsts = [self.first.replace(month=self.first.month + place) for place in range(self.months)]
        return [first for first in firsts if first <= self.today]

    @property
    def earlier(self) -> "ReportPeriod | None":
        """The one to turn back to."""
        first = months_earlier(self.first, self.months)
        return ReportPeriod(first, self.months, self.today, self.whole) if first.year >= EARLIEST else None

    @property
    def later(self) -> "ReportPeriod | None":
        """The one to turn on to, once it has begun."""
        following = _last_day(self.first, self.months) + dt.timedelta(days=1)
        there = _last_day(following, self.months) < self.today if self.whole else following <= self.today
        return ReportPeriod(following, self.months, self.today, self.whole) if there else None

    def of_length(self, months: int) -> "ReportPeriod":
        """The year around it; or its latest part of that length which has begun."""
        last = self.days.last if months < self.months else self.first
        found = ReportPeriod(dt.date(last.year, (last.month - 1) // months * months + 1, 1), months, self.today)
        return found.made_whole() if self.whole else found


def _last_day(first: dt.date, months: int) -> dt.date:
    last_month = first.replace(month=first.month + months - 1)
    return end_of_month(last_month).astimezone(SHANGHAI).date() - dt.timedelta(days=1)
