"""12345 learns of returns and answers by the feed, by snapshots and by webhooks; the digest proves the copy."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from tests.api.clients import api_client, caller
from tests.cases.samples import petition
from tests.changes.hooks import subscribed, told
from tests.changes.mirror import DIGEST, Mirror
from tests.changes.receiver import Receiver, receiving
from tests.factories import ProvinceTree, user
from tests.hotline.orders import SYSTEM, answered, received, returned, stepped


@pytest.fixture
def clerk(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def them(clerk: User, tree: ProvinceTree) -> Client:
    return caller(api_client(tree.binzhou, Scope.TICKETS, Scope.WEBHOOKS, system=SYSTEM))


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as server:
        yield server


def test_an_answer_comes_by_the_feed_and_the_digest_proves_the_copy(them: Client, clerk: User) -> None:
    mirror = Mirror(them)
    mirror.begin()
    row, back = received(clerk, "GD1"), received(clerk, "GD2")
    before = {change["body"]["number"]: change["revision"] for change in mirror.follow()}

    answered(row, by=clerk)
    returned(back, by=clerk)

    changed = mirror.follow()
    assert [(change["kind"], change["body"]["number"], change["body"]["state"]) for change in changed] == [
        ("ticket", "GD1", "answered"),
        ("ticket", "GD2", "returned"),
    ]
    assert all(change["revision"] > before[change["body"]["number"]] for change in changed)
    fresh = Mirror(them)
    fresh.begin()
    assert fresh.rows == mirror.rows
    parts = them.get(DIGEST, {"kind": "ticket"}).json()["partitions"]
    proven = {(part["county"], part["month"]): (part["count"], part["digest"]) for part in parts}
    assert proven == mirror.digests()


def test_12345_is_told_of_its_orders_and_of_no_petition(them: Client, clerk: User) -> None:
    petition(clerk)
    received(clerk)

    mirror = Mirror(them)
    assert {change["kind"] for change in mirror.follow()} == {"ticket"}
    fresh = Mirror(them)
    fresh.begin()
    assert fresh.numbers == {"GD20261123001"}
    assert them.get(DIGEST, {"kind": "petition"}).status_code == 403
    assert them.get(DIGEST).status_code == 403


def test_a_units_own_system_is_told_of_both(clerk: User, tree: ProvinceTree) -> None:
    mirror = Mirror(caller(api_client(tree.bincheng)))
    petition(clerk)
    row = received(clerk)

    assert {change["kind"] for change in mirror.follow()} == {"petition", "ticket"}
    row.deadlines.update(light=1)
    assert [change["kind"] for change in mirror.follow()] == ["ticket"]


def test_duties_of_petitions_still_change_petitions(clerk: User, tree: ProvinceTree) -> None:
    """Both kinds hang on the table of duties: one trigger writes down for both."""
    mirror = Mirror(caller(api_client(tree.bincheng)))
    matter = petition(clerk)
    mirror.follow()

    matter.deadlines.update(light=1)

    assert [change["kind"] for change in mirror.follow()] == ["petition"]


def test_what_is_guarded_is_gone_for_who_may_not_know_it(clerk: User, tree: ProvinceTree) -> None:
    other = Mirror(caller(api_client(tree.bincheng, Scope.READ, Scope.WRITE)))
    row = received(clerk, guarded=True)
    assert [change["op"] for change in other.follow()] == ["upsert"]

    stepped(row, "accept", by=clerk)

    assert [change["op"] for change in other.follow()] == ["gone"]


def test_of_what_was_never_before_a_client_nothing_is_said(clerk: User, tree: ProvinceTree) -> None:
    other = Mirror(caller(api_client(tree.bincheng)))
    row = received(clerk, guarded=True)
    other.follow()

    row.deadlines.update(light=2)
    stepped(row, "supplement", by=clerk, note="来电人补充。")

    assert other.follow() == []


def test_another_county_hears_nothing(clerk: User, tree: ProvinceTree) -> None:
    stranger = Mirror(caller(api_client(tree.huimin)))
    received(clerk)

    assert stranger.follow() == []


def test_a_webhook_tells_12345_of_the_answer(them: Client, clerk: User, receiver: Receiver) -> None:
    row = received(clerk)
    subscription = subscribed(them, receiver.url, kinds=["ticket"], bodies=True)
    answered(row, by=clerk)

    told()

    (one,) = receiver.received
    assert one.is_signed_with(subscription["secret"])
    assert (one.said["kind"], one.said["body"]["state"]) == ("ticket", "answered")
