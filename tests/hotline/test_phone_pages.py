"""Pages of telephone systems and seats: keys are shown once, seats are alone, and what rings can be taken."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from hotline.actions.seats import leave_seat, sitting_at, take_seat
from hotline.call_workflow import CallState
from hotline.law import SEAT_LASTS
from hotline.models import Call, HotlineLine, PhoneSwitch, Seat
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.phones import SECOND, received, registered, told


def test_a_key_is_shown_once_and_another_one_again(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.binzhou, Role.SEC_ADMIN))

    shown = client.post("/hotline/switches/new/", {"org": tree.bincheng.pk, "name": "话务系统"}).content.decode()

    row = PhoneSwitch.objects.get()
    assert row.key in shown
    assert str(row.ref) in shown
    assert row.key not in client.get("/hotline/switches/").content.decode()
    again = client.post(reverse("hotline:switch_key", args=[row.pk])).content.decode()
    fresh = PhoneSwitch.objects.get()
    assert fresh.key in again
    assert row.key not in again
    assert fresh.former_key == row.key
    client.post(reverse("hotline:switch_stop", args=[row.pk]))
    assert PhoneSwitch.objects.get().stopped_at is not None


def test_the_administrator_of_another_city_sees_and_changes_none(client: Client, tree: ProvinceTree) -> None:
    row = registered(tree.bincheng)[0]
    client.force_login(user(tree.dongying, Role.SEC_ADMIN))

    assert str(row.ref) not in client.get("/hotline/switches/").content.decode()
    assert client.post(reverse("hotline:switch_key", args=[row.pk])).status_code == 404
    refused = client.post("/hotline/switches/new/", {"org": tree.bincheng.pk, "name": "话务系统"})
    assert "没有这个单位" in refused.content.decode()


def test_an_agent_says_where_she_sits_and_leaves(client: Client, agent: User) -> None:
    client.force_login(agent)

    client.post("/hotline/seat/", {"extension": "8001"})
    assert "<strong>8001</strong> 分机" in client.get("/hotline/calls/").content.decode()

    client.post("/hotline/seat/leave/")
    assert "上座" in client.get("/hotline/calls/").content.decode()
    assert "2 至 8 位数字" in client.post("/hotline/seat/", {"extension": "x1"}, follow=True).content.decode()


def test_a_seat_holds_one_agent_an_agent_one_seat_and_both_end_with_the_shift(agent: User, clerk: User) -> None:
    take_seat("8001", by=agent, at=NOW)
    take_seat("8002", by=agent, at=NOW + SECOND)
    take_seat("8002", by=clerk, at=NOW + 2 * SECOND)

    moments = (NOW + after * SECOND for after in (0, 1, 2, SEAT_LASTS.total_seconds() + 3))
    assert sitting_at(agent.org, list(product(("8001", "8002"), moments))) == {
        ("8001", NOW): agent,
        ("8002", NOW + SECOND): agent,
        ("8002", NOW + 2 * SECOND): clerk,
    }
    leave_seat(by=clerk, at=NOW + 3 * SECOND)
    assert not Seat.objects.now_of(clerk, NOW + 4 * SECOND).exists()


def test_who_does_not_answer_calls_takes_no_seat(tree: ProvinceTree, law: None) -> None:
    with pytest.raises(NotAllowed, match="不能接听"):
        take_seat("8001", by=user(tree.bincheng, Role.STAT_OFFICER), at=NOW)


def test_what_rings_is_answered_on_its_page_by_whoever_has_a_hand_free(
    client: Client, line: HotlineLine, agent: User, clerk: User
) -> None:
    take_seat("8001", by=agent, at=timezone.now())
    row = received(registered(line.org)[0], told("ringing", begins=timezone.now()), at=timezone.now())
    assert row is not None
    assert (row.state, row.agent) == (CallState.RINGING, agent)
    client.force_login(clerk)
    assert ">接听</button>" in client.get(row.get_absolute_url()).content.decode()

    client.post(reverse("hotline:call_move", args=[row.pk, "answer"]))

    row.refresh_from_db()
    assert (row.state, row.agent) == (CallState.ANSWERED, clerk)
    assert Call.objects.count() == 1
