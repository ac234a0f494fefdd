"""The sweep under SIGKILL: real Celery workers die at random moments, and every rung is climbed exactly once."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.utils import timezone

from fedportal.deadlines.models import Deadline, SweepRun
from tests.deadlines.crowd import (
    assert_each_escalation_told_exactly_once,
    assert_each_rung_exactly_once,
    overdue_crowd,
)
from tests.deadlines.killing import Floor, sweeps_without_end, wait_until_all_is_climbed_and_told
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law"), pytest.mark.slow]

ROWS_A_KILL = 200


@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.soak)])
def test_kills_lose_nothing_and_repeat_nothing(tree: ProvinceTree, tmp_path: Path, kills: int) -> None:
    at = timezone.now()
    rows = overdue_crowd(tree, kills * ROWS_A_KILL, at=at)

    with ExitStack() as stack:
        floor = Floor(stack, tmp_path, batch=8)  # so small that the crowd outlasts the killing
        floor.kill_while_it_sweeps(kills, within=180, striking=kills // 3)
        assert Deadline.objects.to_climb(at).exists(), "the crowd was through before the killing ended"
        wait_until_all_is_climbed_and_told(at, within=180)

    assert sweeps_without_end() >= kills // 3  # the kills struck sweeps that had begun to climb
    assert_each_rung_exactly_once(rows, at=at)
    assert_each_escalation_told_exactly_once(rows)
    assert SweepRun.objects.exclude(error="").count() == 0
