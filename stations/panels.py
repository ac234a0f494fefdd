"""What rooms above have to say on the pages of a partner base and of a station's log: they answer the signals, for
neither knows anything of them."""

import datetime as dt
from typing import Any

from django.dispatch import Signal

from cases.panels import Panel
from fedportal.accounts.models import User
from stations.models import PartnerBase, Station

# Heard by rooms above, each with a Panel or None: sent with `base`, `user` and `at`.
base_panels = Signal()
# The same on the page where a station's day is logged: sent with `station`, `user` and `at`.
station_panels = Signal()


def panels_of(base: PartnerBase, user: User, at: dt.datetime) -> list[Panel]:
    """Everything that the rooms above have to say about this base to this reader."""
    answers: list[tuple[Any, Any]] = base_panels.send(PartnerBase, base=base, user=user, at=at)
    return [panel for _, panel in answers if panel is not None]


def station_panels_of(station: Station, user: User, at: dt.datetime) -> list[Panel]:
    """Everything that the rooms above ask of this station's worker."""
    answers: list[tuple[Any, Any]] = station_panels.send(Station, station=station, user=user, at=at)
    return [panel for _, panel in answers if panel is not None]
