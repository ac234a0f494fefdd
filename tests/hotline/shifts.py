"""Shifts of the line for tests, planned by the real verb."""

import datetime as dt

from fedportal.accounts.models import User
from fedportal.deadlines.clock import SHANGHAI
from hotline.actions.rota import Planned, plan_shift
from hotline.models import HotlineLine, Shift
from tests.cases.samples import NOW

HOUR = dt.timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """That day of November 2026, in Beijing time; the 23rd, a Monday, is NOW."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def planned(
    line: HotlineLine,
    by: User,
    begins_at: dt.datetime,
    agent: User | None = None,
    *,
    hours: float = 3,
    capacity: int = 1,
    now: dt.datetime = NOW,
) -> Shift:
    return plan_shift(line, Planned(begins_at, begins_at + hours * HOUR, agent, capacity), by=by, at=now)
