"""Reception days made by the real verbs."""

import datetime as dt

from django.utils import timezone

from cases.actions.reception import Plan, hold_reception, plan_reception
from cases.models import Petition, ReceptionDay
from fedportal.accounts.models import User


def planned(by: User, *, at: dt.datetime, in_days: int = 0, name: str = "陈静") -> ReceptionDay:
    """A morning with the chairwoman, so many days from then."""
    on = timezone.localdate(at) + dt.timedelta(days=in_days)
    return plan_reception(Plan(on, dt.time(9), dt.time(11, 30), name, "主席", "来访接待室"), by=by, at=at)


def held(by: User, *, at: dt.datetime, petitions: tuple[Petition, ...] = ()) -> ReceptionDay:
    """One that took place that day."""
    day = planned(by, at=at)
    return hold_reception(day, summary="接待三批。", visitors=7, petitions=petitions, by=by, at=at)
