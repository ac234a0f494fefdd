"""Deadlines of old matters by the rules of their own day; rules are read once for each time they changed."""

import datetime as dt
from bisect import bisect_right
from functools import cached_property

from django.utils import timezone

from cases.law import NOTICE
from cases.models import Petition
from fedportal.deadlines.models import DeadlineRule, Ladder
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Organization


class Clocks:
    """An opener for every day on which a matter may have come in."""

    def __init__(self) -> None:
        self._openers: dict[int, DeadlineOpener] = {}
        self._reached: dict[dt.date, bool] = {}

    def on(self, day: dt.date) -> DeadlineOpener:
        """Rules, ladders and calendar as they stood on that day."""
        stretch = bisect_right(self._changes, day)
        if stretch not in self._openers:
            self._openers[stretch] = DeadlineOpener.load(day)
        return self._openers[stretch]

    def reach(self, received_at: dt.datetime, org: Organization) -> bool:
        """Whether the limit to tell the petitioner can be computed from that day."""
        day = timezone.localdate(received_at)
        if day not in self._reached:
            self._reached[day] = self._can_build(received_at, org)
        return self._reached[day]

    def _can_build(self, received_at: dt.datetime, org: Organization) -> bool:
        """Neither a rule, nor a ladder, nor the calendar need reach back that far; all say so by LookupError."""
        opener = self.on(timezone.localdate(received_at))
        try:
            opener.build(Petition(), NOTICE.code, org=org, start=received_at, at=received_at)
        except LookupError:
            return False
        return True

    @cached_property
    def _changes(self) -> list[dt.date]:
        """The days on which a rule or ladder began or ended."""
        begun = DeadlineRule.objects.values_list("valid_from", flat=True)
        ended = DeadlineRule.objects.exclude(valid_to=None).values_list("valid_to", flat=True)
        ladders = Ladder.objects.values_list("valid_from", flat=True)
        return sorted(day for day in {*begun, *ended, *ladders} if day is not None)
