"""When a unit ends, its successor takes over what it held: the rooms above listen and bring their own rows over."""

from django.db.models import OuterRef, Subquery
from django.dispatch import Signal

from fedportal.orgs.models import Organization

# Sent inside the change's transaction with `ended` (ids of the units that ended, each with its successor),
# `successor` (that of the highest among them), `by` (User) and `at` (moment).
units_succeeded = Signal()


def successor_of(field: str, value: str = "pk") -> Subquery:
    """For a set-based update: the successor of the unit in `field`, or another value of it."""
    return Subquery(Organization.objects.filter(pk=OuterRef(field)).values(f"successor__{value}")[:1])
