"""An order whose caller cannot be deciphered fails for itself alone; whoever holds it goes on."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.codes import CODES
from fedportal.api.scopes import Scope
from hotline.models import ExternalTicket
from tests.api.clients import api_client, caller
from tests.changes.damage import LOST
from tests.factories import ProvinceTree, user
from tests.hotline.orders import ORDER, SYSTEM, received

PROBLEM = {"code": "unreadable", "detail": CODES["unreadable"]}


@pytest.fixture
def clerk(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    """As the feed is read below what still runs, everything is really committed."""
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def them(clerk: User, tree: ProvinceTree) -> Client:
    client = caller(api_client(tree.binzhou, Scope.TICKETS, system=SYSTEM))
    client.raise_request_exception = False
    return client


@pytest.fixture
def damaged(clerk: User) -> ExternalTicket:
    row = received(clerk, "GD1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hotline_externalticket SET caller_name = %s WHERE id = %s", [LOST, row.pk])
    return ExternalTicket.objects.unopened().get(pk=row.pk)


def test_lists_and_the_feed_go_on_and_say_which_one(
    them: Client, damaged: ExternalTicket, clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    received(clerk, "GD2")

    listed = {each["number"]: each for each in them.get(reverse("hotline_api:tickets")).json()["results"]}
    told = them.get("/api/v1/changes/snapshot/")
    lines = [json.loads(line) for line in b"".join(told.streaming_content).splitlines()]
    alone = them.get(reverse("hotline_api:ticket", args=[damaged.ref]))

    assert listed["GD1"]["unreadable"] == PROBLEM
    assert set(listed["GD1"]) == {"id", "ref", "number", "version", "unreadable"}
    assert listed["GD2"]["content"] == ORDER["content"]
    assert sorted(line["op"] for line in lines if "op" in line) == ["unreadable", "upsert"]
    assert (alone.status_code, alone.json()["code"]) == (503, "unreadable")
    assert f"ticket {damaged.pk} cannot be told: hotline_externalticket.caller_name" in caplog.text


def test_a_move_goes_on_and_a_correction_waits(them: Client, damaged: ExternalTicket) -> None:
    supplement = reverse("hotline_api:move", args=[damaged.ref, "supplement"])
    moved = _send(them.post, supplement, {"note": "来电人已起诉。"}, If_Match=f'"{damaged.version}"')
    order = {name: ORDER[name] for name in ("ticket_class", "title", "content")} | {"org": "371602000000"}
    corrected = _send(them.put, reverse("hotline_api:external", args=[SYSTEM, "GD1"]), order)
    items = [{"system": SYSTEM, "number": number, "ticket": order} for number in ("GD1", "GD2")]
    batch = _send(them.post, reverse("hotline_api:batch"), {"items": items})

    assert (moved.status_code, moved.json()["unreadable"]) == (200, PROBLEM)
    assert moved["ETag"] == f'"{moved.json()["version"]}"'
    assert damaged.events.filter(verb="ticket.supplement").count() == 1
    assert (corrected.status_code, corrected.json()["code"]) == (503, "unreadable")
    assert [each["status"] for each in batch.json()["results"]] == [503, 201]


def _send(way: Any, url: str, body: object, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return way(url, json.dumps(body), content_type="application/json", headers=named)
