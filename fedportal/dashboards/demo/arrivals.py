"""When people come: fifteen months of office days, with their seasons, denser towards today."""

import datetime as dt
from random import Random

from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.clock import SHANGHAI

MONTHS = 15  # this one included
# 三八维权周 in March and the days around 25 November bring more, the Spring Festival fewer.
SEASON = {1: 0.9, 2: 0.65, 3: 1.35, 4: 1.0, 5: 1.0, 6: 1.1, 7: 0.95, 8: 0.9, 9: 1.0, 10: 0.9, 11: 1.2, 12: 1.05}
WEEKDAY = (1.3, 1.1, 1.0, 1.0, 0.95, 0.18, 0.12)
GROWTH = 0.7  # how much more comes today than fifteen months ago
OPENS, CLOSES = 8.5, 17.5  # hours


def arrivals(random: Random, count: int, *, at: dt.datetime) -> list[dt.datetime]:
    """So many moments of receipt up to `at`, in order."""
    today = at.astimezone(SHANGHAI).date()
    months = today.year * 12 + today.month - MONTHS  # counted from January of the year 0
    first = dt.date(months // 12, months % 12 + 1, 1)
    days = [first + dt.timedelta(days=n) for n in range((today - first).days + 1)]
    weights = [
        SEASON[day.month] * WEEKDAY[day.weekday()] * (1 + GROWTH * index / len(days)) for index, day in enumerate(days)
    ]
    moments = [_office_hour(random, day) for day in random.choices(days, weights, k=count)]
    # who would come later today comes earlier instead: nothing lies in the future
    latest = at - dt.timedelta(minutes=40)
    midnight = dt.datetime.combine(today, dt.time(), SHANGHAI)
    return sorted(m if m < latest else midnight + random.random() * (latest - midnight) for m in moments)


def at_the_office(random: Random, moment: dt.datetime, days: WorkingDays) -> dt.datetime:
    """The same moment if the office is open then, else some time on the next working day."""
    local = moment.astimezone(SHANGHAI)
    hour = local.hour + local.minute / 60
    day = local.date() if hour < CLOSES else local.date() + dt.timedelta(days=1)
    if day == local.date() and hour >= OPENS and days.is_working(day):
        return moment
    return _office_hour(random, day if days.is_working(day) else days.add(day, 1))


def _office_hour(random: Random, day: dt.date) -> dt.datetime:
    seconds = 3600 * random.triangular(OPENS, CLOSES, 10)
    return dt.datetime.combine(day, dt.time(), SHANGHAI) + dt.timedelta(seconds=round(seconds))
