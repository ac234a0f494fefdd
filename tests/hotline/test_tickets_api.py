"""12345 delivers its orders and makes its moves over the interface; it is shown those, and nothing else of ours."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.api.terms import Terms
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from hotline.models import ExternalTicket
from tests.api.clients import FAR, api_client, caller
from tests.api.sent import unfit, writer, wrong
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import ORDER, SYSTEM, received, stepped

pytestmark = pytest.mark.django_db


def order(**changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "org": "371602000000",
        "ticket_class": "help",
        "title": ORDER["title"],
        "content": ORDER["content"],
        "caller": {"name": "王小芳", "phone": "13854312345"},
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def _send(way: Any, url: str, body: object, headers: dict[str, str]) -> Any:
    return way(
        url,
        json.dumps(body),
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def put(client: Client, body: object, number: str = "GD1", system: str = SYSTEM, **headers: str) -> Any:
    return _send(client.put, reverse("hotline_api:external", args=[system, number]), body, headers)


def move(client: Client, ref: str, name: str, body: object, **headers: str) -> Any:
    return _send(client.post, reverse("hotline_api:move", args=[ref, name]), body, headers)


@pytest.fixture
def them(partner: ApiClient) -> Client:
    return caller(partner)


def test_an_order_that_is_delivered_waits_at_its_unit_and_is_told_back_masked(
    them: Client, partner: ApiClient, tree: ProvinceTree
) -> None:
    answer = put(them, order())

    assert answer.status_code == 201, answer.content.decode()
    row = ExternalTicket.objects.get()
    assert (row.org, row.system, row.system_number, row.caller_phone) == (
        tree.bincheng,
        SYSTEM,
        "GD1",
        "13854312345",
    )
    document = answer.json()
    assert (document["number"], document["state"], document["version"]) == ("GD1", "received", row.version)
    assert [duty["kind"] for duty in document["deadlines"]] == ["ticket_return", "ticket_12345"]
    assert document["caller"] == {"name": "王某某", "phone": None, "withheld": True}
    assert "13854312345" not in answer.content.decode()
    assert answer["Location"].endswith(f"/api/v1/tickets/{row.ref}/")
    assert AccessEvent.objects.filter(verb="ticket.receive", actor=partner.user).exists()


def test_with_a_legal_basis_names_and_telephones_are_told(tree: ProvinceTree, law: None) -> None:
    named = api_client(tree.binzhou, Scope.TICKETS, Scope.PERSONAL, system=SYSTEM)

    assert put(caller(named), order()).json()["caller"]["phone"] == "13854312345"


def test_what_is_wrong_is_named_by_its_path(them: Client, tree: ProvinceTree) -> None:
    assert unfit(put(them, {})) == dict.fromkeys(("ticket_class", "title", "content"), "required")
    assert wrong(put(them, order(ticket_class="poem", colour="red"))) == {"ticket_class": "invalid_choice"}
    assert wrong(put(them, order(colour="red"))) == {"colour": "unknown_field"}
    assert unfit(put(them, order(org="370523000000"))) == {"org": "not_found"}
    assert wrong(put(them, order(due_at="2026-11-23T09:30:00"))) == {"due_at": "offset"}
    late = put(them, order(due_at="2020-01-01T09:30:00+08:00"))
    assert (late.status_code, late.json()["code"]) == (409, "not_allowed")
    assert put(them, order(), system="Not A System").json()["code"] == "invalid_external_id"
    assert not ExternalTicket.objects.exists()


def test_the_same_again_is_no_change_and_another_text_needs_the_version(them: Client) -> None:
    first = put(them, order()).json()

    again = put(them, order())
    assert (again.status_code, again.json()["version"]) == (200, first["version"])
    assert put(them, order(title="改了标题")).status_code == 428
    stale = put(them, order(title="改了标题"), If_Match='"99"')
    assert (stale.status_code, stale.json()["current"]) == (412, first["version"])
    changed = put(them, order(title="改了标题"), If_Match=f'"{first["version"]}"')
    assert (changed.status_code, changed.json()["title"]) == (200, "改了标题")
    assert ExternalTicket.objects.count() == 1
    assert put(them, order(), If_None_Match="*").status_code == 412


def test_a_request_sent_twice_with_its_key_is_made_once(them: Client) -> None:
    first = put(them, order(), Idempotency_Key="k1")
    second = put(them, order(), Idempotency_Key="k1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotency-Replayed"] == "true"
    assert first.content == second.content


def test_once_in_hand_its_text_stands_and_is_supplemented(them: Client, clerk: User) -> None:
    ref = put(them, order()).json()["ref"]
    row = stepped(ExternalTicket.objects.get(), "accept", by=clerk)
    row.refresh_from_db()

    refused = put(them, order(title="改了标题"), If_Match=f'"{row.version}"')
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    more = move(them, ref, "supplement", {"note": "来电人已起诉。"}, If_Match=f'"{row.version}"')
    assert more.status_code == 200
    assert [line["verb"] for line in more.json()["timeline"]] == [
        "ticket.receive",
        "ticket.accept",
        "ticket.supplement",
    ]
    assert {line["actor"] for line in more.json()["timeline"]} == {None}  # who of ours, they need not know


def test_what_one_unit_returned_goes_to_another_under_the_same_number(
    them: Client, clerk: User, tree: ProvinceTree
) -> None:
    assert put(them, order()).status_code == 201
    assert put(them, order(org="371621000000")).status_code == 201
    assert {row.org for row in ExternalTicket.objects.all()} == {tree.bincheng, tree.huimin}


def test_they_make_their_moves_and_not_ours(them: Client, clerk: User) -> None:
    ref = put(them, order()).json()["ref"]
    row = stepped(ExternalTicket.objects.get(), "answer", by=clerk, note="已联系双方。")
    row.refresh_from_db()

    assert move(them, ref, "answer", {"note": "替你答复。"}, If_Match=f'"{row.version}"').status_code == 403
    assert move(them, ref, "accept", {}, If_Match=f'"{row.version}"').status_code == 403
    assert move(them, ref, "dance", {}, If_Match=f'"{row.version}"').status_code == 404
    assert move(them, ref, "rework", {"note": "不满意。"}).status_code == 428
    assert unfit(move(them, ref, "rework", {}, If_Match=f'"{row.version}"')) == {"note": "required"}
    assert unfit(move(them, ref, "rework", {"note": "不", "days": 3}, If_Match=f'"{row.version}"')) == {
        "days": "not_asked"
    }
    done = move(them, ref, "rework", {"note": "不满意。"}, If_Match=f'"{row.version}"')
    assert (done.status_code, done.json()["state"], done.json()["rework_count"]) == (200, "rework", 1)


def test_12345_reads_its_orders_and_nothing_else_of_ours(them: Client, clerk: User, tree: ProvinceTree) -> None:
    put(them, order())
    received(clerk, "GD2")
    other = received(clerk, "GD3")
    ExternalTicket.objects.filter(pk=other.pk).update(system="jinan-12345")
    petition(clerk)

    listed = them.get(reverse("hotline_api:tickets")).json()["results"]
    assert {each["number"] for each in listed} == {"GD1", "GD2"}
    assert them.get(reverse("hotline_api:tickets"), {"number": " "}).json()["results"] == []
    assert them.get(reverse("hotline_api:ticket", args=[other.ref])).status_code == 404
    assert them.get(reverse("cases_api:petitions")).status_code == 403
    assert put(them, order(), system="jinan-12345").status_code == 403


def test_another_county_and_another_city_find_nothing(them: Client, tree: ProvinceTree) -> None:
    ref = put(them, order()).json()["ref"]

    for place in (tree.huimin, tree.dongying, tree.xiaogan):
        for client in (caller(writer(place)), caller(api_client(place, Scope.TICKETS, system=SYSTEM))):
            assert client.get(reverse("hotline_api:tickets")).json()["results"] == []
            assert client.get(reverse("hotline_api:ticket", args=[ref])).status_code == 404
            assert move(client, ref, "close", {}, If_Match='"1"').status_code == 404


def test_a_units_own_system_takes_returns_and_registers_as_its_cadres_do(them: Client, tree: ProvinceTree) -> None:
    ref = put(them, order()).json()["ref"]
    version = ExternalTicket.objects.get().version
    ours = caller(writer(tree.bincheng, Scope.PERSONAL))

    registration = {
        "matter_class": "redress",
        "category": "family.dispute",
        "petitioner": {"sex": "female", "birth_year": 1990, "marital": "divorced", "address": None},
    }
    done = move(ours, ref, "register", {"registration": registration}, If_Match=f'"{version}"')

    assert done.status_code == 200, done.content.decode()
    row = ExternalTicket.objects.select_related("petition").get()
    assert row.petition is not None
    assert (done.json()["petition"], done.json()["state"]) == (row.petition.number, "accepted")
    who = row.petition.parties.get()
    assert (who.name, who.phone, row.petition.facts) == ("王小芳", "13854312345", ORDER["content"])
    assert row.petition.contacts.get().source_number == "GD1"


def test_a_batch_answers_for_each(them: Client, tree: ProvinceTree) -> None:
    items = [
        {"system": SYSTEM, "number": "GD1", "ticket": order()},
        {"system": SYSTEM, "number": "GD2", "ticket": order(title=None)},
        {"system": "jinan-12345", "number": "GD3", "ticket": order()},
        {"system": SYSTEM, "number": "GD1", "ticket": order()},
    ]

    answer = _send(them.post, reverse("hotline_api:batch"), {"items": items}, {})

    assert [each["status"] for each in answer.json()["results"]] == [201, 422, 403, 200]
    assert ExternalTicket.objects.count() == 1


@pytest.mark.parametrize(
    ("scopes", "system", "words"),
    [
        (["tickets"], "", "对方系统代号"),
        (["tickets", "read"], SYSTEM, "不能与"),
        (["tickets", "write"], SYSTEM, "不能与"),
        (["read"], SYSTEM, "只有"),
    ],
)
def test_12345_is_no_client_of_our_petitions(scopes: list[str], system: str, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        Terms(scopes=scopes, system=system, expires_on=FAR).check(FAR)


def test_a_guarded_order_is_told_to_its_sender_without_our_petition(them: Client, clerk: User) -> None:
    ref = put(them, order(guarded=True)).json()["ref"]
    row = stepped(ExternalTicket.objects.get(), "link", by=clerk, petition=petition(clerk, category="family.dv"))

    told = them.get(reverse("hotline_api:ticket", args=[ref])).json()

    assert (told["guarded"], told["no_callback"], told["petition"], told["state"]) == (True, True, None, "accepted")
    assert row.petition is not None
    assert row.petition.number not in json.dumps(told, ensure_ascii=False)


def test_another_client_of_the_same_system_goes_on_with_its_orders(
    them: Client, clerk: User, tree: ProvinceTree
) -> None:
    """As when the first one's time has run out."""
    ref = put(them, order(guarded=True)).json()["ref"]
    stepped(ExternalTicket.objects.get(), "answer", by=clerk, note="已联系本人。")
    next_one = caller(api_client(tree.shandong, Scope.TICKETS, system=SYSTEM))

    told = next_one.get(reverse("hotline_api:ticket", args=[ref]))
    assert told.status_code == 200
    closed = move(next_one, ref, "close", {}, If_Match=f'"{told.json()["version"]}"')

    assert closed.json()["state"] == "closed"


def test_a_head_reads_what_the_receptionist_took(them: Client, tree: ProvinceTree) -> None:
    """The account of a unit's system is a receptionist: a guarded order that another took is not before it."""
    put(them, order(guarded=True))
    stepped(ExternalTicket.objects.get(), "accept", by=user(tree.bincheng, Role.RECEPTIONIST))

    assert caller(writer(tree.bincheng)).get(reverse("hotline_api:tickets")).json()["results"] == []
