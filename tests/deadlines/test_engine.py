"""The sweep: every rung in its turn, at its moment, on the right desk."""

import datetime as dt

import pytest

from fedportal.accounts.roles import Role
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines import actions, engine
from fedportal.deadlines.ladders import ORDINARY, SKIP_TO_STEP
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.orgs.models import Organization
from tests import factories
from tests.deadlines.duties import RECEIVED, duty, local, steps_of
from tests.deadlines.plain_model import plain_of, stored_history, stored_state
from tests.factories import ProvinceTree

SECOND = dt.timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def places(tree: ProvinceTree) -> dict[str, Organization]:
    henan, beijing = factories.org("41", "河南省"), factories.org("11", "北京市")
    return {
        "village": tree.village,
        "street": tree.beizhen,
        "county": tree.bincheng,
        "city": tree.binzhou,
        "province": tree.shandong,
        "town without a county": tree.humen,
        "its city": tree.dongguan,
        "its province": tree.guangdong,
        "county under the province": factories.org("419001", "济源市", parent=henan),
        "its own province": henan,
        "district of Beijing": factories.org("110101", "东城区", parent=beijing),
        "Beijing": beijing,
    }


# Whose desk, for steps 0 to 6 of the ordinary ladder.
DESKS = [
    ("village", ["village", "village", "county", "city", "city", "province", "province"]),
    ("street", ["street", "street", "county", "city", "city", "province", "province"]),
    ("county", ["county"] * 3 + ["city", "city", "province", "province"]),
    ("city", ["city"] * 5 + ["province", "province"]),
    ("province", ["province"] * 7),
    ("town without a county", ["town without a county"] * 2 + ["its city"] * 3 + ["its province"] * 2),
    ("county under the province", ["county under the province"] * 3 + ["its own province"] * 4),
    ("district of Beijing", ["district of Beijing"] * 3 + ["Beijing"] * 4),
]


@pytest.mark.parametrize(("place", "desks"), DESKS, ids=[place for place, _ in DESKS])
def test_a_duty_rises_desk_by_desk_and_never_early(
    places: dict[str, Organization], place: str, desks: list[str]
) -> None:
    row = duty(places[place])

    seen = []
    for step in ORDINARY.steps:
        row.refresh_from_db()
        assert row.next_step == step.step
        assert engine.sweep(row.climb_at - SECOND).climbed == 0
        assert engine.sweep(row.climb_at).climbed == 1
        row.refresh_from_db()
        assert (row.step, row.light, row.org) == (step.step, step.light, places[place])
        assert row.awaiting_ack == (row.desk != row.org)
        seen.append(row.desk)

    assert seen == [places[name] for name in desks]


def test_rungs_come_at_the_moments_that_the_ladder_names(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)  # due on Tuesday 17 March; Tomb-Sweeping is off from 4 to 6 April

    engine.sweep(local("2026-06-01T00:00:00"))

    assert [climbed.planned_at for climbed in stored_history(row.pk)][:7] == [
        RECEIVED + (row.due_at - RECEIVED) / 2,
        local("2026-03-13T23:59:59"),
        local("2026-03-17T23:59:59"),
        local("2026-03-20T23:59:59"),
        local("2026-03-26T23:59:59"),
        local("2026-04-08T23:59:59"),
        local("2026-04-29T23:59:59"),
    ]


def test_spring_festival_and_its_made_up_days_count_as_the_state_council_says(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng, start=local("2026-01-29T10:00:00"))  # due on Friday 13 February; off from 15 to 23

    engine.sweep(local("2026-03-05T00:00:00"))

    planned = {climbed.step: climbed.planned_at for climbed in stored_history(row.pk)}
    assert planned[3] == local("2026-02-25T23:59:59")  # Saturday 14 was worked, then 24 and 25
    assert planned[4] == local("2026-03-02T23:59:59")  # Saturday 28 was worked


def test_a_ladder_climbs_over_the_years_end(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng, start=local("2025-12-16T10:00:00"))  # due on New Year's Eve; off from 1 to 3 January

    engine.sweep(local("2026-02-10T00:00:00"))

    planned = {climbed.step: climbed.planned_at for climbed in stored_history(row.pk)}
    assert planned[3] == local("2026-01-06T23:59:59")  # Sunday 4 was worked
    assert planned[4] == local("2026-01-12T23:59:59")


def test_a_clock_that_jumps_over_the_years_end_leaves_nothing_out(tree: ProvinceTree) -> None:
    rows = [duty(org, start=local("2025-12-01T08:00:00")) for org in (tree.bincheng, tree.binzhou, tree.village)]
    twins = [plain_of(row, WorkingDays.load()) for row in rows]

    for at in (local("2025-12-31T23:59:59"), local("2026-01-01T00:00:00"), local("2027-01-01T00:00:01")):
        engine.sweep(at)
        for twin in twins:
            twin.sweep(at)

    for row, twin in zip(rows, twins, strict=True):
        row.refresh_from_db()
        assert stored_state(row) == twin.state
        assert stored_history(row.pk) == twin.history


def test_a_week_without_sweeps_is_caught_up_rung_by_rung(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    engine.sweep(row.due_at)
    late = row.due_at + dt.timedelta(days=14)

    run = engine.sweep(late)

    assert steps_of(row) == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)]
    assert {climbed.at for climbed in stored_history(row.pk)[3:]} == {late}
    assert (run.climbed, run.worst_lag) == (2, late - local("2026-03-20T23:59:59"))


def test_after_the_last_rung_a_deadline_is_reminded_in_cycles_on_the_top_desk(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    engine.sweep(local("2026-05-06T12:00:00"))
    row.refresh_from_db()
    assert (row.cycle, row.next_step, row.climb_at) == (1, 6, local("2026-05-12T12:00:00"))  # Saturday 9 was worked

    engine.sweep(row.climb_at)

    row.refresh_from_db()
    assert (row.cycle, row.step, row.next_step, row.desk, row.light) == (2, 6, 6, tree.shandong, Light.DEEP_RED)
    assert steps_of(row)[-2:] == [(0, 6), (1, 6)]
    assert not any(climbed.alarm for climbed in stored_history(row.pk))


def test_a_duty_without_a_superior_stays_and_raises_the_alarm(tree: ProvinceTree) -> None:
    row = duty(tree.shandong)

    engine.sweep(local("2026-05-06T00:00:00"))
    engine.sweep(local("2026-06-01T00:00:00"))

    row.refresh_from_db()
    assert (row.desk, row.awaiting_ack) == (tree.shandong, False)
    assert steps_of(row)[-2:] == [(0, 6), (1, 6)]
    assert [climbed.alarm for climbed in stored_history(row.pk)] == [False] * 3 + [True] * 5


# --- the urgent ladder -------------------------------------------------------------------------------------
def test_an_urgent_matter_nobody_acknowledges_reaches_the_province_in_two_hours(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng, "urgent_report")

    desks = []
    for minutes in (0, 29, 30, 119, 120, 240, 24 * 60, 48 * 60):
        engine.sweep(RECEIVED + dt.timedelta(minutes=minutes))
        row.refresh_from_db()
        desks.append((minutes, row.step, row.desk.region_name, row.awaiting_ack))

    assert desks == [
        (0, 0, "滨城区", True),
        (29, 0, "滨城区", True),
        (30, 1, "滨州市", True),
        (119, 1, "滨州市", True),
        (120, 2, "山东省", True),
        (240, 3, "山东省", True),
        (1440, 4, "山东省", True),
        (2880, 4, "山东省", True),
    ]
    assert steps_of(row) == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 4)]


def test_an_acknowledgement_skips_the_rung_for_the_silent(tree: ProvinceTree) -> None:
    leader = factories.user(tree.bincheng, Role.UNIT_HEAD)
    row = duty(tree.bincheng, "urgent_report")
    engine.sweep(RECEIVED)

    actions.acknowledge(row, by=leader, at=RECEIVED + dt.timedelta(minutes=10))
    engine.sweep(RECEIVED + dt.timedelta(hours=1))
    assert steps_of(row) == [(0, 0)]
    engine.sweep(RECEIVED + dt.timedelta(hours=2))

    assert steps_of(row) == [(0, 0), (0, 2)]
    first = Escalation.objects.get(deadline=row, step=0)
    assert (first.acknowledged_by, first.acknowledged_at) == (leader, RECEIVED + dt.timedelta(minutes=10))


# --- staff and the engine ----------------------------------------------------------------------------------
def test_a_matter_under_the_skip_rule_starts_at_the_third_step(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng, from_step=SKIP_TO_STEP)

    engine.sweep(RECEIVED)

    row.refresh_from_db()
    assert steps_of(row) == [(0, 3)]
    assert (row.desk, row.light, row.next_step) == (tree.binzhou, Light.RED, 4)
    assert row.climb_at == local("2026-03-26T23:59:59")  # seven working days after it is due, as without the rule


def test_an_extension_starts_a_new_cycle_on_the_owing_desk(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    engine.sweep(local("2026-03-21T00:00:00"))
    later = local("2026-04-30T23:59:59")

    actions.extend(
        row, due_at=later, by=factories.user(tree.bincheng), reason="等待鉴定", at=local("2026-03-21T09:00:00")
    )

    row.refresh_from_db()
    assert (row.desk, row.cycle, row.step, row.light) == (tree.bincheng, 1, -1, Light.GREEN)
    engine.sweep(later)
    assert steps_of(row) == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 2)]


def test_a_closed_deadline_never_climbs(tree: ProvinceTree) -> None:
    met, cancelled, left = duty(tree.bincheng), duty(tree.huimin), duty(tree.zouping)
    engine.sweep(local("2026-03-14T00:00:00"))
    actions.meet_deadlines(tree.bincheng, kinds=["notice"], at=local("2026-03-14T09:00:00"))
    actions.cancel_deadlines(tree.huimin, at=local("2026-03-14T09:00:00"))

    run = engine.sweep(local("2026-06-01T00:00:00"))

    assert [steps_of(met), steps_of(cancelled)] == [[(0, 0), (0, 1)]] * 2
    assert run.climbed == len(steps_of(left)) - 2
    met.refresh_from_db()
    assert (met.step, met.desk, met.outcome) == (1, tree.bincheng, Deadline.Outcome.MET)
