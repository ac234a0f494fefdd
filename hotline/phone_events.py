"""What a telephone system tells of a call, and the facts that follow from it: plain data, whatever order it came in.

The facts are a function of the set of events alone. Events are told twice, late and in any order: what was told before
never decides, only what was told at all.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


class PhoneKind(models.TextChoices):
    """What has happened to a call."""

    RINGING = "ringing", "振铃"
    ANSWERED = "answered", "接听"
    TRANSFERRED = "transferred", "转接"
    ENDED = "ended", "挂断"
    RECORDING = "recording_ready", "录音就绪"


# Of the same moment, what comes first.
_ORDER = {kind: place for place, kind in enumerate(PhoneKind.values)}


@dataclass(frozen=True)
class Told:
    """One event: its own number and its call's in the telephone system, what, when, and at which extension."""

    event_id: str
    call_id: str
    kind: str
    at: dt.datetime
    line: str
    caller: str = ""
    extension: str = ""
    to_extension: str = ""
    recording: str = ""

    @property
    def order(self) -> tuple[dt.datetime, int, str]:
        return self.at, _ORDER[self.kind], self.event_id


@dataclass(frozen=True)
class Transfer:
    """From one extension to another."""

    at: dt.datetime
    source: str
    target: str


@dataclass(frozen=True)
class CallFacts:
    """What is known of one call. `rings`: where it rang, with the first moment of each; `talks`: at which extensions
    it was talked, in order, the last one now or at the end."""

    rang_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    line: str
    caller: str
    rings: tuple[tuple[str, dt.datetime], ...]
    talks: tuple[tuple[str, dt.datetime], ...]
    transfers: tuple[Transfer, ...]
    recording: str


def facts_of(events: Iterable[Told]) -> CallFacts:
    """Of the events of one call, at least one. Of two with one number the first by moment counts, and only it."""
    told = _once(events)
    by_kind: dict[str, list[Told]] = {kind: [e for e in told if e.kind == kind] for kind in PhoneKind.values}
    answers, transfers = by_kind[PhoneKind.ANSWERED], by_kind[PhoneKind.TRANSFERRED]
    answered_at = answers[0].at if answers else None
    ended = [event.at for event in by_kind[PhoneKind.ENDED]]
    recordings = [event.recording for event in by_kind[PhoneKind.RECORDING] if event.recording]
    rings: dict[str, dt.datetime] = {}
    for event in by_kind[PhoneKind.RINGING]:
        if event.extension:
            rings.setdefault(event.extension, event.at)
    return CallFacts(
        rang_at=min(event.at for event in told),
        answered_at=answered_at,
        # Clocks of two machines may differ: nobody hangs up before she was answered.
        ended_at=max([*ended, *([answered_at] if answered_at else [])]) if ended else None,
        line=_first(event.line for event in told),
        caller=_first(event.caller for event in told),
        rings=tuple(rings.items()),
        talks=_talks(told) if answered_at else (),
        transfers=tuple(Transfer(event.at, event.extension, event.to_extension) for event in transfers),
        recording=recordings[-1] if recordings else "",
    )


def _once(events: Iterable[Told]) -> list[Told]:
    found: dict[str, Told] = {}
    for event in sorted(events, key=lambda one: (one.order, repr(one))):
        found.setdefault(event.event_id, event)
    return list(found.values())


def _talks(told: list[Told]) -> tuple[tuple[str, dt.datetime], ...]:
    found = []
    for event in told:
        where = {PhoneKind.ANSWERED: event.extension, PhoneKind.TRANSFERRED: event.to_extension}.get(
            PhoneKind(event.kind), ""
        )
        if where:
            found.append((where, event.at))
    return tuple(found)


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
