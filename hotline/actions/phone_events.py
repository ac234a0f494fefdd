"""Events of a telephone system: kept first, each once; what they come to is settled afterwards (call_settling)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from hotline.law import EVENT_LASTS
from hotline.models import CallSignal, PhoneEvent, PhoneSwitch, SwitchCall
from hotline.phone_events import Told

_BATCH = 5_000


@transaction.atomic
def keep_events(switch: PhoneSwitch, told: Sequence[Told], *, at: dt.datetime) -> int:
    """Write down what was told; how many of the events were new. The calls of these wait to be settled."""
    known = set(
        PhoneEvent.objects.filter(switch=switch, event_id__in=[one.event_id for one in told]).values_list(
            "event_id", flat=True
        )
    )
    new = {one.event_id: one for one in told if one.event_id not in known}
    calls = {call_id: _call(switch, call_id) for call_id in sorted({one.call_id for one in new.values()})}
    rows = [_row(one, calls[one.call_id], switch, at) for one in new.values()]
    PhoneEvent.objects.bulk_create(rows, ignore_conflicts=True)  # told at the same time over two connections
    SwitchCall.objects.filter(pk__in=[call.pk for call in calls.values()]).update(waits_since=at)
    PhoneSwitch.objects.filter(pk=switch.pk).update(heard_at=at)
    return len(new)


def _call(switch: PhoneSwitch, call_id: str) -> SwitchCall:
    return SwitchCall.objects.get_or_create(switch=switch, told_id=call_id)[0]


def _row(one: Told, call: SwitchCall, switch: PhoneSwitch, at: dt.datetime) -> PhoneEvent:
    return PhoneEvent(
        of=call,
        switch=switch,
        event_id=one.event_id,
        kind=one.kind,
        at=one.at,
        line=one.line,
        caller=one.caller,
        extension=one.extension,
        to_extension=one.to_extension,
        recording=one.recording,
        received_at=at,
    )


def forget_old(at: dt.datetime) -> int:
    """Remove events and signals that nobody needs any more; the facts of the calls stay. How many events."""
    gone = 0
    old = PhoneEvent.objects.filter(received_at__lt=at - EVENT_LASTS, of__waits_since=None)
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        PhoneEvent.objects.filter(pk__in=keys).delete()
        gone += len(keys)
    CallSignal.objects.filter(at__lt=at - dt.timedelta(days=2)).delete()
    return gone
