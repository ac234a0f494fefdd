"""What rooms above hang on the page of a petition: they answer the signal, for a case knows nothing of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal

from cases.models import Petition
from fedportal.accounts.models import User

# Heard by rooms above, each with a Panel or None: sent with `petition`, `user` and `at`.
petition_panels = Signal()


@dataclass(frozen=True)
class Panel:
    """A section of the page: a template, and what it is drawn from."""

    template: str
    context: dict[str, Any]


def panels_of(petition: Petition, user: User, at: dt.datetime) -> list[Panel]:
    """Everything that the rooms above have to say about this petition to this reader."""
    answers: list[tuple[Any, Any]] = petition_panels.send(Petition, petition=petition, user=user, at=at)
    return [panel for _, panel in answers if panel is not None]
