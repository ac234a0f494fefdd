"""Orders that a unit's system makes itself, refers, extends, hands over and calls back about, as its cadres would."""

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
from fedportal.orgs.models import AgencyKind
from hotline.models import CallTicket
from tests.api.clients import acting_as, api_client, caller
from tests.api.sent import unfit, wrong
from tests.factories import ProvinceTree, agency, user
from tests.hotline.call_tickets import fed_back, of_itself, sent
from tests.hotline.calls import PHONE

pytestmark = pytest.mark.django_db

TICKETS = reverse("hotline_api:call_tickets")
NEW: dict[str, Any] = {
    "call_class": "help",
    "facts": "来人反映离婚后对方半年没有给抚养费。",
    "caller": {"name": "王小芳", "phone": PHONE},
}
NEVER = {"contact_rule": "limited", "safe_ways": ["in_person"], "no_message": True}


def create(client: Client, body: object, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(TICKETS, json.dumps(body), content_type="application/json", headers=named)


def move(client: Client, row: CallTicket, name: str, body: object) -> Any:
    row.refresh_from_db(fields=["version"])
    url = reverse("hotline_api:call_ticket_move", args=[row.ref, name])
    headers = {"If-Match": f'"{row.version}"'}
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def ours(tree: ProvinceTree, law: None) -> ApiClient:
    return api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE, Scope.PERSONAL)


@pytest.fixture
def them(ours: ApiClient) -> Client:
    return caller(ours)


def test_who_came_to_the_desk_makes_an_order_of_itself(them: Client, ours: ApiClient) -> None:
    answer = create(them, NEW)

    assert answer.status_code == 201, answer.content.decode()
    told, row = answer.json(), CallTicket.objects.get()
    assert (told["number"], told["state"], told["call"]) == (row.number, "ticketed", None)
    assert (row.agent, row.org_id, row.caller_phone) == (ours.user, ours.user.org_id, PHONE)
    assert [duty["kind"] for duty in told["deadlines"]] == ["call_ticket_send"]
    assert answer["Location"].endswith(f"/api/v1/call-tickets/{row.ref}/")
    assert AccessEvent.objects.filter(verb="call_ticket.make", actor=ours.user, object_id=str(row.pk)).exists()


def test_a_new_order_sent_twice_with_its_key_is_one(them: Client) -> None:
    answers = [create(them, NEW, Idempotency_Key="k1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert CallTicket.objects.count() == 1


def test_how_she_may_be_reached_goes_along_and_a_report_is_guarded(them: Client) -> None:
    terms = {"rule": "limited", "ways": ["in_person"], "no_message": True}

    told = create(them, NEW | {"call_class": "report", "safe_contact": terms}).json()

    assert (told["guarded"], told["reach"]["ways"]) == (True, ["in_person"])


def test_what_is_wrong_with_a_new_order_is_named(them: Client, tree: ProvinceTree) -> None:
    assert wrong(create(them, {})) == dict.fromkeys(("call_class", "facts"), "required")
    assert wrong(create(them, NEW | {"call_class": "nuisance"})) == {"call_class": "invalid_choice"}
    assert wrong(create(them, NEW | {"agent": "赵兰"})) == {"agent": "unknown_field"}
    reading = caller(api_client(tree.bincheng, Scope.CALLS, Scope.READ, Scope.WRITE))
    assert create(reading, NEW).status_code == 403
    assert not CallTicket.objects.exists()


def test_an_agency_is_asked_to_do_its_part_and_its_answer_is_written_down(
    them: Client, ours: ApiClient, tree: ProvinceTree
) -> None:
    row = sent(of_itself(ours.user), tree.bincheng, by=ours.user)
    police, far = agency(tree.bincheng, AgencyKind.POLICE), agency(tree.xiaogan, AgencyKind.COURT)

    asked = {"agency": police.pk, "note": "请协助核实监护情况。"}
    assert unfit(move(them, row, "refer", {"note": "请协助。"})) == {"agency": "required"}
    assert unfit(move(them, row, "refer", asked | {"agency": far.pk})) == {"agency": "not_found"}
    telling = move(them, row, "refer", asked | {"note": f"请联系周小雨 {PHONE}。"})
    assert (telling.status_code, telling.json()["code"]) == (409, "condition")
    done = move(them, row, "refer", asked)
    assert done.status_code == 200, done.content.decode()
    assert [(each["agency"], each["answer"]) for each in done.json()["referrals"]] == [(police.name, "")]
    assert done.json()["accepted_at"] is not None

    told = move(them, row, "refer_answer", {"agency": police.pk, "note": "已上门核实。"})
    assert [each["answer"] for each in told.json()["referrals"]] == ["已上门核实。"]
    again = move(them, row, "refer_answer", {"agency": police.pk, "note": "再答。"})
    assert unfit(again) == {"agency": "not_found"}


def test_who_leads_decides_on_more_time_and_a_plain_system_does_not(
    them: Client, ours: ApiClient, head: User, tree: ProvinceTree
) -> None:
    row = sent(of_itself(ours.user), tree.bincheng, by=ours.user)
    due = row.due_at
    leading = caller(acting_as(head, Scope.CALLS, Scope.CALLS_WRITE))

    assert wrong(move(them, row, "extend", {"days": 11, "note": "情况复杂。"})) == {"days": "max_value"}
    assert unfit(move(them, row, "extend", {"days": 3})) == {"note": "required"}
    refused = move(them, row, "extend", {"days": 3, "note": "情况复杂。"})
    assert (refused.status_code, refused.json()["detail"]) == (409, "“延期”由单位负责人决定。")
    done = move(leading, row, "extend", {"days": 3, "note": "情况复杂。"})

    assert (done.status_code, done.json()["extended_days"]) == (200, 3), done.content.decode()
    row.refresh_from_db()
    assert due is not None
    assert row.due_at is not None
    assert row.due_at > due


def test_a_colleague_answers_for_it_from_now_on(
    them: Client, ours: ApiClient, agent: User, clerk: User, tree: ProvinceTree
) -> None:
    row = of_itself(ours.user)

    elsewhere = user(tree.huimin, Role.AGENT, name="外县人")
    assert unfit(move(them, row, "hand_over", {"agent": elsewhere.username, "note": "值班。"})) == {
        "agent": "not_found"
    }
    done = move(them, row, "hand_over", {"agent": agent.username, "note": "由值班接线员跟进。"})

    assert (done.status_code, done.json()["agent"]) == (200, agent.name), done.content.decode()
    row.refresh_from_db()
    assert row.agent == agent
    hers = move(them, row, "hand_over", {"agent": clerk.name, "note": "还给系统。"})
    assert hers.status_code == 409  # she answers for it now, and she alone hands it on


def test_she_is_called_back_and_says_how_content_she_is(
    them: Client, ours: ApiClient, clerk: User, tree: ProvinceTree
) -> None:
    row = fed_back(of_itself(ours.user), clerk, by=ours.user)

    assert unfit(move(them, row, "call_back", {})) == {"outcome": "required"}
    assert wrong(move(them, row, "call_back", {"outcome": "unreached"})) == {"outcome": "invalid_choice"}
    assert set(unfit(move(them, row, "call_back", {"outcome": "reached"}))) == {"way", "grade"}
    assert move(them, row, "call_back", {"outcome": "no_number"}).status_code == 409  # she left one
    done = move(
        them, row, "call_back", {"outcome": "reached", "way": "phone", "grade": "satisfied", "opinion": "谢谢。"}
    )

    assert (done.status_code, done.json()["state"], done.json()["grade"]) == (200, "called_back", "satisfied")
    assert move(them, row, "close", {}).json()["state"] == "closed"


def test_who_said_that_she_is_not_to_be_telephoned_is_not(
    them: Client, ours: ApiClient, clerk: User, tree: ProvinceTree
) -> None:
    row = fed_back(of_itself(ours.user, wish=NEVER), clerk, by=ours.user)

    told = {"outcome": "reached", "way": "phone", "grade": "satisfied"}
    for name, body in (("call_back", told), ("attempt", {"result": "no_answer"})):
        held = move(them, row, name, body)
        assert (held.status_code, held.json()["code"]) == (409, "held_back"), name
    row.refresh_from_db()
    assert row.state == "feedback"
    assert not row.events.filter(verb="call_ticket.attempt").exists()


def test_an_attempt_that_reached_nobody_is_written_down(
    them: Client, ours: ApiClient, clerk: User, tree: ProvinceTree
) -> None:
    row = fed_back(of_itself(ours.user), clerk, by=ours.user)

    assert unfit(move(them, row, "attempt", {})) == {"result": "required"}
    done = move(them, row, "attempt", {"result": "no_answer"})

    assert (done.status_code, done.json()["state"]) == (200, "feedback")
    assert [each["verb"] for each in done.json()["timeline"]][-1] == "call_ticket.attempt"


def test_another_county_writes_none_of_it(agent: User, tree: ProvinceTree) -> None:
    row = of_itself(agent)

    for place in (tree.huimin, tree.xiaogan):
        stranger = caller(api_client(place, Scope.CALLS, Scope.CALLS_WRITE, Scope.WRITE))
        for name in ("refer", "extend", "hand_over", "call_back", "attempt", "refer_answer", "register"):
            assert move(stranger, row, name, {}).status_code == 404
