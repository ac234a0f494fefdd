"""Events of a telephone system: kept first, each once; what they come to is settled afterwards (call_settling)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from fedportal.lib.prepared import Prepared
from hotline.law import EVENT_LASTS
from hotline.models import CallSignal, PhoneEvent, PhoneSwitch
from hotline.phone_events import Told

_BATCH = 5_000
_HEARD = dt.timedelta(seconds=10)  # the moment at which it was last heard is no finer; all its messages share that row
_CALLER = PhoneEvent._meta.get_field("caller")
_TOLD = ("event_id", "call_id", "kind", "at", "line", "caller", "extension", "to_extension", "recording")
# Their calls are locked in the order of their numbers, so that no two messages wait for each other. Whoever told the
# same at the same moment over another connection was quicker: nothing is kept twice.
_KEEP = Prepared(
    "keep_phone_events",
    """
    WITH told AS (
        SELECT * FROM unnest(
            %(event_id)s, %(call_id)s, %(kind)s, %(at)s, %(line)s, %(caller)s, %(extension)s, %(to_extension)s,
            %(recording)s
        ) AS told (event_id, call_id, kind, at, line, caller, extension, to_extension, recording)
    ), new AS (
        SELECT * FROM told WHERE NOT EXISTS (
            SELECT FROM hotline_phoneevent e WHERE e.switch_id = %(switch)s AND e.event_id = told.event_id
        )
    ), calls AS (
        INSERT INTO hotline_switchcall (switch_id, told_id, extension, transfers, recording, waits_since)
        SELECT %(switch)s, call_id, '', '[]', '', %(received)s FROM new GROUP BY call_id ORDER BY call_id
        ON CONFLICT (switch_id, told_id) DO UPDATE SET waits_since = EXCLUDED.waits_since
        RETURNING id, told_id
    ), kept AS (
        INSERT INTO hotline_phoneevent (
            of_id, switch_id, event_id, kind, at, line, caller, extension, to_extension, recording, received_at
        )
        SELECT calls.id, %(switch)s, event_id, kind, at, line, caller, new.extension, to_extension, recording,
            %(received)s
        FROM new JOIN calls ON calls.told_id = new.call_id ORDER BY event_id
        ON CONFLICT (switch_id, event_id) DO NOTHING
        RETURNING of_id
    ), waiting AS (
        SELECT id, told_id FROM calls
        UNION
        SELECT id, told_id FROM hotline_switchcall
        WHERE switch_id = %(switch)s AND told_id IN (SELECT call_id FROM told) AND waits_since IS NOT NULL
    )
    SELECT id, (SELECT count(*) FROM kept WHERE of_id = waiting.id) FROM waiting ORDER BY told_id
    """,
    dict.fromkeys(_TOLD, "text[]") | {"at": "timestamptz[]", "switch": "bigint", "received": "timestamptz"},
)


@dataclass(frozen=True)
class Kept:
    """How many events were new, and the keys of the calls that wait to be settled, in the order of their numbers."""

    new: int
    waiting: list[int]


def keep_events(switch: PhoneSwitch, told: Sequence[Told], *, at: dt.datetime) -> Kept:
    """Write down what was told: one statement, which commits by itself where no transaction was begun."""
    once = {one.event_id: one for one in told}
    of_each: dict[str, list[str]] = {name: [] for name in _TOLD}
    for _, one in sorted(once.items()):
        for name, values in of_each.items():
            values.append(getattr(one, name) or "")
    of_each["caller"] = [_CALLER.get_db_prep_save(text, connection) for text in of_each["caller"]]
    rows = _KEEP.rows(of_each | {"switch": switch.pk, "received": at})
    if switch.heard_at is None or at - switch.heard_at > _HEARD:
        PhoneSwitch.objects.filter(pk=switch.pk).update(heard_at=at)
    return Kept(sum(new for _, new in rows), [pk for pk, _ in rows])


def forget_old(at: dt.datetime) -> int:
    """Remove events and signals that nobody needs any more; the facts of the calls stay. How many events."""
    gone = 0
    old = PhoneEvent.objects.filter(received_at__lt=at - EVENT_LASTS, of__waits_since=None)
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        PhoneEvent.objects.filter(pk__in=keys).delete()
        gone += len(keys)
    CallSignal.objects.filter(at__lt=at - dt.timedelta(days=2)).delete()
    return gone
