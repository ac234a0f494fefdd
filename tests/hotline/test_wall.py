"""The wall: what it counts, for whom, and that it names nobody."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.call_backs import take_missed
from hotline.actions.call_moves import hang_up, ring
from hotline.actions.seats import take_seat
from hotline.models import HotlineLine, PhoneSwitch
from hotline.wall import WallFigures, wall_figures
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.lines import opened
from tests.hotline.phones import SECOND, received, registered, told

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def switch(line: HotlineLine) -> PhoneSwitch:
    return registered(line.org)[0]


def shown(line: HotlineLine, at: dt.datetime = NOW) -> WallFigures:
    return wall_figures(line.org, None, at)


def rung(switch: PhoneSwitch, key: str, *, answered: float | None = None, ended: float | None = None) -> None:
    """So many seconds after a quarter to ten: all of it a quarter of an hour ago."""
    begins = NOW - HOUR / 4
    events = [told("ringing", 0, call=key, begins=begins)]
    events += [] if answered is None else [told("answered", answered, call=key, begins=begins)]
    events += [] if ended is None else [told("ended", ended, call=key, begins=begins)]
    received(switch, *events)


def test_each_call_stands_where_it_is_and_is_counted_once(line: HotlineLine, switch: PhoneSwitch, agent: User) -> None:
    take_seat("8001", by=agent, at=NOW - HOUR)
    rung(switch, "waits")
    rung(switch, "talks", answered=15)
    rung(switch, "quick", answered=3, ended=90)
    rung(switch, "slow", answered=16, ended=90)
    rung(switch, "missed", ended=30)

    found = shown(line)

    assert (found.waiting, found.longest) == (1, HOUR / 4)
    assert (found.talking, found.came, found.connected, found.quick, found.owed) == (1, 4, 3, 2, 1)
    assert (found.connected_percent, found.is_below) == (75.0, True)
    assert found.quick_percent == pytest.approx(200 / 3)
    assert found.by_hour == [*((hour, 0, 0) for hour in range(9)), (9, 4, 3), (10, 0, 0)]


def test_who_is_reached_later_was_not_connected_and_is_owed_no_more(line: HotlineLine, agent: User) -> None:
    row = take_missed(line, phone=PHONE, rang_at=NOW - HOUR, by=agent, at=NOW)
    assert (shown(line).owed, shown(line).connected) == (1, 0)

    made(row, "reach", by=agent, at=NOW)

    found = shown(line)
    assert (found.owed, found.came, found.connected, found.quick) == (0, 1, 0, 0)


def test_calls_that_are_taken_down_by_hand_count_too(line: HotlineLine, agent: User) -> None:
    ring(line, by=agent, at=NOW - 20 * SECOND)
    hang_up(answered(line, agent, at=NOW - HOUR), by=agent, at=NOW)

    found = shown(line)

    assert (found.waiting, found.came, found.connected, found.quick) == (1, 1, 1, 1)


def test_yesterdays_calls_are_owed_and_not_counted(line: HotlineLine, agent: User) -> None:
    take_missed(line, phone=PHONE, rang_at=NOW - DAY, by=agent, at=NOW - DAY)

    found = shown(line)

    assert (found.owed, found.came, found.connected_percent) == (1, 0, None)


def test_what_never_ended_does_not_wait_or_talk_for_ever(line: HotlineLine, agent: User) -> None:
    ring(line, by=agent, at=NOW - 2 * HOUR)
    answered(line, agent, at=NOW - 5 * HOUR)

    found = shown(line)

    assert (found.waiting, found.talking, found.came) == (0, 0, 2)


def test_a_line_and_a_range_are_shown_apart(
    line: HotlineLine, agent: User, head: User, intruder: User, tree: ProvinceTree
) -> None:
    other = opened(head, number="0543-3330000")
    theirs = opened(user(tree.huimin, Role.SECTION_HEAD), number="0543-5555555")
    for row, by in ((line, agent), (other, agent), (other, agent), (theirs, intruder)):
        answered(row, by)

    assert wall_figures(tree.bincheng, other, NOW).came == 2
    assert [wall_figures(org, None, NOW).came for org in (tree.bincheng, tree.huimin, tree.binzhou)] == [3, 1, 4]


def test_a_guarded_call_counts_before_whoever_sees_figures_and_nobody_is_named(
    client: Client, line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    typed(answered(line, agent, at=timezone.now()), by=agent, triage={"safe": "no"})
    client.force_login(user(tree.shandong, Role.STAT_OFFICER))

    page = client.get("/hotline/wall/", {"org": tree.bincheng.code}).content.decode()

    assert re.search(r"正在通话</h2>\s*<p class=\"wall-number\">1<", page)
    for name in (PHONE, "王小芳", agent.name):
        assert name not in page


def test_the_figures_alone_are_what_it_renews(client: Client, line: HotlineLine, agent: User) -> None:
    client.force_login(agent)

    part = client.get("/hotline/wall/", {"part": "1"}).content.decode()

    assert "wall-tiles" in part
    assert "<html" not in part
    assert client.get("/hotline/wall/", {"line": line.pk}).status_code == 200


def test_another_range_and_another_countys_line_are_not_there(
    client: Client, line: HotlineLine, tree: ProvinceTree
) -> None:
    client.force_login(user(tree.huimin, Role.STAT_OFFICER))

    asked = [{"org": str(tree.bincheng.code)}, {"org": str(tree.binzhou.code)}, {"line": str(line.pk)}, {"org": "x"}]
    assert [client.get("/hotline/wall/", one).status_code for one in asked] == [404] * 4
    assert line.number not in client.get("/hotline/wall/").content.decode()


def test_it_asks_as_often_of_many_calls_as_of_few(client: Client, line: HotlineLine, agent: User) -> None:
    client.force_login(agent)
    counts = []
    for _ in range(2):
        answered(line, agent, at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            client.get("/hotline/wall/", {"part": "1"})
        counts.append(len(asked))
        for _ in range(3):
            answered(line, agent, at=timezone.now())

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("role", "kept"), [(Role.STAT_OFFICER, True), (Role.AGENT, False)])
def test_a_wall_all_day_keeps_the_sitting_of_who_sees_figures_alone(
    client: Client, tree: ProvinceTree, role: Role, kept: bool
) -> None:
    client.force_login(user(tree.bincheng, role))
    session = client.session
    before = session["used_at"] = session["used_at"] - 300
    session.save()

    client.get("/hotline/wall/", {"part": "1"})

    assert (client.session["used_at"] > before) is kept
