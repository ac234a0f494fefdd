"""Builds deadlines from rules, ladders and the calendar, all loaded once; one at a time or by the thousand."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.clock import end_of_day_on, last_moment, rung_moment
from fedportal.deadlines.limits import Base, Unit
from fedportal.deadlines.models import Deadline, DeadlineRule, Ladder, Rung
from fedportal.deadlines.rules import RuleBook
from fedportal.orgs.models import Organization

# Of the law and of the calendar, in one question: every act asks it.
_EDITIONS = "SELECT (SELECT number FROM deadlines_lawedition), (SELECT max(id) FROM calendar_calendaredition)"


def ladders_in_force(on: dt.date) -> dict[str, Ladder]:
    """The newest version of each ladder on that day, its rungs prefetched."""
    versions = Ladder.objects.filter(valid_from__lte=on).order_by("code", "-valid_from")
    return {ladder.code: ladder for ladder in versions.distinct("code").prefetch_related("rungs")}


@lru_cache(maxsize=64)  # days; a form and its verb ask for the same one
def _law(on: dt.date, edition: int | None) -> tuple[RuleBook, dict[str, Ladder]]:
    return RuleBook.load(on), ladders_in_force(on)


def derive(rule: DeadlineRule, start: dt.datetime, due: dt.datetime, days: WorkingDays) -> dict[str, object]:
    """The receipt: from which rule and calendar this moment came. receipts.py says it in words."""
    last_day = timezone.localdate(due)
    counted_by_calendar = rule.unit == Unit.WORKING_DAY or settings.DEADLINE_ROLLS_TO_WORKING_DAY
    touched = {timezone.localdate(start), last_day} if counted_by_calendar else set()
    return {
        "rule": rule.code,
        "label": rule.label,
        "article": rule.article,
        "amount": rule.amount,
        "unit": rule.unit,
        "starts": rule.starts,
        "start": start.isoformat(),
        "due": due.isoformat(),
        "calendar_editions": sorted({days.edition_id(day) for day in touched}),
        "provisional": any(days.is_provisional(day) for day in touched),
        "rolled": settings.DEADLINE_ROLLS_TO_WORKING_DAY,
    }


def _by_hand(start: dt.datetime, due_on: dt.date | None) -> dict[str, object]:
    """What the receipt of a last day that was set by hand says instead of the rule's number."""
    if due_on is None:
        return {}
    return {
        "amount": (due_on - timezone.localdate(start)).days,
        "unit": Unit.DAY,
        "set_by_hand": True,
        "rolled": False,
    }


@dataclass(frozen=True)
class DeadlineOpener:
    """Rules, ladders and calendar as they stand on one day."""

    book: RuleBook
    ladders: dict[str, Ladder]
    days: WorkingDays

    @classmethod
    def load(cls, on: dt.date) -> "DeadlineOpener":
        """As they stand now; read again only after a rule, a ladder or the calendar was changed."""
        with connection.cursor() as cursor:
            cursor.execute(_EDITIONS)
            law, calendar = cursor.fetchone()
        return cls(*_law(on, law), WorkingDays.of(calendar))

    def build(
        self,
        subject: Model,
        code: str,
        *,
        org: Organization,
        start: dt.datetime,
        at: dt.datetime,
        from_step: int = 0,
        due_on: dt.date | None = None,
        item: str = "",
    ) -> Deadline:
        """A deadline, not yet saved: `code` names the limit, `start` is the moment it counts from.

        `item` tells apart several like duties of one subject, as the answers to two letters.

        With `from_step` the ladder starts at that rung, and the engine climbs it at once (`at`).
        `due_on` is a last day that was set by hand, as an assignment's; else the rule of the code says it.
        Raises CalendarEnds where the calendar does not reach far enough.
        """
        rule = self.book.find(code, org)
        due = self.due(code, org=org, start=start) if due_on is None else end_of_day_on(due_on)
        ladder = self.ladders[rule.ladder_code]
        rung = next(rung for rung in ladder.rungs.all() if rung.step >= from_step)
        return Deadline(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            kind=rule.kind,
            item=item,
            rule=rule,
            ladder=ladder,
            org=org,
            org_code=org.code,
            desk=org,
            opened_at=start,
            due_at=due,
            derivation=derive(rule, start, due, self.days) | _by_hand(start, due_on),
            next_step=rung.step,
            climb_at=at if from_step else self.moment_of(rung, ladder, opened_at=start, due_at=due),
        )

    def due(self, code: str, *, org: Organization, start: dt.datetime) -> dt.datetime:
        """The last moment of this limit for this unit."""
        rule = self.book.find(code, org)
        return last_moment(
            start, rule.amount, Unit(rule.unit), self.days, rolls=settings.DEADLINE_ROLLS_TO_WORKING_DAY
        )

    def moment_of(self, rung: Rung, ladder: Ladder, *, opened_at: dt.datetime, due_at: dt.datetime) -> dt.datetime:
        """When this rung is reached."""
        return rung_moment(rung, base=Base(ladder.base), opened_at=opened_at, due_at=due_at, days=self.days)
