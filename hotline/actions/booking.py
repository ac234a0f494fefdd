"""Booking missed calls into slots: by themselves when they are queued or were tried, or by hand."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.call_workflow import CallState
from hotline.models import Call, CallBackBooking, CallBackSlot
from hotline.models.call_attempt import part_of_day
from hotline.safe_hours import may_ring, terms_known

AHEAD = dt.timedelta(days=14)
READ = 400  # free slots that are looked through
FULL = "这个时段已经约满，请另选时段。"


def fitting_slots(call: Call, *, at: dt.datetime) -> Iterator[CallBackSlot]:
    """Free slots of her unit in which she may be telephoned, the nearest first; not in a part of a day in which
    nobody reached her."""
    terms = terms_known(call.phone_index)
    tried = {part_of_day(attempt.at) for attempt in call.attempts.all()}
    free = CallBackSlot.objects.of_unit(call.org_id).free().from_now(at).filter(begins_at__lt=at + AHEAD)
    for slot in free.in_order()[:READ]:
        moment = max(slot.begins_at, at)
        if part_of_day(moment) not in tried and may_ring(terms, moment):
            yield slot


def book_next(
    call: Call, *, by: User | None, at: dt.datetime, instead_of: CallBackBooking | None = None
) -> CallBackBooking | None:
    """Of a locked call: into the nearest slot that fits; None where there is none, and the duty stands without."""
    release(call, at=at)
    for slot in fitting_slots(call, at=at):
        if (made := _take(call, slot, by, at, instead_of)) is not None:
            return made
    return None


@transaction.atomic
def book_slot(call: Call, slot: CallBackSlot, *, by: User, at: dt.datetime) -> CallBackBooking:
    """Into that slot, instead of the one before. Of a call that one may write on. Raises NotAllowed."""
    row = Call.objects.select_for_update(of=("self",)).select_related("org").get(pk=call.pk)
    if row.org_id != by.org_id:
        raise NotAllowed("只有接听单位可以预约回拨。")
    if row.state != CallState.CALLBACK_DUE:
        raise NotAllowed(f"来电现为“{CallState(row.state).label}”，不用回拨。", code="wrong_state")
    if not any(found.pk == slot.pk for found in fitting_slots(row, at=at)):
        held = row.bookings.filter(slot=slot, released_at=None).first()
        if held is not None:
            return held
        raise NotAllowed("这个时段不能约：已经约满，或者不是她可以接电话的时间。请另选时段。")
    release(row, at=at)
    made = _take(row, slot, by, at)
    if made is None:
        raise NotAllowed(FULL, code="condition")
    return made


def release(call: Call, *, at: dt.datetime) -> int:
    """She was rung, or need not be: the place in the slot is free again."""
    return CallBackBooking.objects.filter(call=call, released_at=None).update(released_at=at)


def _take(
    call: Call, slot: CallBackSlot, by: User | None, at: dt.datetime, instead_of: CallBackBooking | None = None
) -> CallBackBooking | None:
    """The row of the slot is locked first: who comes second finds it full. The database counts once more."""
    row = CallBackSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if row.free < 1:
        return None
    made = CallBackBooking.objects.create(
        call=call, org_code=call.org_code, slot=row, by=by, at=at, instead_of=instead_of
    )
    record("call.book", call, by=by, at=at, slot=row.pk)
    return made
