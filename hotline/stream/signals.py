"""What is told to whom: rows of CallSignal as lines of an event stream, for the stream's process and for the web."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Max, Window
from django.urls import reverse

from hotline.models import CallSignal

# A transaction that began earlier may commit later. Settling takes milliseconds; nothing that signals lasts so long.
OVERLAP = dt.timedelta(seconds=30)
RETRY = 3  # seconds after which a browser asks again
MOST = 500  # rows of one question
_OPEN = (CallSignal.Kind.RINGING, CallSignal.Kind.ANSWERED)


@dataclass(frozen=True)
class Signal:
    """One line for one agent."""

    pk: int
    agent: int
    kind: str
    call: int
    line: str

    @property
    def text(self) -> bytes:
        """As server-sent events are spelled; of the caller it says nothing."""
        data = {"call": self.call, "url": reverse("hotline:call", args=[self.call]), "line": self.line}
        return f"id: {self.pk}\nevent: {self.kind}\ndata: {json.dumps(data)}\n\n".encode()


def last_key() -> int:
    found: int | None = CallSignal.objects.aggregate(last=Max("pk"))["last"]
    return found or 0


def numbered(after: int, awaited: Collection[int] = ()) -> list[Signal]:
    """To anybody, in order: those after this number, and those of `awaited` that have come."""
    rows = CallSignal.objects.filter(pk__gt=after)
    return _read(rows | CallSignal.objects.filter(pk__in=awaited) if awaited else rows)


def missed_by(agent: int, last: int | None, *, at: dt.datetime) -> list[Signal]:
    """What this agent has to be told when she comes: what is open now, and what came after what she was told last."""
    mine = CallSignal.objects.filter(agent=agent, at__gt=at - dt.timedelta(hours=12))
    newest = mine.annotate(newest=Window(Max("pk"), partition_by=F("call"))).filter(pk=F("newest"))
    found = {one.pk: one for one in _read(newest.filter(kind__in=_OPEN, call__ended_at=None))}
    if last is not None:
        told = mine.filter(pk=last).values_list("at", flat=True).first() or at
        found |= {one.pk: one for one in _read(mine.filter(pk__gt=last) | mine.filter(at__gt=told - OVERLAP))}
        found.pop(last, None)
    return [found[pk] for pk in sorted(found)]


def _read(rows: object) -> list[Signal]:
    found = rows.order_by("pk").values_list("pk", "agent_id", "kind", "call_id", "call__line__number")  # type: ignore[attr-defined]
    return [Signal(*row) for row in found[:MOST]]
