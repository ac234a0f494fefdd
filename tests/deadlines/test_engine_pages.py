"""The engine's own pages: its runs, and the deadlines it set aside."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline, SweepRun
from tests.deadlines.duties import duty
from tests.factories import ProvinceTree, user

PAGE = reverse("engine:sweep_list")


@pytest.fixture
def keeper(tree: ProvinceTree, law: None) -> User:
    """The system administrator of the city: keeps the engine running, reads no case."""
    return user(tree.binzhou, Role.SYS_ADMIN)


def set_aside(row: Deadline, reason: str = "日历未录入") -> Deadline:
    """The deadline, as the engine leaves one that it cannot climb."""
    Deadline.objects.filter(pk=row.pk).update(quarantined_at=row.opened_at, quarantine_reason=reason)
    return row


def test_an_engine_that_never_ran_says_so(client: Client, keeper: User) -> None:
    client.force_login(keeper)

    page = client.get(PAGE).content.decode()

    assert "还没有清扫记录" in page
    assert "没有被隔离的时限" in page


def test_runs_are_listed_with_their_lag_and_quiet_ones_can_be_left_out(
    client: Client, keeper: User, tree: ProvinceTree
) -> None:
    row = duty(tree.bincheng)
    engine.sweep(row.opened_at)
    engine.sweep(row.climb_at + dt.timedelta(hours=3, minutes=5))
    client.force_login(keeper)

    every, busy = client.get(PAGE), client.get(PAGE, {"busy": "1"})

    assert [run.climbed for run in every.context["runs"]] == [1, 0]
    assert [run.climbed for run in busy.context["runs"]] == [1]
    assert "3 小时 5 分钟" in busy.content.decode()


def test_what_was_set_aside_is_shown_with_its_reason_in_ones_own_range_only(
    client: Client, keeper: User, tree: ProvinceTree
) -> None:
    own, foreign = set_aside(duty(tree.bincheng)), set_aside(duty(tree.guangrao))
    client.force_login(keeper)

    response = client.get(PAGE)

    assert list(response.context["quarantined"]) == [own]
    assert "日历未录入" in response.content.decode()
    assert client.post(reverse("engine:release", args=[foreign.pk])).status_code == 404


def test_a_released_deadline_is_back_in_the_queue_and_the_release_is_on_record(
    client: Client, keeper: User, tree: ProvinceTree
) -> None:
    row = set_aside(duty(tree.bincheng))
    client.force_login(keeper)

    client.post(reverse("engine:release", args=[row.pk]))

    row.refresh_from_db()
    assert (row.quarantined_at, row.quarantine_reason) == (None, "")
    assert AccessEvent.objects.get(verb="deadline.release").actor == keeper


def test_the_lag_is_said_in_its_two_largest_units() -> None:
    lags = [
        dt.timedelta(),
        dt.timedelta(seconds=40),
        dt.timedelta(minutes=12),
        dt.timedelta(days=3, hours=4, minutes=9),
    ]

    assert [SweepRun(worst_lag=lag).lag_in_words for lag in lags] == ["无", "40 秒", "12 分钟", "3 天 4 小时"]
