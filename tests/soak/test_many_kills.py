"""The engine under fire for a quarter of an hour: ten times the crowd, the workers and the kills of `make test`."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.utils import timezone

from fedportal.deadlines.models import Deadline
from tests.deadlines.crowd import (
    assert_each_escalation_told_exactly_once,
    assert_each_rung_exactly_once,
    overdue_crowd,
)
from tests.deadlines.killing import Floor, sweeps_without_end, wait_until_all_is_climbed_and_told
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]

CROWD = 50_000
KILLS = 500


@pytest.mark.parametrize("seed", [1, 2])
def test_five_hundred_kills_lose_nothing_and_repeat_nothing(tree: ProvinceTree, tmp_path: Path, seed: int) -> None:
    at = timezone.now()
    rows = overdue_crowd(tree, CROWD, at=at, seed=seed)

    with ExitStack() as stack:
        floor = Floor(stack, tmp_path, workers=3, batch=40, seed=seed)
        floor.kill_while_it_sweeps(KILLS, within=1_800, striking=KILLS // 3)
        assert Deadline.objects.to_climb(at).exists(), "the crowd was through before the killing ended"
        wait_until_all_is_climbed_and_told(at, within=1_800)

    assert sweeps_without_end() >= KILLS // 3
    assert_each_rung_exactly_once(rows, at=at)
    assert_each_escalation_told_exactly_once(rows)
