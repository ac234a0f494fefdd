"""Questions about slots of call-backs."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, OuterRef

from fedportal.lib.unopened import unopened
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class SlotQuerySet(InScopeQuerySet):
    """Slots by unit and time; they follow their shift."""

    code_field = "shift__org_code"

    def visible_to(self, user: "User") -> Self:
        """Those of the reader's own unit."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(shift__org_code=user.org.code)

    def of_unit(self, org_id: int | OuterRef) -> Self:
        """Those of shifts that stand and somebody sits."""
        return self.filter(shift__org=org_id, shift__called_off_at=None, shift__agent__isnull=False)

    def free(self) -> Self:
        return self.filter(booked__lt=F("capacity"))

    def from_now(self, at: dt.datetime) -> Self:
        """Those that are not over; one that runs may still be used."""
        return self.filter(ends_at__gt=at)

    def in_order(self) -> Self:
        return self.select_related("shift__agent", "shift__line").order_by("begins_at", "pk")


class BookingQuerySet(InScopeQuerySet):
    """Bookings by reader and by whether their slot has passed."""

    def visible_to(self, user: "User") -> Self:
        """Those of calls that the reader may know of: when she is called back is the call's own matter."""
        calls: Any = self.model._meta.get_field("call").related_model.objects  # type: ignore[union-attr]
        return self.filter(call__in=calls.visible_to(user))

    def unopened(self) -> Self:
        """As the interface asks of every object; a booking has nothing enciphered of its own."""
        return unopened(self)

    def passed(self, at: dt.datetime) -> Self:
        """Those that still hold a place in a slot that is over."""
        return self.filter(released_at=None, slot__ends_at__lte=at)
