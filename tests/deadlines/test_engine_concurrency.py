"""Sweeps side by side, and staff at work while the engine climbs: nobody's change is lost or undone."""

import datetime as dt
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TypeVar

import pytest
from django.db import connections, transaction
from django.utils import timezone

from cases.models import Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import actions, engine
from fedportal.deadlines.ladders import ORDINARY
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.notices.actions import tell_escalations
from tests import factories
from tests.cases.samples import moved, petition
from tests.deadlines.crowd import (
    Extended,
    assert_each_escalation_told_exactly_once,
    assert_each_rung_exactly_once,
    overdue_crowd,
)
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]

ORDINARY_RUNGS = len(ORDINARY.steps)
Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(*tasks: Callable[[], Result]) -> list[Result]:
    """Run each in a thread with its own connection; all start together."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Result]) -> Result:
        try:
            start.wait()
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_sweeps_side_by_side_share_the_work_and_repeat_nothing(tree: ProvinceTree) -> None:
    at = timezone.now()
    rows = overdue_crowd(tree, 600, at=at)

    runs = side_by_side(*[lambda: engine.sweep(at, batch=25)] * 4)
    engine.sweep(at)

    assert sum(run.climbed for run in runs) <= Escalation.objects.count()
    assert all(run.climbed > 0 and run.quarantined == 0 for run in runs)
    assert not Deadline.objects.exclude(quarantined_at=None).exists()
    assert_each_rung_exactly_once(rows, at=at)


def test_notices_told_side_by_side_are_told_once(tree: ProvinceTree) -> None:
    at = timezone.now()
    rows = overdue_crowd(tree, 300, at=at)
    engine.sweep(at)

    told = side_by_side(*[lambda: tell_escalations(at, batch=50)] * 4)

    assert sum(told) == Escalation.objects.count()
    assert_each_escalation_told_exactly_once(rows)


def test_a_row_under_somebodys_lock_waits_for_the_next_sweep(tree: ProvinceTree) -> None:
    at = timezone.now()
    locked, *others = overdue_crowd(tree, 30, at=at)

    with transaction.atomic():
        Deadline.objects.select_for_update().get(pk=locked.pk)
        (run,) = side_by_side(lambda: engine.sweep(at))

    assert run.finished_at is not None
    assert not Escalation.objects.filter(deadline=locked).exists()
    assert not Deadline.objects.to_climb(at).exclude(pk=locked.pk).exists()
    engine.sweep(at)
    assert_each_rung_exactly_once([locked, *others], at=at)


def test_a_poisoned_row_under_many_sweeps_harms_nobody(tree: ProvinceTree) -> None:
    at = timezone.now()
    poisoned, *sound = overdue_crowd(tree, 200, at=at)
    first = Deadline.objects.get(pk=poisoned.pk)
    Escalation.objects.create(
        deadline=first, cycle=0, step=first.next_step, from_desk=first.org, to_desk=first.org, planned_at=at, at=at
    )

    side_by_side(*[lambda: engine.sweep(at, batch=20)] * 3)
    engine.sweep(at)

    assert list(Deadline.objects.exclude(quarantined_at=None)) == [poisoned]
    assert not Deadline.objects.to_climb(at).exists()
    climbed = Escalation.objects.exclude(deadline=poisoned).values_list("deadline", flat=True).distinct()
    assert climbed.count() == len(sound)


# --- staff at work -----------------------------------------------------------------------------------------
def overdue_petitions(by: User, count: int, *, at: dt.datetime) -> list[Petition]:
    received = at - dt.timedelta(days=400)
    return [petition(by, at=received + n * dt.timedelta(minutes=1)) for n in range(count)]


def redirect_and_close(row: Petition, *, by: User) -> tuple[list[int], int]:
    """What staff does with one petition, and how many escalations its deadlines had when they were closed."""
    with transaction.atomic():
        at = timezone.now()
        row = moved(row, "redirect", by=by, at=at, competent_organ="滨城区公安分局", told_how="in_person")
        moved(row, "close", by=by, at=at)
        ids = list(row.deadlines.values_list("pk", flat=True))
        return ids, Escalation.objects.filter(deadline__in=ids).count()


def sweep_until(done: Event, at: dt.datetime) -> None:
    """Sweep in batches so small that staff comes between them."""
    while not done.wait(0.01) or Deadline.objects.to_climb(at).exists():
        engine.sweep(at, batch=2)


def each_then(done: Event, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    try:
        return [work(item) for item in items]
    finally:
        done.set()


def test_180_petitions_closed_during_a_sweep_stay_closed_and_climb_no_more(tree: ProvinceTree) -> None:
    at = timezone.now()
    clerk = factories.user(tree.bincheng, Role.RECEPTIONIST)
    closing = overdue_petitions(clerk, 180, at=at)
    crowd = overdue_crowd(tree, 600, at=at)
    done = Event()

    _, _, closed = side_by_side(
        lambda: sweep_until(done, at),
        lambda: sweep_until(done, at),
        lambda: each_then(done, lambda row: redirect_and_close(row, by=clerk), closing),
    )

    assert Petition.objects.filter(status=Status.CLOSED).count() == 180
    for ids, climbed in closed:
        assert not Deadline.objects.open().filter(pk__in=ids).exists()
        assert Escalation.objects.filter(deadline__in=ids).count() == climbed
    assert sum(climbed < ORDINARY_RUNGS for _, climbed in closed) >= 30  # closed before the sweep had done with them
    assert_each_rung_exactly_once(crowd, at=at)


def test_deadlines_extended_during_a_sweep_stay_extended(tree: ProvinceTree) -> None:
    at = timezone.now()
    crowd = overdue_crowd(tree, 500, at=at)
    staff, later, done = factories.user(tree.bincheng), at + dt.timedelta(days=60), Event()

    def extend(row: Deadline) -> tuple[int, Extended]:
        with transaction.atomic():
            actions.extend(row, due_at=later, by=staff, reason="等待鉴定", at=timezone.now())
            return row.pk, Extended(after=Escalation.objects.filter(deadline=row).count(), due_at=later)

    _, _, extended = side_by_side(
        lambda: sweep_until(done, at),
        lambda: sweep_until(done, at),
        lambda: each_then(done, extend, crowd[::3]),
    )

    assert Deadline.objects.filter(due_at=later, cycle__gte=1).count() == len(extended)
    assert_each_rung_exactly_once(crowd, at=at, extended=dict(extended))
