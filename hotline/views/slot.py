"""The slots of call-backs of one's unit, and booking a missed call into another one."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.booking import book_slot
from hotline.models import Call, CallBackBooking, CallBackSlot, Shift
from hotline.slot_querysets import BookingQuerySet
from hotline.views.call import visible_call

SHOWN = 120  # slots: some days


@dataclass(frozen=True)
class ShiftSlots:
    """Of one shift: what is booked when, and which half hours are free. `more` are booked calls that few may read."""

    shift: Shift
    booked: list[tuple[CallBackSlot, CallBackBooking]]
    free: list[CallBackSlot]
    room: int
    capacity: int
    more: int

    @classmethod
    def of(cls, shift: Shift, slots: list[CallBackSlot], bookings: dict[int, list[CallBackBooking]]) -> "ShiftSlots":
        booked = [(slot, booking) for slot in slots for booking in bookings.get(slot.pk, [])]
        return cls(
            shift,
            booked,
            free=[slot for slot in slots if slot.free],
            room=sum(slot.free for slot in slots),
            capacity=sum(slot.capacity for slot in slots),
            more=sum(slot.booked for slot in slots) - len(booked),
        )


@require_safe
@requires(Can.ANSWER_CALLS)
def slot_list(request: UserRequest) -> HttpResponse:
    """Shift by shift what is booked when, and what is free; on top, whom no slot holds that is still to come."""
    at, user = timezone.now(), request.user
    slots = list(CallBackSlot.objects.visible_to(user).of_unit(user.org_id).from_now(at).in_order()[:SHOWN])
    bookings: dict[int, list[CallBackBooking]] = {}
    visible = Call.objects.visible_to(user)
    booked = CallBackBooking.objects.filter(slot__in=[slot.pk for slot in slots], released_at=None, call__in=visible)
    for booking in _shown(booked):
        bookings.setdefault(booking.slot_id, []).append(booking)
    by_shift = groupby(sorted(slots, key=lambda slot: (slot.shift.begins_at, slot.shift_id)), lambda slot: slot.shift)
    waiting = Call.objects.to_call_back(user)
    held = CallBackBooking.objects.filter(call__in=waiting, released_at=None, slot__ends_at__gt=at).values("call")
    context = {
        "rows": [ShiftSlots.of(shift, list(of), bookings) for shift, of in by_shift],
        "unbooked": waiting.exclude(pk__in=held).for_page().unopened().order_by("rang_at"),
        "at": at,
    }
    return render(request, "hotline/slot_list.html", context)


def _shown(booked: BookingQuerySet) -> BookingQuerySet:
    """With what a line of a slot says: which call, and instead of which slot that has passed."""
    calls = Prefetch("call", Call.objects.moments_alone())
    return booked.select_related("instead_of__slot").prefetch_related(calls)


@require_POST
@requires(Can.ANSWER_CALLS)
def call_book(request: UserRequest, pk: int) -> HttpResponse:
    """Into another slot."""
    row, asked = visible_call(request, pk), request.POST.get("slot", "")
    if not asked.isdecimal() or len(asked) > 18:
        messages.error(request, "请选择时段。")
        return redirect(row)
    slot = get_object_or_404(CallBackSlot.objects.visible_to(request.user), pk=int(asked))
    try:
        book_slot(row, slot, by=request.user, at=database_now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已约在 {slot} 回拨。")
    return redirect(row)
