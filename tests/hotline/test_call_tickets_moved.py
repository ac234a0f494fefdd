"""Systems of the units that took and hold a work order make its steps, as those units' cadres would."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from hotline.models import CallTicket
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import of_itself, sent, went

pytestmark = pytest.mark.django_db


def move(client: Client, row: CallTicket, name: str, body: object, version: int | None = None, **headers: str) -> Any:
    row.refresh_from_db(fields=["version"])
    named = {"If-Match": f'"{row.version if version is None else version}"'} | headers
    url = reverse("hotline_api:call_ticket_move", args=[row.ref, name])
    return client.post(url, json.dumps(body), content_type="application/json", headers=named)


@pytest.fixture
def ours(tree: ProvinceTree, law: None) -> ApiClient:
    """The system of the unit that took the call, and answers for it."""
    return api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE)


@pytest.fixture
def theirs(tree: ProvinceTree, law: None) -> Client:
    return caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE))


def test_an_order_goes_to_the_next_county_and_comes_back_with_its_feedback(
    ours: ApiClient, theirs: Client, tree: ProvinceTree
) -> None:
    row, client = of_itself(ours.user), caller(ours)

    out = move(client, row, "dispatch", {"unit": "371621000000", "note": "请协调。"})
    assert (out.status_code, out.json()["holder"], out.json()["state"]) == (200, "371621000000", "dispatched")
    taken = move(theirs, row, "accept", {})
    assert taken.json()["accepted_at"] is not None
    back = move(theirs, row, "feedback", {"note": "已协调，按月支付。"})

    assert (back.status_code, back.json()["state"], back.json()["feedback"]) == (200, "feedback", "已协调，按月支付。")
    assert [each["verb"] for each in back.json()["timeline"]] == [
        *("call_ticket.make", "call_ticket.dispatch", "call_ticket.accept", "call_ticket.feedback"),
    ]
    assert AccessEvent.objects.filter(verb="call_ticket.dispatch", actor=ours.user).exists()
    again = move(client, row, "rework", {"note": "对方仍未支付。"})
    assert (again.json()["state"], again.json()["rework_count"]) == ("rework", 1)


def test_what_is_given_back_is_no_longer_before_its_sender_where_another_handles_it(
    ours: ApiClient, theirs: Client, tree: ProvinceTree
) -> None:
    row = of_itself(ours.user)
    move(caller(ours), row, "dispatch", {"unit": "371621000000"})

    returned = move(theirs, row, "return", {"note": "不属于本县。"})
    assert (returned.status_code, returned.json()["state"]) == (200, "ticketed")
    move(caller(ours), row, "dispatch", {"unit": "371602000000"})

    assert move(theirs, row, "note", {"note": "x"}).status_code == 404


def test_each_side_makes_its_own_steps_alone(ours: ApiClient, theirs: Client, agent: User, tree: ProvinceTree) -> None:
    row = sent(of_itself(agent), tree.huimin, by=agent)
    client = caller(ours)

    for refused in (move(client, row, "feedback", {"note": "替他们反馈。"}), move(theirs, row, "close", {})):
        assert (refused.status_code, refused.json()["code"]) == (409, "condition")
    went(row, "feedback", by=user(tree.huimin, Role.RECEPTIONIST), note="已协调。")
    hers = move(client, row, "rework", {"note": "重办。"})  # the agent answers for it, and she alone
    assert hers.status_code == 409
    assert "首问责任人" in hers.json()["detail"]


def test_what_a_step_asks_is_asked_and_nothing_beside(ours: ApiClient, tree: ProvinceTree) -> None:
    row, client = of_itself(ours.user), caller(ours)

    assert unfit(move(client, row, "dispatch", {})) == {"unit": "required"}
    assert unfit(move(client, row, "dispatch", {"unit": "999999000000"})) == {"unit": "not_found"}
    assert wrong(move(client, row, "dispatch", {"unit": "999"})) == {"unit": "invalid"}
    assert unfit(move(client, row, "close", {"unit": "371602000000"})) == {"unit": "not_asked"}
    far = move(client, row, "dispatch", {"unit": "420902000000"})
    assert (far.status_code, far.json()["code"]) == (409, "not_allowed")
    assert move(client, row, "dance", {}).status_code == 404
    assert move(client, row, "dispatch", {"unit": "371602000000"}, version=99).status_code == 412
    url = reverse("hotline_api:call_ticket_move", args=[row.ref, "dispatch"])
    assert client.post(url, "{}", content_type="application/json").status_code == 428


def test_the_unit_above_is_asked_and_takes_it_up(ours: ApiClient, tree: ProvinceTree) -> None:
    row, above = of_itself(ours.user), caller(api_client(tree.binzhou, Scope.CALLS, Scope.CALLS_WRITE))

    asked = move(caller(ours), row, "request", {"unit": "371600000000", "note": "涉及全市。"})
    assert (asked.json()["state"], asked.json()["asked"]) == ("requested", "371600000000")
    taken = move(above, row, "take_up", {})

    assert (taken.json()["state"], taken.json()["holder"]) == ("dispatched", "371600000000")


def test_a_step_sent_twice_with_its_key_is_made_once(ours: ApiClient, tree: ProvinceTree) -> None:
    row, client = of_itself(ours.user), caller(ours)
    row.refresh_from_db()
    body, key = {"unit": "371602000000"}, {"Idempotency-Key": "k1"}
    seen = row.version

    answers = [move(client, row, "dispatch", body, version=seen, **key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert row.events.filter(verb="call_ticket.dispatch").count() == 1


def test_another_county_and_who_may_only_read_move_nothing(agent: User, tree: ProvinceTree, law: None) -> None:
    row = of_itself(agent)

    reading = caller(api_client(tree.bincheng, Scope.CALLS, Scope.WRITE))
    assert move(reading, row, "close", {}).status_code == 403
    for place in (tree.huimin, tree.dongying, tree.xiaogan):
        stranger = caller(api_client(place, Scope.CALLS, Scope.CALLS_WRITE))
        assert move(stranger, row, "dispatch", {"unit": "371602000000"}).status_code == 404


def test_a_colleague_goes_on_with_the_order_that_a_system_made(
    ours: ApiClient, agent: User, tree: ProvinceTree
) -> None:
    row = of_itself(ours.user)

    row = sent(row, tree.bincheng, by=agent)

    assert row.state == "dispatched"
