"""What clients were answered about an order goes with what it said; that their request was carried out stays known."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient, KeptAnswer
from fedportal.lib.row_scope import beyond_readers
from hotline.models import ExternalTicket
from tests.api.clients import caller
from tests.api.sent import unfit, writer, wrong
from tests.cases.disposals import LATER, disposed
from tests.cases.lives import Line, make_line, replied_by
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import ORDER, SYSTEM, answered, stepped

ASKED: dict[str, object] = {"org": "371602000000", "ticket_class": "help", "title": ORDER["title"]}
ASKED["content"] = ORDER["content"]

WHO = {"name": "王小芳", "sex": "female", "birth_year": 1990, "marital": "divorced", "phone": None, "address": None}
WHOLE: dict[str, object] = {"matter_class": "redress", "category": "family.dispute", "petitioner": WHO}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def them(partner: ApiClient) -> Client:
    return caller(partner)


def _send(client: Client, way: str, url: str, body: object, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, way)(url, json.dumps(body), content_type="application/json", headers=named)


def delivered(client: Client, number: str, key: str) -> Any:
    return _send(client, "put", reverse("hotline_api:external", args=[SYSTEM, number]), ASKED, Idempotency_Key=key)


def batch(client: Client, *items: dict[str, object], key: str) -> Any:
    return _send(client, "post", reverse("hotline_api:batch"), {"items": list(items)}, Idempotency_Key=key)


def register(client: Client, row: ExternalTicket, registration: object, key: str = "r") -> Any:
    url = reverse("hotline_api:move", args=[row.ref, "register"])
    body = {"registration": registration}
    return _send(client, "post", url, body, If_Match=f'"{row.version}"', Idempotency_Key=key)


def test_a_disposal_takes_the_answers_about_its_orders_and_no_others(them: Client, line: Line) -> None:
    clerk = line.county.clerk
    assert delivered(them, "GD1", "of-it").status_code == 201
    items = [{"system": SYSTEM, "number": number, "ticket": ASKED} for number in ("GD1", "GD3")]
    assert [each["status"] for each in batch(them, *items, key="many").json()["results"]] == [200, 201]
    other = delivered(them, "GD2", "of-another")
    matter = replied_by(line.county)
    stepped(ExternalTicket.objects.get(system_number="GD1"), "link", by=clerk, petition=matter)
    answered(ExternalTicket.objects.get(system_number="GD1"), by=clerk)
    moved(moved(matter, "close", by=clerk, at=NOW), "archive", by=clerk, at=NOW, retention="10y")

    with beyond_readers("as the worker"):
        disposed(line, at=LATER)

    again = delivered(them, "GD1", "of-it")
    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert batch(them, *items, key="many").status_code == 410
    assert delivered(them, "GD2", "of-another").content == other.content


def test_of_what_is_an_accusation_now_nothing_is_told_again(them: Client, tree: ProvinceTree) -> None:
    user(tree.binzhou, Role.UNIT_HEAD)
    delivered(them, "GD1", "before")
    ours, row = caller(writer(tree.bincheng)), ExternalTicket.objects.get()
    accused = {"kind": "person", "name": "孙建国", "org": "371602000000"}
    registration = WHOLE | {"matter_class": "accusation", "accused": accused}

    done = register(ours, row, registration)

    assert done.status_code == 200, done.content.decode()
    with beyond_readers("as the worker"):
        kept = {answer.key: answer.body for answer in KeptAnswer.objects.all()}
    assert kept["before"] == ""
    assert ORDER["content"] not in kept["r"]
    assert delivered(them, "GD1", "before").status_code == 410


def test_what_is_wrong_in_a_registration_is_named_below_it(them: Client, tree: ProvinceTree) -> None:
    delivered(them, "GD1", "k")
    ours, row = caller(writer(tree.bincheng)), ExternalTicket.objects.get()

    assert wrong(register(ours, row, {"colour": "red"}, "1")) == {"registration.colour": "unknown_field"}
    assert wrong(register(ours, row, {"head_count": "2"}, "2")) == {"registration.head_count": "invalid"}
    assert unfit(register(ours, row, {"matter_class": "redress"}, "3")) == {"registration.category": "required"}
    asked = {"matter_class": "redress", "category": "family.dispute"}
    assert "registration.petitioner.sex" in unfit(register(ours, row, asked, "4"))
    assert "registration.same_as" in unfit(register(ours, row, WHOLE | {"same_as": "鲁"}, "5"))
    assert ExternalTicket.objects.get().version == row.version


def test_a_parameter_or_a_type_that_nobody_described_is_refused(them: Client) -> None:
    address = reverse("hotline_api:external", args=[SYSTEM, "GD1"])

    for query in ("?stat=received", "?state=", "?state=received&state=closed"):
        assert them.get(reverse("hotline_api:tickets") + query).status_code == 400
    assert _send(them, "put", f"{address}?dry=1", ASKED).status_code == 400
    assert wrong(_send(them, "put", address, ASKED | {"guarded": "yes"})) == {"guarded": "invalid"}
    assert wrong(_send(them, "put", address, ASKED | {"title": 7})) == {"title": "invalid"}
    assert _send(them, "put", address, ASKED, If_None_Match='"1"').json()["code"] == "invalid_if_none_match"
    assert not ExternalTicket.objects.exists()


def test_what_becomes_an_accusation_later_takes_the_answers_about_its_order_along(
    them: Client, tree: ProvinceTree, line: Line
) -> None:
    """Whoever corrects the petition, by one or by the hundred: a trigger seals the order."""
    assert delivered(them, "GD1", "of-it").status_code == 201
    other = delivered(them, "GD2", "of-another")
    matter = petition(line.county.clerk)
    stepped(ExternalTicket.objects.get(system_number="GD1"), "link", by=line.county.clerk, petition=matter)
    assert delivered(them, "GD1", "of-it").status_code == 201

    type(matter).objects.filter(pk=matter.pk).update(matter_class="accusation")

    again = delivered(them, "GD1", "of-it")
    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert delivered(them, "GD2", "of-another").content == other.content
