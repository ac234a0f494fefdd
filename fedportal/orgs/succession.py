"""When a unit ends, its successor takes over what it held: the rooms above listen and bring their own rows over."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.dispatch import Signal

from fedportal.orgs.models import Organization

if TYPE_CHECKING:
    from fedportal.accounts.models import User

matters_follow = Signal()  # heard by rooms whose rows have duties
duties_follow = Signal()  # heard by rooms whose rows hang on those


def announce(*, ended: list[int], successor: Organization, by: "User", at: dt.datetime) -> None:
    """Have everything brought over, in the change's own transaction.

    `ended` are ids of units that each have a successor now; `successor` is that of the highest among them. Matters
    come before their duties: every verb locks in that order, so that none waits for another in a circle.
    """
    for signal in (matters_follow, duties_follow):
        signal.send(Organization, ended=ended, successor=successor, by=by, at=at)


def successor_of(field: str, value: str = "pk") -> Subquery:
    """For a set-based update: the successor of the unit in `field`, or another value of it."""
    return Subquery(Organization.objects.filter(pk=OuterRef(field)).values(f"successor__{value}")[:1])
