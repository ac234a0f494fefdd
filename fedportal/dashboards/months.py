"""The stretches of time that a dashboard compares, in Beijing's days."""

import calendar
import datetime as dt
from dataclasses import dataclass

from cases.statistics import Period
from fedportal.deadlines.clock import SHANGHAI

YEAR = 12  # months


@dataclass(frozen=True)
class Days:
    """Some days, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def period(self) -> Period:
        return midnight(self.first), midnight(self.last + dt.timedelta(days=1))

    @property
    def params(self) -> dict[str, str]:
        """As the list of petitions asks for them."""
        return {"received_from": self.first.isoformat(), "received_to": self.last.isoformat()}

    def months_earlier(self, months: int) -> "Days":
        """The same days of an earlier month; its last day where it is shorter."""
        return Days(months_earlier(self.first, months), months_earlier(self.last, months))

    def before(self) -> "Days":
        """As many days right before these."""
        length = self.last - self.first + dt.timedelta(days=1)
        return Days(self.first - length, self.last - length)


def month_to_date(today: dt.date) -> Days:
    return Days(today.replace(day=1), today)


def last_days(today: dt.date, count: int) -> Days:
    return Days(today - dt.timedelta(days=count - 1), today)


def year_of_months(today: dt.date) -> list[dt.date]:
    """The first days of the last twelve months, this one included."""
    return [months_earlier(today.replace(day=1), back) for back in range(YEAR - 1, -1, -1)]


def end_of_month(first: dt.date) -> dt.datetime:
    """The first moment after the month."""
    return midnight(first + dt.timedelta(days=calendar.monthrange(first.year, first.month)[1]))


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


def months_earlier(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month; its last one where it is shorter."""
    year, month = divmod(day.year * YEAR + day.month - 1 - months, YEAR)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
