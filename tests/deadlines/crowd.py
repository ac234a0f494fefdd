"""Thousands of overdue duties at once, and whether each went its way exactly as an undisturbed ladder would."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.notices.models import Notice
from fedportal.orgs.models import Level, Organization
from tests.deadlines.plain_model import PLANS, Climbed, plain_of, stored_state
from tests.factories import ProvinceTree


def overdue_crowd(tree: ProvinceTree, count: int, *, at: dt.datetime, seed: int = 1) -> list[Deadline]:
    """Duties of every kind of unit, received between a month and two years before `at`; no rung climbed yet."""
    chance = random.Random(seed)
    opener = DeadlineOpener.load(at.date())
    counties = [tree.bincheng, tree.huimin, tree.xiaonan]
    units = [tree.village, tree.beizhen, *counties, tree.binzhou, tree.shandong, tree.humen]
    rows = [
        opener.build(
            Organization(pk=number),  # a subject that nobody looks at
            chance.choices(["notice", "urgent_report"], [9, 1])[0],
            org=chance.choice(units),
            start=at - dt.timedelta(days=30) - chance.random() * dt.timedelta(days=700),
            at=at,
        )
        for number in range(1, count + 1)
    ]
    return Deadline.objects.bulk_create(rows)


@dataclass(frozen=True)
class Extended:
    """An extension that staff gave when the deadline had climbed so often."""

    after: int
    due_at: dt.datetime


def assert_each_rung_exactly_once(
    rows: list[Deadline], *, at: dt.datetime, extended: Mapping[int, Extended] | None = None
) -> None:
    """Every deadline's history and state are those of its plain twin, and nothing was left due by `at`.

    The twin climbs whenever the engine did: reminders count from that moment.
    """
    days = WorkingDays.load()
    climbed = _histories(rows)
    stored = Deadline.objects.in_bulk([row.pk for row in rows])
    for row in rows:
        twin = plain_of(row, days)
        extension = (extended or {}).get(row.pk)
        for number in range(len(climbed[row.pk]) + 1):
            if extension is not None and extension.after == number:
                twin.extend(extension.due_at)
            if number < len(climbed[row.pk]):
                twin.climb(climbed[row.pk][number].at)
        assert twin.history == climbed[row.pk]
        assert twin.state == stored_state(stored[row.pk])
        assert twin.climb_at > at


def _histories(rows: list[Deadline]) -> dict[int, list[Climbed]]:
    columns = ("cycle", "step", "from_desk", "to_desk", "planned_at", "at", "alarm")
    histories = defaultdict(list)
    escalations = Escalation.objects.filter(deadline__in=[row.pk for row in rows]).order_by("id")
    for deadline, *values in escalations.values_list("deadline", *columns):
        histories[deadline].append(Climbed(*values))
    return histories


def assert_each_escalation_told_exactly_once(rows: list[Deadline]) -> None:
    """Each escalation has one notice for every role that its rung names, in the right unit, and is marked so."""
    assert not Escalation.objects.filter(told_at=None).exists()
    by_deadline = {row.pk: row for row in rows}
    told = defaultdict(list)
    for escalation, org, role in Notice.objects.values_list("escalation", "org", "role"):
        told[escalation].append((org, role))
    for pk, deadline, step in Escalation.objects.values_list("pk", "deadline", "step"):
        assert sorted(told[pk]) == sorted(_addressees(by_deadline[deadline], step))


def _addressees(row: Deadline, step: int) -> set[tuple[int, str]]:
    rung = next(rung for rung in PLANS[row.ladder.code].steps if rung.step == step)
    above = {level.name.lower(): _above(row.org, level) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)}
    unit = {"own": row.org} | above
    return {(unit[whose].pk, str(role)) for whose, role in rung.tells}


def _above(org: Organization, level: Level) -> Organization:
    return org if org.level <= level or org.parent is None else _above(org.parent, level)
