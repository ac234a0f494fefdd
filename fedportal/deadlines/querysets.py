"""The one definition of open, overdue and escalated; the engine, lists and dashboards all use it."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q

from fedportal.deadlines.clock import end_of_day
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.orgs.models import Organization

WEEK = 7  # days
# How bad a duty stands: lists and dashboards speak of the worst of a matter's duties.
WORST_FIRST = ("-light", "-step", "due_at", "pk")


def was_overdue(moment: dt.datetime) -> Q:
    """As `overdue`, for a moment in the past: told from when a duty fell due and when it ended."""
    return Q(due_at__lt=moment) & (Q(closed_at=None) | Q(closed_at__gte=moment))


class DeadlineQuerySet(InScopeQuerySet):
    """Deadlines by state, lateness and desk."""

    def for_model(self, model: type[Model]) -> Self:
        """Duties about subjects of this model."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def for_subject(self, subject: Model) -> Self:
        """Duties about this one subject."""
        return self.for_model(type(subject)).filter(object_id=subject.pk)

    def open(self) -> Self:
        """Duties that are still owed."""
        return self.filter(closed_at=None)

    def overdue(self, at: dt.datetime) -> Self:
        """Duties still owed after their last moment."""
        return self.open().filter(due_at__lt=at)

    def to_climb(self, at: dt.datetime) -> Self:
        """What the engine takes: open, not quarantined, and the moment of the next rung has come."""
        return self.open().filter(quarantined_at=None, climb_at__lte=at)

    def on_desk_of(self, org: Model) -> Self:
        """Open duties whose lateness lies on this unit's desk."""
        return self.open().filter(desk=org)

    def unacknowledged(self) -> Self:
        """Open duties that have climbed and that nobody at the desk has acknowledged."""
        return self.open().filter(awaiting_ack=True)

    def waiting_for(self, org: "Organization", at: dt.datetime) -> Self:
        """What asks this unit for work: its own overdue duties, wherever they lie, and what lies on its desk
        overdue or not acknowledged.
        """
        own = Q(org_code=org.code, due_at__lt=at)
        on_desk = Q(desk=org) & (Q(due_at__lt=at) | Q(awaiting_ack=True))
        return self.open().filter(own | on_desk)

    def late_between(self, first: dt.datetime, last: dt.datetime) -> Self:
        """Duties that were overdue at some moment from `first` to `last`; which ones when, `was_overdue` says."""
        ended_late = Q(closed_at__gt=F("due_at"), closed_at__gte=first)
        return self.filter(Q(closed_at=None) | ended_late, due_at__lt=last)

    def fell_due(self, since: dt.datetime, before: dt.datetime) -> Self:
        """Duties whose last moment lay in a period, done or still owed; not those that fell away."""
        done = Q(closed_at__isnull=False) & ~Q(outcome="cancelled")
        return self.filter(Q(closed_at=None) | done, due_at__gte=since, due_at__lt=before)

    def due_today(self, at: dt.datetime) -> Self:
        """Duties still owed whose last moment comes later today."""
        return self.open().filter(due_at__gte=at, due_at__lte=end_of_day(at))

    def due_this_week(self, at: dt.datetime) -> Self:
        """Duties still owed whose last moment comes in the seven days after today."""
        return self.open().filter(due_at__gt=end_of_day(at), due_at__lte=end_of_day(at, WEEK))

    def worst_of_each(self) -> Self:
        """Of each subject's duties the one that stands worst; the more urgent one where two stand alike."""
        return self.order_by("object_id", *WORST_FIRST).distinct("object_id")

    def stranded(self) -> Self:
        """Open duties that had to climb and found no superior above."""
        return self.open().filter(escalations__alarm=True).distinct()

    def quarantined(self) -> Self:
        """Open duties that the engine has set aside because it could not climb them."""
        return self.open().exclude(quarantined_at=None)
