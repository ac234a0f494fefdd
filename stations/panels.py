"""What rooms above have to say on the page of a partner base: they answer the signal, for a base knows nothing of
them."""

import datetime as dt
from typing import Any

from django.dispatch import Signal

from cases.panels import Panel
from fedportal.accounts.models import User
from stations.models import PartnerBase

# Heard by rooms above, each with a Panel or None: sent with `base`, `user` and `at`.
base_panels = Signal()


def panels_of(base: PartnerBase, user: User, at: dt.datetime) -> list[Panel]:
    """Everything that the rooms above have to say about this base to this reader."""
    answers: list[tuple[Any, Any]] = base_panels.send(PartnerBase, base=base, user=user, at=at)
    return [panel for _, panel in answers if panel is not None]
