"""The clocks of a stay: its days, who is out, and the visit after she has left."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, move_due, open_deadline
from fedportal.deadlines.clock import end_of_day_on
from fedportal.deadlines.limits import Unit
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from stations.models import InOutLog, ShelterStay
from stations.shelter_law import ABSENCE, FOLLOW_UP, STAY, rule_of


def last_day_of(code: int, admitted_at: dt.datetime) -> dt.date:
    """The day of admission is not counted."""
    return timezone.localdate(admitted_at) + dt.timedelta(days=rule_of(code).days)


def end_of_stay(code: int, admitted_at: dt.datetime) -> dt.datetime:
    """The last moment of the first stay, as the region of that code rules."""
    return end_of_day_on(last_day_of(code, admitted_at))


def begin_stay(row: ShelterStay, *, at: dt.datetime) -> Deadline:
    """The receipt says the region's own number where it has one."""
    rule = rule_of(row.org_code)
    due_on = last_day_of(row.org_code, row.admitted_at) if rule.days != STAY.amount else None
    return open_deadline(row, STAY.code, org=row.org, start=row.admitted_at, at=at, due_on=due_on)


def prolong_stay(row: ShelterStay, until: dt.datetime, *, by: User, reason: str, at: dt.datetime) -> None:
    clock = row.deadlines.open().filter(kind=STAY.kind).get()
    move_due(clock, due_at=until, by=by, reason=reason, at=at)


def begin_absence(line: InOutLog, *, at: dt.datetime) -> Deadline:
    """An hour after she said that she would be back."""
    row = line.stay
    opener = DeadlineOpener.load(timezone.localdate(at))
    clock = opener.build(row, ABSENCE.code, org=row.org, start=line.out_at, at=at, item=str(line.resident_id))
    clock.due_at = line.back_by + dt.timedelta(hours=ABSENCE.amount)
    hours = -(-(clock.due_at - line.out_at) // dt.timedelta(hours=1))
    clock.derivation |= {"due": clock.due_at.isoformat(), "amount": hours, "unit": Unit.HOUR, "set_by_hand": True}
    rung = clock.ladder.rungs.order_by("step")[0]
    clock.climb_at = opener.moment_of(rung, clock.ladder, opened_at=clock.opened_at, due_at=clock.due_at)
    clock.save(force_insert=True)
    return clock


def end_absence(line: InOutLog, *, at: dt.datetime) -> None:
    meet_deadlines(line.stay, kinds=[ABSENCE.kind], item=str(line.resident_id), at=at)


def end_stay(row: ShelterStay, *, at: dt.datetime) -> None:
    """She has left: the days count no more, and she is asked how she is within a week."""
    meet_deadlines(row, kinds=[STAY.kind], at=at)
    cancel_deadlines(row, kinds=[ABSENCE.kind], at=at)
    open_deadline(row, FOLLOW_UP.code, org=row.org, start=at, at=at)


def visited(row: ShelterStay, *, at: dt.datetime) -> None:
    meet_deadlines(row, kinds=[FOLLOW_UP.kind], at=at)
