"""A call, or its work order, whose caller cannot be deciphered fails for itself alone; the others are told."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from hotline.models import Call, CallTicket
from tests.api.clients import api_client, caller
from tests.changes.damage import LOST
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import from_call
from tests.hotline.lines import opened


@pytest.fixture
def orders(transactional_db: None, law: None, tree: ProvinceTree) -> list[CallTicket]:
    """Two, each of a call; of the first nobody can read who called. Really committed, for the feed."""
    agent, line = user(tree.bincheng, Role.AGENT), opened(user(tree.bincheng, Role.SECTION_HEAD))
    rows = [from_call(line, agent) for _ in range(2)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hotline_call SET caller_name = %s WHERE id = %s", [LOST, rows[0].call_id])
        cursor.execute("UPDATE hotline_callticket SET caller_name = %s WHERE id = %s", [LOST, rows[0].pk])
    return rows


@pytest.fixture
def them(orders: list[CallTicket], tree: ProvinceTree) -> Client:
    client = caller(api_client(tree.bincheng, Scope.CALLS))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("many", "one"), [("calls", "call"), ("call_tickets", "call_ticket")])
def test_lists_and_the_feed_go_on_and_say_which_one(
    them: Client, orders: list[CallTicket], many: str, one: str, caplog: pytest.LogCaptureFixture
) -> None:
    named = {"calls": Call.objects.order_by("pk"), "call_tickets": CallTicket.objects.order_by("pk")}[many]
    refs = [str(ref) for ref in named.values_list("ref", flat=True)]

    listed = {each["ref"]: each for each in them.get(reverse(f"hotline_api:{many}")).json()["results"]}
    told = them.get("/api/v1/changes/snapshot/")
    lines = [json.loads(line) for line in b"".join(told.streaming_content).splitlines()]
    alone = them.get(reverse(f"hotline_api:{one}", args=[refs[0]]))

    assert listed[refs[0]]["unreadable"]["code"] == "unreadable"
    assert set(listed[refs[0]]) <= {"id", "ref", "number", "version", "unreadable"}
    assert listed[refs[1]]["caller"]["name"] == "王某某"
    assert sorted(line["op"] for line in lines if line.get("kind") == one) == ["unreadable", "upsert"]
    assert (alone.status_code, alone.json()["code"]) == (503, "unreadable")
    assert f"{many.replace('_', ' ')[:-1]} " in caplog.text
