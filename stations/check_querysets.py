"""Questions about checklists and checks: which list binds whom, what was found where, what is still owed."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Prefetch, Q

from fedportal.deadlines.models import Deadline
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from django.db.models import Model

    from fedportal.accounts.models import User


class ChecklistQuerySet(models.QuerySet):
    """Versions of lists; they are rules, which everybody may read."""

    def on_line_of(self, org: "Model") -> Self:
        """The nation's, and those of this unit and of the units above it."""
        covering = Q(org__code__lte=org.code, org__code_end__gt=org.code)  # type: ignore[attr-defined]
        return self.filter(Q(org=None) | covering)

    def binding(self, kind: str, org: "Model", on: dt.date) -> Self:
        """What this unit is looked at by on that day: of each on its line the newest version, the nation's first."""
        begun = self.on_line_of(org).filter(kind=kind, valid_from__lte=on)
        newest = begun.order_by("org_id", "-valid_from", "-number").distinct("org_id")
        rows = self.filter(pk__in=newest.values("pk")).select_related("org")
        return rows.order_by(F("org__level").asc(nulls_first=True))


class StationCheckQuerySet(InScopeQuerySet):
    """Checks of stations in the reader's range; one that is not finished is seen by who makes it."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.in_range_of(user.org).filter(Q(done_at__isnull=False) | Q(by=user))

    def unopened(self) -> Self:
        """Nothing of it is enciphered."""
        return self

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def made_above(self) -> Self:
        """By a unit above; what a station says of itself opens no gate."""
        return self.exclude(kind="self")

    def to_rectify(self) -> Self:
        """Something was missing, and nobody has said that it was put right."""
        return self.done().filter(missing__gt=0, rectified_at=None, settled_at=None)

    def to_recheck(self) -> Self:
        """Said to be put right, and not yet looked at again."""
        return self.done().filter(rectified_at__isnull=False, settled_at=None)

    def newest_of_each(self) -> Self:
        """The last of each station, self-assessments left out."""
        rows = self.done().made_above().order_by("station_id", "-checked_on", "-pk").distinct("station_id")
        return self.filter(pk__in=rows.values("pk"))

    def for_page(self) -> Self:
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related("station__org", "org", "by", "rectified_by", "follows")
        return rows.prefetch_related(clocks)

    def for_list(self) -> Self:
        return self.select_related("station__org", "org", "by").order_by("-checked_on", "-pk")


class AnswerQuerySet(models.QuerySet):
    """What was found item by item."""

    def in_order(self) -> Any:
        """As they are asked, with their photos."""
        rows = self.select_related("item__checklist__org").prefetch_related("photos")
        return rows.order_by(F("item__checklist__org__level").asc(nulls_first=True), "item__place")

    def missing(self) -> Self:
        return self.filter(met=False)
