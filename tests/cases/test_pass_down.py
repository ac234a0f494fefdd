"""Passing a petition down one's own system."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.documents import serve_document
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.moving import errors, opened, sent
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user


def test_the_receiver_holds_it_with_a_notice_clock_of_its_own(
    client: Client, superior: User, clerk: User, intruder: User, tree: ProvinceTree
) -> None:
    row = petition(superior, at=timezone.now() - dt.timedelta(days=4))

    answer = sent(client, row, "pass_down", superior, receiver=tree.bincheng.pk, told_how="phone")

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.org, row.registered_org) == (Status.PASSED_DOWN, tree.bincheng, tree.binzhou)
    first, second = row.deadlines.order_by("pk")
    assert (first.org, first.outcome) == (tree.binzhou, "met")
    assert (second.org, second.desk, second.closed_at) == (tree.bincheng, tree.bincheng, None)
    assert timezone.localdate(second.due_at) == timezone.localdate() + dt.timedelta(days=15)
    assert row.events.latest("pk").data == {"receiver": "滨城区妇女联合会", "told_how": "phone"}
    assert [opened(client, row, "take", by).status_code for by in (clerk, intruder)] == [200, 404]


def test_the_receiver_takes_it_and_answers_for_it(
    client: Client, superior: User, clerk: User, tree: ProvinceTree
) -> None:
    row = petition(superior, at=timezone.now())
    sent(client, row, "pass_down", superior, receiver=tree.bincheng.pk, told_how="phone")

    assert sent(client, row, "take", clerk, route="opinion", told_how="phone").status_code == 302
    assert sent(client, row, "reply", superior, note="答复").status_code == 409

    row.refresh_from_db()
    assert row.status == Status.ACCEPTED
    assert row.deadlines.open().get().kind == "handle"


def test_a_notice_that_is_still_to_be_served_stays_the_sender_s_duty_beside_the_receiver_s(
    client: Client, superior: User, clerk: User, tree: ProvinceTree
) -> None:
    row = petition(superior, at=timezone.now())

    assert sent(client, row, "pass_down", superior, receiver=tree.bincheng.pk, told_how="later").status_code == 302
    assert {each.org for each in row.deadlines.open()} == {tree.binzhou, tree.bincheng}

    assert sent(client, row, "take", clerk, route="duty", told_how="phone").status_code == 302
    assert [each.org for each in row.deadlines.open()] == [tree.binzhou]
    now = timezone.now()
    serve_document(row.documents.get(kind="passing"), how="in_person", served_at=now, by=superior, at=now)
    assert not row.deadlines.open().exists()


def test_it_may_go_further_down(client: Client, superior: User, clerk: User, tree: ProvinceTree) -> None:
    row = petition(superior, at=timezone.now())
    sent(client, row, "pass_down", superior, receiver=tree.bincheng.pk, told_how="phone")
    sent(client, row, "pass_down", clerk, receiver=tree.village.pk, told_how="phone")

    row.refresh_from_db()
    assert row.org == tree.village


@pytest.mark.parametrize("place", ["bincheng", "huimin", "binzhou", "xiaonan"])
def test_only_units_below_receive(client: Client, clerk: User, tree: ProvinceTree, place: str) -> None:
    row = petition(clerk, at=timezone.now())

    answer = sent(client, row, "pass_down", clerk, receiver=getattr(tree, place).pk, told_how="phone")

    assert errors(answer) == {"receiver": ["只能转送本级妇联系统内的下级单位。"]}


def test_a_unit_that_ended_receives_nothing(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk, at=timezone.now())
    tree.beizhen.valid_to = timezone.localdate()
    tree.beizhen.save(update_fields=["valid_to"])

    answer = sent(client, row, "pass_down", clerk, receiver=tree.beizhen.pk, told_how="phone")

    assert "receiver" in errors(answer)


def test_a_village_has_nobody_below(client: Client, tree: ProvinceTree, law: None) -> None:
    worker = user(tree.village, Role.VILLAGE_WORKER)
    row = petition(worker, at=timezone.now())

    answer = sent(client, row, "pass_down", worker, told_how="phone")

    assert errors(answer) == {"receiver": ["请选择接收单位。"]}
