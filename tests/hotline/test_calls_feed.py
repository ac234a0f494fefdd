"""Calls and their work orders come by the feed, by snapshots and by webhooks; the digest proves the copy."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from cases.models import Petition, RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.orgs.models import Organization
from hotline.actions.call_backs import take_missed, try_call_back
from hotline.actions.call_registering import register_call
from hotline.models import HotlineLine
from hotline.models.call_attempt import CallAttempt
from tests.api.clients import api_client, caller, token
from tests.cases.intakes import intake
from tests.cases.samples import NOW, petition
from tests.changes.hooks import subscribed, told
from tests.changes.mirror import DIGEST, Mirror
from tests.changes.receiver import Receiver, receiving
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import FEEDBACK, from_call, of_itself, sent, went
from tests.hotline.calls import PHONE, answered, made, typed
from tests.hotline.lines import opened


@pytest.fixture
def agent(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.AGENT, name="赵兰")


@pytest.fixture
def line(agent: User, tree: ProvinceTree) -> HotlineLine:
    return opened(user(tree.bincheng, Role.SECTION_HEAD))


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as server:
        yield server


def of(org: Organization, *scopes: Scope) -> Client:
    return caller(api_client(org, *(scopes or (Scope.CALLS,))))


def kinds(client: Client) -> list[str]:
    told: list[str] = client.get("/api/v1/changes/kinds/").json()["kinds"]
    return told


def assert_proven(mirror: Mirror) -> None:
    """The copy is what a fresh one would be, and the digests say so, kind by kind."""
    fresh = Mirror(mirror.client)
    fresh.begin()
    assert fresh.rows == mirror.rows
    for kind in kinds(mirror.client):
        parts = mirror.client.get(DIGEST, {"kind": kind}).json()["partitions"]
        proven = {(part["county"], part["month"]): (part["count"], part["digest"]) for part in parts}
        fresh.rows = {key: row for key, row in mirror.rows.items() if row["kind"] == kind}
        assert proven == fresh.digests(), kind


def test_a_call_comes_by_the_feed_at_each_step_and_the_digest_proves_the_copy(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()
    row = typed(answered(line, agent), by=agent, call_class="help")
    missed = take_missed(line, phone=PHONE, rang_at=NOW, by=agent, at=NOW)
    assert [(each["kind"], each["body"]["state"]) for each in mirror.follow()] == [
        ("call", "classified"),
        ("call", "callback"),
    ]

    try_call_back(missed, CallAttempt.Result.NO_ANSWER, by=agent, at=NOW)
    (tried,) = mirror.follow()
    assert [each["result"] for each in tried["body"]["attempts"]] == ["no_answer"]
    made(made(row, "order", by=agent), "close", by=agent)

    assert [(each["body"]["ref"], each["body"]["state"]) for each in mirror.follow()] == [(str(row.ref), "closed")]
    assert_proven(mirror)


def test_an_order_comes_to_the_unit_that_took_it_and_the_one_that_handles_it(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    ours, theirs = Mirror(of(tree.bincheng)), Mirror(of(tree.huimin))
    row = from_call(line, agent)
    assert [each["kind"] for each in ours.follow()] == ["call", "call_ticket"]
    assert theirs.follow() == []

    sent(row, tree.huimin, by=agent)
    for mirror in (ours, theirs):
        (told,) = mirror.follow()
        assert (told["kind"], told["op"], told["body"]["holder"]) == ("call_ticket", "upsert", "371621000000")
    clerk = user(tree.huimin, Role.RECEPTIONIST)
    went(row, "note", by=clerk, note="已联系。")  # a line of the story, seen from both places

    assert [each["op"] for each in ours.follow()] == [each["op"] for each in theirs.follow()] == ["upsert"]
    assert_proven(ours)
    assert_proven(theirs)


def test_what_was_given_back_and_sent_elsewhere_is_gone_there(agent: User, tree: ProvinceTree) -> None:
    row = sent(of_itself(agent), tree.huimin, by=agent)
    ours, theirs = Mirror(of(tree.bincheng)), Mirror(of(tree.huimin))
    assert [each["op"] for each in theirs.follow()] == ["upsert"]
    ours.follow()

    went(row, "return", by=user(tree.huimin, Role.RECEPTIONIST), note="不属于本县。")
    sent(row, tree.bincheng, by=agent)

    assert [each["op"] for each in theirs.follow()] == ["gone"]
    assert_proven(theirs)
    assert [each["op"] for each in ours.follow()] == ["upsert"]
    assert_proven(ours)


def test_another_county_hears_nothing_and_the_city_of_orders_alone(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    stranger, above = Mirror(of(tree.huimin)), Mirror(of(tree.binzhou))
    from_call(line, agent)

    assert stranger.follow() == []
    assert [each["kind"] for each in above.follow()] == ["call_ticket"]
    assert_proven(above)


@pytest.mark.parametrize(
    ("scopes", "told_of"),
    [
        ((Scope.READ,), ["petition", "ticket"]),
        ((Scope.CALLS,), ["call", "call_back_booking", "call_ticket"]),
        ((Scope.READ, Scope.CALLS), ["call", "call_back_booking", "call_ticket", "petition", "ticket"]),
    ],
)
def test_a_client_is_told_of_what_its_scopes_name(
    line: HotlineLine, agent: User, tree: ProvinceTree, scopes: tuple[Scope, ...], told_of: list[str]
) -> None:
    from_call(line, agent)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    mirror = Mirror(of(tree.bincheng, *scopes))

    assert kinds(mirror.client) == told_of
    assert {each["kind"] for each in mirror.follow()} == set(told_of) - {"ticket", "call_back_booking"}
    for kind in ("call", "petition"):
        assert mirror.client.get(DIGEST, {"kind": kind}).status_code == (200 if kind in told_of else 403)
    assert mirror.client.get(DIGEST, {"kind": "poem"}).status_code == 400


def test_a_token_for_fewer_scopes_is_told_of_fewer_kinds(agent: User, tree: ProvinceTree) -> None:
    both = api_client(tree.bincheng, Scope.READ, Scope.CALLS)
    narrow = Client(headers={"Authorization": f"Bearer {token(both, scope='calls')}"})

    assert kinds(narrow) == ["call", "call_back_booking", "call_ticket"]


def test_what_turns_out_dangerous_is_gone_for_who_may_not_know_it(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(of(tree.bincheng))
    row = answered(line, agent)
    assert [each["op"] for each in mirror.follow()] == ["upsert"]

    typed(row, by=agent, triage={"weapon": "yes"})
    assert [each["op"] for each in mirror.follow()] == ["gone"]
    made(row, "emergency", by=agent)

    assert mirror.rows == {}
    assert_proven(mirror)


def test_a_call_whose_petition_is_walled_off_is_gone(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    ours = api_client(tree.bincheng, Scope.CALLS)
    mirror = Mirror(caller(ours))
    row = typed(answered(line, agent), by=agent)
    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)
    (before,) = mirror.follow()
    assert before["body"]["petition"] == matter.number

    RelationWall.objects.create(petition=matter, user=ours.user)

    assert [each["op"] for each in mirror.follow()] == ["gone"]


def test_whose_petition_goes_out_of_sight_tells_its_number_no_more(
    line: HotlineLine, agent: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(of(tree.bincheng))
    row = typed(answered(line, agent), by=agent)
    matter = register_call(row, intake(agent, channel="hotline_12338"), by=agent, at=NOW)
    mirror.follow()

    Petition.objects.filter(pk=matter.pk).update(org=tree.huimin, org_code=tree.huimin.code)

    (after,) = mirror.follow()
    assert (after["op"], after["body"]["petition"]) == ("upsert", None)
    assert_proven(mirror)


def test_a_colleague_who_takes_another_name_is_told_anew(line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    mirror = Mirror(of(tree.bincheng))
    from_call(line, agent)
    mirror.follow()

    User.objects.filter(pk=agent.pk).update(name="赵蓝")

    assert {each["body"]["agent"] for each in mirror.follow()} == {"赵蓝"}
    assert_proven(mirror)


def test_a_webhook_tells_of_feedback_to_the_unit_that_took_the_call_and_the_one_that_handles_it(
    agent: User, tree: ProvinceTree, receiver: Receiver
) -> None:
    row = sent(of_itself(agent), tree.huimin, by=agent)
    them = of(tree.huimin, Scope.CALLS, Scope.WEBHOOKS)
    subscription = subscribed(them, receiver.url, kinds=["call_ticket"], bodies=True, org="371621000000")
    went(row, "feedback", by=user(tree.huimin, Role.RECEPTIONIST), note=FEEDBACK)

    told()

    (one,) = receiver.received
    assert one.is_signed_with(subscription["secret"])
    assert (one.said["kind"], one.said["body"]["state"]) == ("call_ticket", "feedback")
