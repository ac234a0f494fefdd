"""Questions about lines of 12338."""

import datetime as dt
from typing import Self

from django.db.models import Q

from fedportal.orgs.querysets import InScopeQuerySet


class LineQuerySet(InScopeQuerySet):
    """Lines by place and day; within her range anyone may know of them, for their numbers are published."""

    def live(self, on: dt.date) -> Self:
        """Those that are answered on that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on)

    def for_page(self) -> Self:
        return self.select_related("org")
