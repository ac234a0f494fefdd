"""One way in for what telephone systems tell: over HTTP, or from a bridge that runs beside the portal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fedportal.lib.row_scope import beyond_readers
from hotline.actions.call_settling import line_of, settle
from hotline.actions.phone_events import keep_events
from hotline.models import PhoneSwitch, SwitchCall
from hotline.phone_events import Told


@dataclass(frozen=True)
class Received:
    """How many events came, and how many of them had not come before."""

    events: int
    new: int


@beyond_readers("a telephone system reads nothing; what it tells is written where its line is answered")
def receive_events(switch: PhoneSwitch, told: Sequence[Told], *, at: dt.datetime) -> Received:
    """Keep them, each once, then settle their calls; what a server that dies leaves unsettled, a task settles."""
    new = keep_events(switch, told, at=at)
    calls = SwitchCall.objects.filter(switch=switch, told_id__in={one.call_id for one in told})
    for pk in calls.exclude(waits_since=None).order_by("told_id").values_list("pk", flat=True):
        settle(pk, at=at)
    return Received(len(told), new)


@beyond_readers("whether a number is a line of this telephone system's unit, and nothing else")
def unknown_lines(switch: PhoneSwitch, told: Sequence[Told]) -> list[int]:
    """The places of events about numbers that its unit does not answer."""
    known = {number: line_of(switch, number) is not None for number in {one.line for one in told}}
    return [place for place, one in enumerate(told) if not known[one.line]]
