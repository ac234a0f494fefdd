"""A unit's own call centre hands in the calls it took, writes on and moves them, by the verbs of the call's screen."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from hotline.actions.call_registering import register_call
from hotline.models import Call, CallTicket, HotlineLine
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.cases.intakes import intake
from tests.cases.samples import ABOUT
from tests.factories import ProvinceTree
from tests.hotline.calls import PHONE, answered, typed

pytestmark = pytest.mark.django_db

CALLS = reverse("hotline_api:calls")
RANG = timezone.now() - dt.timedelta(minutes=20)


def at(minutes: int) -> str:
    return (RANG + dt.timedelta(minutes=minutes)).isoformat()


def call(at_line: HotlineLine, **changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "line": at_line.number,
        "received_at": at(0),
        "answered_at": at(1),
        "ended_at": at(9),
        "caller": {"name": "王小芳", "phone": PHONE},
        "triage": {"safe": "yes", "children": "no"},
        "call_class": "help",
        "facts": "丈夫半年没有给抚养费，多次催要没有结果。",
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def send(way: Any, url: str, body: object, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return way(url, json.dumps(body), content_type="application/json", headers=named)


def post(client: Client, body: object, **headers: str) -> Any:
    return send(client.post, CALLS, body, **headers)


def patch(client: Client, ref: str, body: object, **headers: str) -> Any:
    return send(client.patch, reverse("hotline_api:call", args=[ref]), body, **headers)


def move(client: Client, ref: str, name: str, body: object, **headers: str) -> Any:
    return send(client.post, reverse("hotline_api:call_move", args=[ref, name]), body, **headers)


@pytest.fixture
def centre(tree: ProvinceTree, law: None) -> ApiClient:
    return api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE, Scope.PERSONAL)


@pytest.fixture
def them(centre: ApiClient) -> Client:
    return caller(centre)


def test_a_call_that_was_answered_is_handed_in_whole(them: Client, centre: ApiClient, line: HotlineLine) -> None:
    answer = post(them, call(line, whereabouts="黄河五路 385 号", recording_told=True))

    assert answer.status_code == 201, answer.content.decode()
    row = Call.objects.get()
    assert (row.agent, row.line, row.state, row.caller_phone) == (centre.user, line, "classified", PHONE)
    assert (row.rang_at, row.answered_at, row.ended_at) == (
        RANG,
        RANG + dt.timedelta(minutes=1),
        RANG + dt.timedelta(minutes=9),
    )
    told = answer.json()
    assert (told["ref"], told["version"], told["received_at"]) == (
        str(row.ref),
        row.version,
        RANG.astimezone(dt.UTC).isoformat(),
    )
    assert (told["caller"]["name"], told["whereabouts"]) == ("王小芳", "黄河五路 385 号")
    assert [each["verb"] for each in told["timeline"]] == [
        *("call.ring", "call.answer", "call.classify", "call.hang_up"),
    ]
    assert answer["Location"].endswith(f"/api/v1/calls/{row.ref}/")
    assert AccessEvent.objects.filter(verb="call.answer", actor=centre.user, object_id=str(row.pk)).exists()


def test_one_that_nobody_answered_is_to_be_called_back(them: Client, line: HotlineLine) -> None:
    missed = {"line": line.number, "received_at": at(0), "caller": {"phone": PHONE}}

    told = post(them, missed).json()

    assert (told["state"], told["answered_at"]) == ("callback", None)
    assert [duty["kind"] for duty in told["deadlines"]] == ["call_back"]


def test_a_request_sent_twice_with_its_key_takes_one_call_down(them: Client, line: HotlineLine) -> None:
    first = post(them, call(line), Idempotency_Key="k1")
    second = post(them, call(line), Idempotency_Key="k1")

    assert (first.status_code, second.status_code, second["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.content == second.content
    assert Call.objects.count() == 1


def test_what_was_answered_is_not_told_again_once_the_call_is_an_accusation(
    them: Client, centre: ApiClient, line: HotlineLine, head: User
) -> None:
    assert post(them, call(line, call_class="report"), Idempotency_Key="k1").status_code == 201
    row = Call.objects.get()
    register_call(
        row, intake(head, channel="hotline_12338", matter_class="accusation", **ABOUT), by=head, at=timezone.now()
    )

    again = post(them, call(line, call_class="report"), Idempotency_Key="k1")

    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert Call.objects.count() == 1


def test_what_is_wrong_is_named_by_its_path(them: Client, line: HotlineLine) -> None:
    assert wrong(post(them, {})) == dict.fromkeys(("line", "received_at"), "required")
    assert unfit(post(them, call(line, line="0531-12338"))) == {"line": "not_found"}
    assert wrong(post(them, call(line, triage={"safe": "perhaps"}))) == {"triage.safe": "invalid_choice"}
    assert wrong(post(them, call(line, triage={"money": "yes"}))) == {"triage.money": "unknown_field"}
    assert wrong(post(them, call(line, colour="red"))) == {"colour": "unknown_field"}
    assert wrong(post(them, call(line, received_at="2026-11-23T09:30:00"))) == {"received_at": "offset"}
    for odd in (
        call(line, received_at=at(5)),
        call(line, ended_at=at(60)),
        call(line, answered_at=None),
        call(line, received_at=at(-60 * 24 * 8)),
    ):
        answer = post(them, odd)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed"), odd
    assert not Call.objects.exists()


def test_it_is_written_on_upon_the_version_that_was_read(them: Client, line: HotlineLine) -> None:
    told = post(them, call(line, ended_at=None)).json()
    now = f'"{told["version"]}"'

    assert patch(them, told["ref"], {"answer": "可以起诉。"}).status_code == 428
    assert patch(them, told["ref"], {"answer": "可以起诉。"}, If_Match='"99"').status_code == 412
    terms = {
        "rule": "limited",
        "ways": ["phone"],
        "no_message": True,
        "windows": [{"begins": "09:00", "ends": "11:00"}],
    }
    done = patch(them, told["ref"], {"answer": "可以起诉。", "safe_contact": terms}, If_Match=now)

    assert done.status_code == 200, done.content.decode()
    assert (done.json()["answer"], done.json()["facts"]) == ("可以起诉。", told["facts"])
    assert done.json()["reach"] == {
        "asked": True,
        "ways": ["phone"],
        "no_message": True,
        "number_shared": False,
        "windows": [{"days": [1, 2, 3, 4, 5, 6, 7], "begins": "09:00", "ends": "11:00"}],
    }
    row = Call.objects.get()
    assert row.wish is not None
    assert row.wish["contact_rule"] == "limited"


def test_its_steps_are_those_of_the_page(them: Client, line: HotlineLine) -> None:
    told = post(them, call(line)).json()
    ref, now = told["ref"], f'"{told["version"]}"'

    refused = move(them, ref, "resolve", {}, If_Match=now)  # nothing was answered
    assert (refused.status_code, refused.json()["detail"]) == (409, "请先写明怎么答复的。")
    assert move(them, ref, "miss", {}, If_Match=now).status_code == 404
    assert move(them, ref, "order", {}).status_code == 428
    assert move(them, ref, "order", {}, If_Match='"99"').status_code == 412
    assert unfit(move(them, ref, "order", {"result": "no_answer"}, If_Match=now)) == {"result": "not_asked"}
    done = move(them, ref, "order", {}, If_Match=now)

    assert (done.status_code, done.json()["state"]) == (200, "ordered")
    made = them.get(reverse("hotline_api:call_tickets"), {"call": ref}).json()["results"]
    assert [each["number"] for each in made] == [CallTicket.objects.get().number]


def test_she_who_was_missed_is_called_back_and_not_reached(them: Client, line: HotlineLine) -> None:
    told = post(them, {"line": line.number, "received_at": at(0), "caller": {"phone": PHONE}}).json()
    now = f'"{told["version"]}"'

    assert unfit(move(them, told["ref"], "attempt", {}, If_Match=now)) == {"result": "required"}
    tried = move(them, told["ref"], "attempt", {"result": "no_answer"}, If_Match=now)

    assert [each["result"] for each in tried.json()["attempts"]] == ["no_answer"]


def test_whose_call_it_is_goes_on_with_it_and_no_system_beside_her(
    them: Client, line: HotlineLine, agent: User
) -> None:
    row = typed(answered(line, agent), by=agent)
    now = f'"{row.version}"'

    assert patch(them, str(row.ref), {"answer": "替她答复。"}, If_Match=now).status_code == 409
    assert move(them, str(row.ref), "emergency", {}, If_Match=now).status_code == 409
    row.refresh_from_db()
    assert (row.answer, row.state) == ("", "classified")


def test_a_colleague_takes_over_what_a_system_took_down(them: Client, line: HotlineLine, agent: User) -> None:
    post(them, call(line))

    row = typed(Call.objects.get(), by=agent, call_class="consult")

    assert row.agent == agent


def test_another_units_system_and_one_that_may_only_read_write_nothing(
    them: Client, line: HotlineLine, tree: ProvinceTree
) -> None:
    told = post(them, call(line)).json()
    now = f'"{told["version"]}"'

    reading = caller(api_client(tree.bincheng, Scope.CALLS, Scope.READ, Scope.WRITE))
    assert post(reading, call(line)).status_code == 403
    assert patch(reading, told["ref"], {"answer": "x"}, If_Match=now).status_code == 403
    for place in (tree.huimin, tree.binzhou, tree.xiaogan):
        stranger = caller(api_client(place, Scope.CALLS, Scope.CALLS_WRITE))
        assert unfit(post(stranger, call(line))) == {"line": "not_found"}
        assert patch(stranger, told["ref"], {"answer": "x"}, If_Match=now).status_code == 404
        assert move(stranger, told["ref"], "close", {}, If_Match=now).status_code == 404
    assert Call.objects.count() == 1
