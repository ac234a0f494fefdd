"""The sweep as a whole: rows that cannot be processed, small batches, the record of each run, the command."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from fedportal.calendar.models import WorkDay
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines import actions, engine
from fedportal.deadlines.ladders import SKIP_TO_STEP
from fedportal.deadlines.models import Deadline, Escalation, Rung, SweepRun
from tests.deadlines.duties import RECEIVED, duty, local, steps_of
from tests.deadlines.plain_model import plain_of, stored_history, stored_state
from tests.factories import ProvinceTree

pytestmark = pytest.mark.usefixtures("law")


# --- rows that cannot be processed -------------------------------------------------------------------------
def test_where_the_calendar_ends_a_deadline_is_set_aside_and_the_rest_go_on(tree: ProvinceTree) -> None:
    stranded, urgent = duty(tree.bincheng), duty(tree.bincheng, "urgent_report")
    WorkDay.objects.filter(day__gte="2026-03-24").delete()

    run = engine.sweep(local("2026-03-21T00:00:00"))

    stranded.refresh_from_db()
    urgent.refresh_from_db()
    assert steps_of(stranded) == [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert (stranded.step, stranded.desk, stranded.next_step) == (3, tree.binzhou, 4)
    assert (stranded.quarantined_at, stranded.quarantine_reason) == (run.at, "工作日历未覆盖下一级时刻")
    assert (urgent.step, urgent.quarantined_at) == (4, None)
    assert run.quarantined == 1


def test_a_missing_rung_is_set_aside_and_the_rest_go_on(tree: ProvinceTree) -> None:
    stray, sound = duty(tree.bincheng), duty(tree.huimin)
    Deadline.objects.filter(pk=stray.pk).update(next_step=17)

    run = engine.sweep(sound.due_at)

    stray.refresh_from_db()
    assert (stray.step, stray.desk, stray.quarantine_reason) == (-1, tree.bincheng, "阶梯中没有第 17 级")
    assert (steps_of(stray), steps_of(sound)) == ([], [(0, 0), (0, 1), (0, 2)])
    assert (run.climbed, run.quarantined) == (3, 1)


def test_an_escalation_that_exists_already_sets_only_its_own_deadline_aside(tree: ProvinceTree) -> None:
    poisoned, sound = duty(tree.bincheng), [duty(tree.huimin), duty(tree.zouping)]
    desks = {"from_desk": tree.bincheng, "to_desk": tree.bincheng}
    Escalation.objects.create(deadline=poisoned, cycle=0, step=1, planned_at=RECEIVED, at=RECEIVED, **desks)

    run = engine.sweep(poisoned.due_at)

    poisoned.refresh_from_db()
    assert (poisoned.step, poisoned.next_step) == (0, 1)
    assert "escalation_exactly_once" in poisoned.quarantine_reason
    assert [steps_of(row) for row in sound] == [[(0, 0), (0, 1), (0, 2)]] * 2
    assert (run.climbed, run.quarantined) == (7, 1)


@pytest.mark.usefixtures("database_owner")
def test_a_row_that_the_database_refuses_is_set_aside_with_its_words(tree: ProvinceTree) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE deadlines_deadline ADD CONSTRAINT never_yellow CHECK (org_code <> %s OR light < 2)",
            [tree.bincheng.code],
        )
    refused, sound = duty(tree.bincheng), duty(tree.huimin)

    engine.sweep(sound.due_at)

    refused.refresh_from_db()
    assert (refused.step, "never_yellow" in refused.quarantine_reason) == (0, True)
    assert steps_of(sound) == [(0, 0), (0, 1), (0, 2)]


def test_a_released_deadline_climbs_on(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    stray = Rung.objects.get(ladder=row.ladder, step=1)
    Rung.objects.filter(pk=stray.pk).update(step=90)
    engine.sweep(local("2026-03-14T00:00:00"))  # plans step 2 next: no step 1 is there
    Deadline.objects.filter(pk=row.pk).update(next_step=1)
    engine.sweep(row.due_at)
    row.refresh_from_db()
    assert row.quarantine_reason == "阶梯中没有第 1 级"

    Rung.objects.filter(pk=stray.pk).update(step=1)
    actions.release(row, at=row.due_at)
    engine.sweep(row.due_at)

    row.refresh_from_db()
    assert (row.step, row.quarantined_at, row.quarantine_reason) == (2, None, "")
    assert steps_of(row) == [(0, 0), (0, 1), (0, 2)]


# --- the run itself ----------------------------------------------------------------------------------------
def test_every_run_is_recorded(tree: ProvinceTree) -> None:
    duty(tree.bincheng)
    at = local("2026-03-18T00:00:00")

    engine.sweep(at)
    engine.sweep(at)

    busy, idle = SweepRun.objects.order_by("id")
    assert (busy.at, busy.climbed, busy.worst_lag) == (
        at,
        3,
        at - (RECEIVED + (local("2026-03-17T23:59:59") - RECEIVED) / 2),
    )
    assert (idle.at, idle.climbed, idle.quarantined, idle.worst_lag) == (at, 0, 0, dt.timedelta())
    assert all(run.finished_at is not None and run.error == "" for run in (busy, idle))


@pytest.mark.usefixtures("database_owner")
def test_a_run_that_fails_says_why_and_does_not_finish(tree: ProvinceTree) -> None:
    duty(tree.bincheng)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_escalation RENAME COLUMN alarm TO alert")

    with pytest.raises(Exception, match="alarm"):
        engine.sweep(local("2026-03-18T00:00:00"))

    run = SweepRun.objects.get()
    assert (run.finished_at, "alarm" in run.error) == (None, True)


def test_small_batches_come_to_the_same_end(tree: ProvinceTree) -> None:
    orgs = [tree.bincheng, tree.huimin, tree.zouping, tree.guangrao, tree.village, tree.binzhou, tree.shandong]
    rows = [duty(org, start=RECEIVED + n * dt.timedelta(days=3)) for n, org in enumerate(orgs)]
    twins = [plain_of(row, WorkingDays.load()) for row in rows]
    at = local("2026-04-20T00:00:00")

    run = engine.sweep(at, batch=2)

    for row, twin in zip(rows, twins, strict=True):
        twin.sweep(at)
        row.refresh_from_db()
        assert (stored_state(row), stored_history(row.pk)) == (twin.state, twin.history)
    assert run.climbed == sum(len(twin.history) for twin in twins)


def test_the_command_sweeps_for_the_moment_it_is_given(tree: ProvinceTree, capsys: pytest.CaptureFixture[str]) -> None:
    row = duty(tree.bincheng)

    call_command("sweep", at="2026-03-18T00:00:00")

    assert steps_of(row) == [(0, 0), (0, 1), (0, 2)]
    assert capsys.readouterr().out.startswith("climbed 3, quarantined 0")


def test_a_dry_run_changes_nothing(tree: ProvinceTree, capsys: pytest.CaptureFixture[str]) -> None:
    row, skipping = duty(tree.bincheng), duty(tree.huimin, from_step=SKIP_TO_STEP)
    before = list(Deadline.objects.order_by("pk").values())

    call_command("sweep", at="2026-03-18T00:00:00+08:00", dry_run=True)

    assert capsys.readouterr().out == "step 0: 1\nstep 3: 1\n"
    assert list(Deadline.objects.order_by("pk").values()) == before
    assert not SweepRun.objects.exists()
    assert [steps_of(row), steps_of(skipping)] == [[], []]


def test_the_command_takes_quarantined_deadlines_back_in(
    tree: ProvinceTree, capsys: pytest.CaptureFixture[str]
) -> None:
    row = duty(tree.bincheng)
    Deadline.objects.filter(pk=row.pk).update(quarantined_at=row.opened_at, quarantine_reason="日历未录入")

    call_command("sweep", at=row.due_at.isoformat())
    left_out = steps_of(row)
    call_command("sweep", at=row.due_at.isoformat(), release=True)

    assert left_out == []
    assert steps_of(row) == [(0, 0), (0, 1), (0, 2)]
    assert f"released {row.pk}: 日历未录入" in capsys.readouterr().out
