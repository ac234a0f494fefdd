"""Questions about stations."""

import datetime as dt
from typing import Self

from django.db.models import Q

from fedportal.lib.unopened import unopened
from fedportal.orgs.querysets import InScopeQuerySet


class StationQuerySet(InScopeQuerySet):
    """Stations by place and day; within her range anyone may know of them."""

    def live(self) -> Self:
        """Those that serve today: a station is entered once it is open, and closed on the day or afterwards."""
        return self.filter(closed_on=None)

    def live_on(self, day: dt.date) -> Self:
        """Those that served on that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def published(self) -> Self:
        """What the public may find."""
        return self.live().filter(public=True)

    def unopened(self) -> Self:
        """As the interface asks of every object; a station has nothing enciphered of its own."""
        return unopened(self)

    def for_page(self) -> Self:
        return self.select_related("org__parent__parent__parent__parent")
