"""The clock of a shift that nobody has taken: its last moment is the shift's own beginning."""

import datetime as dt

from django.utils import timezone

from fedportal.deadlines.limits import Unit
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from hotline.desk_law import SHIFT_GAP
from hotline.models import Shift

_HOUR = dt.timedelta(hours=1)


def open_gap(shift: Shift, *, at: dt.datetime) -> Deadline:
    """Due as it begins, however far ahead that is; one that runs already is due at once."""
    opener = DeadlineOpener.load(timezone.localdate(at))
    duty = opener.build(shift, SHIFT_GAP.code, org=shift.org, start=at, at=at)
    duty.due_at = max(shift.begins_at, at)
    hours = -(-(duty.due_at - at) // _HOUR)
    duty.derivation = duty.derivation | {
        "due": duty.due_at.isoformat(),
        "amount": hours,
        "unit": Unit.HOUR,
        "set_by_hand": True,
    }
    rung = duty.ladder.rungs.order_by("step")[0]
    duty.climb_at = opener.moment_of(rung, duty.ladder, opened_at=at, due_at=duty.due_at)
    duty.save(force_insert=True)
    return duty
