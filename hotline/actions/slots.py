"""The slots of a shift: laid when somebody takes it, and emptied when it does not take place."""

import datetime as dt
from itertools import count, takewhile

from fedportal.accounts.models import User
from hotline.actions.booking import book_next
from hotline.models import Call, CallBackSlot, Shift

LENGTH = dt.timedelta(minutes=30)


def lay_slots(shift: Shift) -> list[CallBackSlot]:
    """Half an hour each, whole ones alone; a shift that has them keeps them."""
    if shift.agent_id is None or not shift.capacity or shift.slots.exists():
        return []
    starts = takewhile(lambda at: at + LENGTH <= shift.ends_at, (shift.begins_at + n * LENGTH for n in count()))
    rows = [
        CallBackSlot(shift=shift, begins_at=start, ends_at=start + LENGTH, capacity=shift.capacity) for start in starts
    ]
    return CallBackSlot.objects.bulk_create(rows)


def empty_slots(shift: Shift, *, by: User, at: dt.datetime) -> int:
    """Who was booked there is booked anew elsewhere; says how many were."""
    booked = Call.objects.select_for_update(of=("self",)).filter(
        bookings__slot__shift=shift, bookings__released_at=None
    )
    calls = list(booked.order_by("pk"))
    for call in calls:
        book_next(call, by=by, at=at)
    return len(calls)
