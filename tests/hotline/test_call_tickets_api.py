"""Systems of the units that take and handle work orders of calls read them as those units' pages show them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Organization
from hotline.actions.call_ticket_registering import join_call_ticket
from hotline.models import CallTicket, HotlineLine
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW, READ_BACK, petition
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import fed_back, from_call, of_itself, sent
from tests.hotline.calls import PHONE

pytestmark = pytest.mark.django_db

TICKETS = reverse("hotline_api:call_tickets")
CONTACT = {"taken": READ_BACK, "channel": "hotline_12338", "received_at": NOW, "head_count": 1}


def of(org: Organization, *more: Scope) -> Client:
    return caller(api_client(org, Scope.CALLS, *more))


def one(client: Client, row: CallTicket) -> Any:
    return client.get(reverse("hotline_api:call_ticket", args=[row.ref]))


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get(TICKETS, query)
    assert answer.status_code == 200, answer.content.decode()
    return [each["number"] for each in answer.json()["results"]]


def test_an_order_is_told_with_its_call_its_clocks_and_its_story(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    row = sent(from_call(line, agent), tree.bincheng, by=agent)

    document = one(of(tree.bincheng, Scope.PERSONAL), row).json()

    assert row.call is not None
    assert (document["number"], document["call"], document["state"]) == (row.number, str(row.call.ref), "dispatched")
    assert document["caller"] == {"name": "王小芳", "phone": PHONE, "withheld": False}
    assert [duty["kind"] for duty in document["deadlines"]] == ["call_ticket_send", "call_ticket_answer"]
    assert [(each["verb"], each["data"]) for each in document["timeline"]] == [
        ("call_ticket.make", {}),
        ("call_ticket.dispatch", {"unit": tree.bincheng.name}),
    ]
    assert AccessEvent.objects.filter(verb="call_ticket.read", object_id=str(row.pk)).exists()


def test_the_units_that_took_and_hold_it_read_it_whole_and_those_above_masked(agent: User, tree: ProvinceTree) -> None:
    there = user(tree.huimin, Role.RECEPTIONIST)
    row = fed_back(of_itself(agent), there, by=agent)

    for place in (tree.bincheng, tree.huimin):
        assert one(of(place, Scope.PERSONAL), row).json()["caller"]["name"] == "周小雨"
    above = one(of(tree.binzhou, Scope.PERSONAL), row)
    assert (above.json()["shown"], above.json()["caller"]) == (
        "masked",
        {"name": "周某某", "phone": None, "withheld": True},
    )
    assert PHONE not in above.content.decode()
    assert one(of(tree.bincheng), row).json()["caller"]["phone"] is None


def test_a_county_that_has_nothing_to_do_with_it_finds_nothing(agent: User, tree: ProvinceTree) -> None:
    row = of_itself(agent)

    for place in (tree.huimin, tree.dongying, tree.shandong, tree.xiaogan):
        client = of(place, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE, Scope.PERSONAL)
        assert listed(client) == []
        assert one(client, row).status_code == 404


def test_the_unit_that_handles_it_does_not_read_its_call(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    row = sent(from_call(line, agent), tree.huimin, by=agent)
    them = of(tree.huimin, Scope.PERSONAL)

    assert one(them, row).json()["call"] is None
    assert row.call is not None
    assert them.get(reverse("hotline_api:call", args=[row.call.ref])).status_code == 404


def test_what_is_guarded_is_not_before_a_system_that_has_no_part_in_it(agent: User, tree: ProvinceTree) -> None:
    row = of_itself(agent, call_class="report")

    assert listed(of(tree.bincheng, Scope.PERSONAL)) == []
    assert one(of(tree.bincheng), row).status_code == 404


def test_the_number_of_its_petition_is_told_to_who_may_read_that(agent: User, clerk: User, tree: ProvinceTree) -> None:
    row, matter = sent(of_itself(agent), tree.bincheng, by=agent), petition(clerk)
    join_call_ticket(row, matter, CONTACT, by=clerk, at=NOW)
    ours = api_client(tree.bincheng, Scope.CALLS)

    assert one(caller(ours), row).json()["petition"] == matter.number
    assert listed(caller(ours), petition=matter.number) == [row.number]

    RelationWall.objects.create(petition=matter, user=ours.user)
    assert listed(caller(ours)) == []


def test_an_order_is_found_by_its_number_and_by_no_other(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    row, other = from_call(line, agent), of_itself(agent)
    client = of(tree.bincheng)

    assert listed(client) == [other.number, row.number]
    assert listed(client, number=row.number) == [row.number]
    for wrong in (
        str(row.pk),
        row.number[2:],
        f"{row.number[:2]}20200101{row.number[10:]}",
        "RX2026",
        "RX99999999000001",
    ):
        assert listed(client, number=wrong) == []
    assert row.call is not None
    assert listed(client, call=str(row.call.ref)) == [row.number]
    assert client.get(TICKETS, {"call": "none"}).status_code == 400
    assert listed(client, holder="371602000000") == [other.number, row.number]
    assert listed(client, org="371621000000") == []
    assert listed(client, state="ticketed", closed="false", call_class="help") == [other.number]


def test_a_page_asks_as_much_for_three_as_for_one(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    for _ in range(3):
        sent(from_call(line, agent), tree.bincheng, by=agent)
    client = of(tree.bincheng)
    listed(client)

    def questions(limit: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(client, limit=str(limit))) == limit
        return len(asked)

    assert questions(1) == questions(3)
