"""Bookings that the portal makes by itself: anew where a slot was over before anybody called back, or else given back
to the queue; and of those in the queue, as soon as there is a slot."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from hotline.actions.booking import AHEAD, book_next
from hotline.actions.call_ticket_story import AGENTS
from hotline.call_workflow import CallState
from hotline.models import Call, CallBackBooking, CallBackSlot

BATCH = 100  # calls
QUEUED = "未接来电原约 {} 回拨，时间已过，没有合适的时段，已退回待回拨，请在时限内拨打。"


def rebook_passed(at: dt.datetime) -> int:
    """All of them, so many calls at a time; says how many. Twice, late or beside another changes nothing: what has
    been let go is not looked at again, and what another one works on is left to it."""
    done = 0
    while found := _some(at):
        done += found
    return done


@transaction.atomic
def _some(at: dt.datetime) -> int:
    passed = CallBackBooking.objects.passed(at)
    waiting = Call.objects.filter(state=CallState.CALLBACK_DUE, pk__in=passed.values("call"))
    rows = waiting.select_for_update(of=("self",), skip_locked=True).select_related("org").order_by("pk")
    calls = list(rows.unopened()[:BATCH])
    held = {row.call_id: row for row in passed.filter(call__in=calls).select_related("slot")}
    CallBackBooking.objects.filter(pk__in=[row.pk for row in held.values()]).update(released_at=at, passed_at=at)
    for call in calls:
        if (before := held.get(call.pk)) and book_next(call, by=None, at=at, instead_of=before) is None:
            _give_back(call, before.slot, at)
    return len(held)


def book_waiting(at: dt.datetime) -> int:
    """Who waits without a slot gets one that has been laid or let go since, the oldest call first; says how many did.
    Only units that have one free are looked at, and calls that another works on are left to it."""
    done, last = 0, 0
    while found := _waiting(at, behind=last):
        last = found[-1]
        done += _booked(found, at)
    return done


def _waiting(at: dt.datetime, *, behind: int) -> list[int]:
    free = CallBackSlot.objects.of_unit(OuterRef("org")).free().from_now(at).filter(begins_at__lt=at + AHEAD)
    rows = _unbooked().filter(Exists(free), pk__gt=behind)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _unbooked() -> QuerySet[Call]:
    held = CallBackBooking.objects.filter(call=OuterRef("pk"), released_at=None)
    return Call.objects.filter(~Exists(held), state=CallState.CALLBACK_DUE)


@transaction.atomic
def _booked(keys: list[int], at: dt.datetime) -> int:
    rows: Any = _unbooked().filter(pk__in=keys).select_for_update(of=("self",), skip_locked=True)
    calls = rows.select_related("org").order_by("pk").unopened()
    return sum(book_next(call, by=None, at=at) is not None for call in calls)


def _give_back(call: Call, slot: CallBackSlot, at: dt.datetime) -> None:
    """Her duty runs on; whoever has a hand free calls back. No person is named."""
    tell(call, org=call.org, roles=AGENTS, text=QUEUED.format(slot), at=at, light=Light.YELLOW)
