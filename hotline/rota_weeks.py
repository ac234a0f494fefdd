"""The rota of a week or a month, day by day, as a page shows it."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from fedportal.accounts.models import User
from hotline.models import AnsweringDay, Shift

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class RotaDay:
    """One day: its shifts, and whether the president answers."""

    day: dt.date
    shifts: list[Shift]
    answering: AnsweringDay | None
    today: bool
    inside: bool  # of the month that is shown


@dataclass(frozen=True)
class Stretch:
    """Whole weeks: one, or those that a month touches."""

    first: dt.date  # a Monday
    after: dt.date
    shown: dt.date  # some day of the month, or the Monday of the week
    by_month: bool

    @classmethod
    def of(cls, day: dt.date, *, by_month: bool) -> "Stretch":
        if not by_month:
            monday = day - dt.timedelta(days=day.weekday())
            return cls(monday, monday + 7 * _DAY, monday, by_month=False)
        start = day.replace(day=1)
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        first = start - dt.timedelta(days=start.weekday())
        return cls(first, last + (7 - last.weekday()) * _DAY, start, by_month=True)

    @cached_property
    def before(self) -> dt.date:
        return self.shown - _DAY if self.by_month else self.first - 7 * _DAY

    @cached_property
    def next(self) -> dt.date:
        return (self.shown + 32 * _DAY).replace(day=1) if self.by_month else self.after

    @property
    def words(self) -> str:
        if self.by_month:
            return f"{self.shown:%Y} 年 {self.shown.month} 月"
        return f"{self.first:%Y-%m-%d} 至 {self.after - _DAY:%m-%d}"

    def weeks(self, user: User, *, today: dt.date) -> list[list[RotaDay]]:
        """In two questions, however many days."""
        since, until = (timezone.make_aware(dt.datetime.combine(d, dt.time.min)) for d in (self.first, self.after))
        shifts: dict[dt.date, list[Shift]] = defaultdict(list)
        rows = Shift.objects.visible_to(user).filter(org=user.org_id).standing()
        for row in rows.filter(begins_at__gte=since, begins_at__lt=until).for_page().order_by("begins_at", "pk"):
            shifts[timezone.localdate(row.begins_at)].append(row)
        planned = AnsweringDay.objects.filter(org=user.org_id, day__gte=self.first, day__lt=self.after)
        answering = {row.day: row for row in planned.select_related("president")}
        days = [self.first + n * _DAY for n in range((self.after - self.first).days)]
        cells = [
            RotaDay(
                day,
                shifts[day],
                answering.get(day),
                today=day == today,
                inside=not self.by_month or day.month == self.shown.month,
            )
            for day in days
        ]
        return [cells[n : n + 7] for n in range(0, len(cells), 7)]
