"""One way in for what telephone systems tell: over HTTP, or from a bridge that runs beside the portal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fedportal.lib.row_scope import beyond_readers
from hotline.actions.call_settling import settle
from hotline.actions.phone_events import keep_events
from hotline.exchange import Exchange
from hotline.models import PhoneSwitch
from hotline.phone_events import Told


@dataclass(frozen=True)
class Received:
    """How many events came, and how many of them had not come before."""

    events: int
    new: int


@beyond_readers("whether a number is a line of this telephone system's unit, and nothing else")
def exchange_of(switch: PhoneSwitch) -> Exchange:
    return Exchange.of(switch)


def unknown_lines(exchange: Exchange, told: Sequence[Told]) -> list[int]:
    """The places of events about numbers that its unit does not answer."""
    return [place for place, one in enumerate(told) if exchange.line(one.line) is None]


@beyond_readers("a telephone system reads nothing; what it tells is written where its line is answered")
def receive_events(exchange: Exchange, told: Sequence[Told], *, at: dt.datetime) -> Received:
    """Keep them, each once, then settle their calls; what a server that dies leaves unsettled, a task settles."""
    kept = keep_events(exchange.switch, told, at=at)
    for pk in kept.waiting:
        settle(pk, exchange, at=at)
    return Received(len(told), kept.new)
