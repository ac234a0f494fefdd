"""The figures of a dashboard equal what one counts by hand over the rows."""

import datetime as dt
from collections import Counter as Tally

import pytest
from django.utils import timezone

from cases.law import NOTICE
from cases.models import Petition
from cases.workflow import Status
from fedportal.dashboards.contents import Dashboard, Unit
from fedportal.dashboards.months import end_of_month, year_of_months
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.statistics import Counter
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from tests.dashboards.world import World


def figures_of(world: World, org: Organization) -> Dashboard:
    at = timezone.now()
    return Counter(Range.of(org, at), world.province, at).dashboard()


def matters_in(org: Organization) -> list[Petition]:
    return [row for row in Petition.objects.select_related("org") if org.covers(row.org_code)]


def duties_of(row: Petition) -> list[Deadline]:
    return [duty for duty in Deadline.objects.all() if duty.object_id == row.pk]


def owed(row: Petition) -> list[Deadline]:
    return [duty for duty in duties_of(row) if duty.closed_at is None]


def worst(row: Petition) -> Deadline | None:
    return min(owed(row), key=lambda duty: (-duty.light, -duty.step, duty.due_at), default=None)


def is_overdue(row: Petition, at: dt.datetime) -> bool:
    return any(duty.due_at < at for duty in owed(row))


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng", "beizhen", "hubei"])
def test_open_and_overdue_are_counted_as_by_hand(world: World, place: str) -> None:
    org = getattr(world.tree, place)

    figures = figures_of(world, org)

    matters = matters_in(org)
    assert figures.open.value == sum(row.status != Status.CLOSED for row in matters)
    assert figures.overdue.value == sum(is_overdue(row, figures.at) for row in matters)


def test_each_matter_stands_under_the_light_of_its_worst_duty(world: World) -> None:
    figures = figures_of(world, world.tree.shandong)

    worst_lights = Tally(duty.light for row in matters_in(world.tree.shandong) if (duty := worst(row)))
    assert {light.value: figure.value for light, figure in figures.lights if figure.value} == dict(worst_lights)
    assert len(worst_lights) >= 5  # the world shows nearly all of them


def test_overdue_matters_stand_at_the_step_of_their_worst_duty(world: World) -> None:
    figures = figures_of(world, world.tree.shandong)

    duties = [worst(row) for row in matters_in(world.tree.shandong)]
    steps = Tally(duty.step for duty in duties if duty and duty.due_at < figures.at)
    assert {step: figure.value for step, figure in figures.steps.items() if figure.value} == dict(steps)
    assert len(steps) >= 3


def test_a_matter_with_two_late_duties_counts_once(world: World) -> None:
    late = [duty for duty in owed(world.twice_late) if duty.due_at < timezone.now()]
    before = figures_of(world, world.tree.bincheng).overdue.value

    late[0].closed_at, late[0].outcome = timezone.now(), Deadline.Outcome.LATE
    late[0].save(update_fields=["closed_at", "outcome"])

    assert len(late) == 2
    assert figures_of(world, world.tree.bincheng).overdue.value == before


def unit_named(figures: Dashboard, name: str) -> Unit:
    return next(unit for unit in figures.units if unit.name == name)


def test_each_unit_has_its_own_line_and_the_lines_add_up(world: World) -> None:
    figures = figures_of(world, world.tree.binzhou)

    assert {unit.name for unit in figures.units} == {"滨城区", "惠民县", "邹平市", "本级"}
    bincheng = unit_named(figures, "滨城区")
    matters = matters_in(world.tree.bincheng)
    assert bincheng.open.value == sum(row.status != Status.CLOSED for row in matters)
    assert bincheng.overdue.value == sum(is_overdue(row, figures.at) for row in matters)
    assert unit_named(figures, "本级").open.value == 1
    assert sum(unit.open.value for unit in figures.units) == figures.open.value
    assert sum(unit.overdue.value for unit in figures.units) == figures.overdue.value


def test_told_in_time_is_counted_over_the_notices_that_fell_due(world: World) -> None:
    figures = figures_of(world, world.tree.shandong)

    since = figures.at - dt.timedelta(days=90)
    notices = [
        duty
        for row in matters_in(world.tree.shandong)
        for duty in duties_of(row)
        if duty.kind == NOTICE.kind and since < duty.due_at < figures.at
    ]
    assert figures.told.fell_due.value == len(notices)
    assert figures.told.in_time.value == sum(duty.outcome == Deadline.Outcome.MET for duty in notices)
    assert 0 < figures.told.in_time.value < figures.told.fell_due.value


def test_the_median_of_days_to_the_notice_is_that_of_the_served_ones(world: World) -> None:
    figures = figures_of(world, world.tree.binzhou)

    # served in Bincheng with a last day in the period: after 5, 2 and 20 days
    assert unit_named(figures, "滨城区").told.median_days == pytest.approx(5)
    assert unit_named(figures, "惠民县").told.median_days is None


def test_months_count_receipts_conclusions_and_what_was_overdue_at_their_end(world: World) -> None:
    figures = figures_of(world, world.tree.shandong)

    firsts = year_of_months(timezone.localdate(figures.at))
    ends = [*(end_of_month(first) for first in firsts[:-1]), figures.at]
    matters = matters_in(world.tree.shandong)
    received = Tally(timezone.localdate(row.received_at).replace(day=1) for row in matters)
    assert [month.received.value for month in figures.months] == [received[first] for first in firsts]
    assert [month.overdue.value for month in figures.months] == [
        sum(
            any(d.due_at < end and (d.closed_at is None or d.closed_at >= end) for d in duties_of(row))
            for row in matters
        )
        for end in ends
    ]
    assert sum(month.overdue.value for month in figures.months[:-1]) > 0


def test_kinds_are_counted_by_day_of_receipt(world: World) -> None:
    figures = figures_of(world, world.tree.shandong)

    today = timezone.localdate(figures.at)
    ages = [
        (row.category, (today - timezone.localdate(row.received_at)).days)
        for row in Petition.objects.all()
        if world.tree.shandong.covers(row.org_code)
    ]
    recent = Tally(category for category, age in ages if age < 30)
    before = Tally(category for category, age in ages if 30 <= age < 60)
    assert figures.categories[0].now.value == max(recent.values())
    assert {(kind.now.value, kind.before.value) for kind in figures.categories} == {
        (recent[code], before[code]) for code in recent | before
    }
