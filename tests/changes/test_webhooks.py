"""A client is told of each change, in order, at least once, whatever either side does meanwhile."""

import datetime as dt
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.changes.models import Delivery, DeliveryAttempt, Feed, Subscription
from fedportal.changes.triggers import begin_anew
from fedportal.changes.webhooks.delivering import BACK_OFF, JITTER, MOST_ATTEMPTS, TAKEN, deliver_round
from fedportal.changes.webhooks.fan_out import fan_out
from fedportal.lib.child_process import start_child
from fedportal.lib.database_roles import as_owner
from tests.api.clients import api_client, caller
from tests.cases.samples import guarded, petition
from tests.changes.hooks import row_of, sent, states, subscribed, told
from tests.changes.mirror import Mirror, settled
from tests.changes.receiver import Receiver, answers, hangs_up, sends_a_flood, talks_without_end
from tests.factories import ProvinceTree, user
from tests.processes import PROJECT, our_environment

FULL_DAY = dt.timedelta(days=1)
WORKER = """
import django
django.setup()
from fedportal.changes.tasks import deliver
deliver()
"""


@pytest.fixture
def clerk(tree: ProvinceTree):  # type: ignore[no-untyped-def]
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_a_new_petition_is_told_once_signed_and_as_the_feed_tells_it(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url, bodies=True)
    petition(clerk)

    assert (told(), told()) == (1, 0)

    (one,) = receiver.received
    follower = Mirror(hooked)
    (change,) = follower.follow()
    assert one.said == {"delivery": one.headers["Webhook-Id"]} | change
    assert one.is_signed_with(subscription["secret"])
    assert not one.is_signed_with("another")
    assert abs(int(one.headers["Webhook-Timestamp"]) - time.time()) < 60
    assert states(subscription) == ["delivered"]


def test_without_bodies_only_id_and_revision_leave_the_house(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscribed(hooked, receiver.url)
    petition(clerk)
    told()
    assert set(receiver.said[0]) == {"delivery", "kind", "id", "op", "revision"}


def test_what_was_there_before_is_not_told_unless_a_cursor_says_so(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    mirror = Mirror(hooked)
    settled()
    mirror.begin()
    petition(clerk)
    settled()
    subscribed(hooked, receiver.url)
    assert told() == 0
    subscribed(hooked, receiver.url, cursor=mirror.cursor)
    assert told() == 1


def test_what_another_county_does_and_what_is_guarded_is_never_spoken_of(
    hooked: Client, receiver: Receiver, clerk: object, tree: ProvinceTree
) -> None:
    subscribed(hooked, receiver.url)
    guarded(clerk)
    petition(user(tree.hanchuan, Role.RECEPTIONIST))
    assert told() == 0
    assert not Delivery.objects.exists()


def test_what_moves_away_is_gone(hooked: Client, receiver: Receiver, clerk: object, tree: ProvinceTree) -> None:
    subscribed(hooked, receiver.url, bodies=True)
    row = petition(clerk)
    told()
    with as_owner():
        Petition.objects.filter(pk=row.pk).update(org=tree.hanchuan, org_code=tree.hanchuan.code)
    told()
    first, second = receiver.said
    assert (first["op"], second["op"]) == ("upsert", "gone")
    assert first["id"] == second["id"]
    assert "body" not in second


def test_what_went_out_of_sight_before_it_was_sent_is_told_as_gone(
    hooked: Client, receiver: Receiver, clerk: object, tree: ProvinceTree
) -> None:
    subscribed(hooked, receiver.url, bodies=True)
    row = petition(clerk)
    settled()
    fan_out(timezone.now())
    Petition.objects.filter(pk=row.pk).update(minor=True)
    sent(timezone.now())
    assert [said["op"] for said in receiver.said] == ["gone"]


def test_a_range_bounds_what_is_told(tree: ProvinceTree, law: None, receiver: Receiver, hooked: Client) -> None:
    city = caller(api_client(tree.binzhou, Scope.READ, Scope.WEBHOOKS))
    subscribed(city, receiver.url, org=str(tree.bincheng.code), bodies=True)
    rows = [petition(user(unit, Role.RECEPTIONIST)) for unit in (tree.bincheng, tree.huimin)]
    told()
    assert [said["body"]["number"] for said in receiver.said] == [rows[0].number]


def test_names_stand_in_the_clear_only_for_who_may_have_them_and_asked(
    hooked: Client, receiver: Receiver, clerk: object, tree: ProvinceTree
) -> None:
    client = api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS, Scope.PERSONAL)
    subscribed(caller(client), receiver.url, bodies=True)
    wants = subscribed(caller(client), receiver.url, bodies=True, personal=True)
    petition(clerk)
    told()
    assert sorted(said["body"]["shown"] for said in receiver.said) == ["masked", "whole"]
    client.scopes = [Scope.READ, Scope.WEBHOOKS]
    client.save(update_fields=["scopes"])
    assert not row_of(wants).tells_people


@pytest.mark.parametrize("trouble", [answers(500), answers(404), hangs_up, answers(302, Location="http://127.0.0.1/")])
def test_what_failed_comes_again_later_until_it_is_taken(
    hooked: Client, receiver: Receiver, clerk: object, trouble: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    petition(clerk)
    receiver.next = [trouble]
    at = timezone.now()

    assert told(at) == 1
    assert sent(at + dt.timedelta(seconds=BACK_OFF[0] * (1 - JITTER) - 1)) == 0
    assert sent(at + dt.timedelta(seconds=BACK_OFF[0] * (1 + JITTER) + 1)) == 1

    assert len({one.headers["Webhook-Id"] for one in receiver.received}) == 1
    assert states(subscription) == ["delivered"]
    errors = [attempt.error for attempt in DeliveryAttempt.objects.order_by("pk")]
    assert errors[0]
    assert errors[1] == ""


def test_a_server_that_talks_without_end_is_left_after_ten_seconds(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscribed(hooked, receiver.url)
    petition(clerk)
    receiver.next = [talks_without_end]
    begun = time.monotonic()
    told()
    assert time.monotonic() - begun < 25
    assert DeliveryAttempt.objects.get().error == "timeout"


def test_a_flood_after_a_good_answer_is_not_read(hooked: Client, receiver: Receiver, clerk: object) -> None:
    subscription = subscribed(hooked, receiver.url)
    petition(clerk)
    receiver.next = [sends_a_flood]
    told()
    assert states(subscription) == ["delivered"]


def test_changes_of_one_petition_never_overtake_each_other(hooked: Client, receiver: Receiver, clerk: object) -> None:
    subscribed(hooked, receiver.url)
    row, other = petition(clerk), petition(clerk)
    settled()
    at = timezone.now()
    fan_out(at)
    row.parties.update(occupation="教师")
    settled()
    fan_out(at)
    ids = list(Delivery.objects.order_by("pk").values_list("ref", "object_id"))
    receiver.next = [answers(400), answers(400)]

    assert deliver_round(at) == 2  # the first of each
    assert deliver_round(at) == 0  # the second of `row` waits behind its first
    sent(at + dt.timedelta(minutes=1))

    came = [one.headers["Webhook-Id"] for one in receiver.received]
    of_row = [str(ref) for ref, key in ids if key == row.pk]
    assert [ref for ref in came if ref in of_row] == [of_row[0], of_row[0], of_row[1]]
    assert {key for _, key in ids} == {row.pk, other.pk}


def test_a_server_that_is_down_is_asked_by_one_message_only_and_all_comes_when_it_is_back(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    for _ in range(12):
        petition(clerk)
    receiver.always = answers(503)
    at = timezone.now()
    told(at)
    before = len(receiver.received)
    later = at + dt.timedelta(seconds=30)
    assert sent(later) == 1
    assert len(receiver.received) == before + 1
    receiver.always = answers(200)
    for minutes in range(1, 10):
        sent(later + dt.timedelta(minutes=minutes))
    assert set(states(subscription)) == {"delivered"}
    assert row_of(subscription).failures == 0


def test_after_two_days_it_is_a_dead_letter_which_can_be_replayed(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    row = petition(clerk)
    receiver.always = answers(500)
    at = begun = timezone.now()
    told(at)
    while states(subscription) == ["pending"]:
        at = Delivery.objects.get().next_at + dt.timedelta(minutes=15)
        assert sent(at, rounds=1) == 1
    assert len(receiver.received) == MOST_ATTEMPTS
    assert dt.timedelta(hours=36) < at - begun < dt.timedelta(hours=72)

    dead = hooked.get(f"/api/v1/webhooks/{subscription['id']}/deliveries/", {"state": "dead"}).json()["deliveries"]
    assert [len(letter["log"]) for letter in dead] == [MOST_ATTEMPTS]
    receiver.always = answers(200)
    row.parties.update(occupation="教师")
    answer = hooked.post(f"/api/v1/webhooks/{subscription['id']}/replay/", content_type="application/json")
    assert answer.json() == {"replayed": 1}
    told()
    assert states(subscription) == ["delivered", "delivered"]
    assert receiver.received[-2].headers["Webhook-Id"] == dead[0]["delivery"]


def test_a_dead_letter_of_one_object_lets_its_next_change_through(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    row = petition(clerk)
    receiver.next = [answers(400)]
    told()
    Delivery.objects.update(state="dead", done_at=timezone.now())
    row.parties.update(occupation="教师")
    told()
    assert states(subscription) == ["dead", "delivered"]


def test_a_worker_that_is_killed_between_sending_and_writing_down_makes_it_come_twice_and_never_not_at_all(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    petition(clerk)
    settled()
    at = timezone.now()
    fan_out(at)
    answered, killed = threading.Event(), threading.Event()

    def while_its_row_is_held(handler: BaseHTTPRequestHandler) -> None:
        """The worker hears that all is well, and cannot write it down."""
        try:
            with transaction.atomic():
                Subscription.objects.select_for_update().get(ref=subscription["id"])
                answers(200)(handler)
                answered.set()
                killed.wait(timeout=60)
        finally:
            connection.close()

    receiver.next = [while_its_row_is_held]
    worker = start_child(
        [sys.executable, "-c", WORKER], env=our_environment(WEBHOOK_NETWORKS="127.0.0.0/8"), cwd=PROJECT
    )
    assert answered.wait(timeout=120)
    time.sleep(1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    killed.set()

    assert states(subscription) == ["pending"]
    assert sent(at) == 0  # whoever has it may still live
    assert sent(timezone.now() + TAKEN) == 1
    assert states(subscription) == ["delivered"]
    assert len({one.headers["Webhook-Id"] for one in receiver.received}) == 1
    assert len(receiver.received) == 2


def test_a_fan_out_that_fails_half_way_leaves_nothing_behind_and_misses_nothing(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscribed(hooked, receiver.url)
    petition(clerk)
    settled()
    with transaction.atomic():
        fan_out(timezone.now())
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert told() == 1


def test_what_nobody_takes_waits_in_the_feed_and_misses_nothing(
    hooked: Client, receiver: Receiver, clerk: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fedportal.changes.webhooks.fan_out.BATCH", 2)
    monkeypatch.setattr("fedportal.changes.webhooks.fan_out.MOST_PENDING", 3)
    subscription = subscribed(hooked, receiver.url)
    for _ in range(7):
        petition(clerk)
    settled()
    fan_out(timezone.now())
    assert states(subscription) == ["pending"] * 4
    while told():
        pass
    assert states(subscription) == ["delivered"] * 7


def test_several_workers_at_once_send_each_message_once(hooked: Client, receiver: Receiver, clerk: object) -> None:
    subscription = subscribed(hooked, receiver.url)
    for _ in range(15):
        petition(clerk)
    settled()
    at = timezone.now()

    def work() -> None:
        try:
            for _ in range(6):
                fan_out(at)
                deliver_round(at)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    sent(at)
    assert len(receiver.received) == len({one.headers["Webhook-Id"] for one in receiver.received}) == 15
    assert states(subscription) == ["delivered"] * 15


def test_while_a_message_is_on_its_way_the_feed_stands_still_for_nobody(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscribed(hooked, receiver.url)
    petition(clerk)
    seen: list[int] = []

    def looks(handler: BaseHTTPRequestHandler) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
                )
                seen.append(cursor.fetchone()[0])
        finally:
            connection.close()
        answers(200)(handler)

    receiver.next = [looks]
    told()
    assert seen == [0]


def test_while_paused_nothing_comes_and_afterwards_all_of_it(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    address = f"/api/v1/webhooks/{subscription['id']}/"
    hooked.patch(address, {"paused": True}, "application/json")
    petition(clerk)
    assert told() == 0
    assert hooked.patch(address, {"paused": False}, "application/json").json()["paused"] is False
    assert told() == 1


@pytest.mark.parametrize("end", [{"revoked_at": timezone.now()}, {"expires_on": dt.date(2020, 1, 1)}])
def test_a_client_that_may_no_longer_act_is_told_nothing(
    tree: ProvinceTree, law: None, hooked: Client, receiver: Receiver, clerk: object, end: dict[str, object]
) -> None:
    client = api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS)
    subscribed(caller(client), receiver.url)
    for name, value in end.items():
        setattr(client, name, value)
    if "revoked_at" in end:
        client.revoked_by = client.user
    client.save()
    petition(clerk)
    assert told() == 0


def test_after_a_new_feed_a_subscription_stops_and_says_why_until_it_is_given_a_cursor(
    hooked: Client, receiver: Receiver, clerk: object
) -> None:
    subscription = subscribed(hooked, receiver.url)
    address = f"/api/v1/webhooks/{subscription['id']}/"
    with as_owner():
        begin_anew()
        Feed.current()
    petition(clerk)
    assert told() == 0
    assert hooked.get(address).json()["pause"] == "cursor_gone"
    assert hooked.patch(address, {"paused": False}, "application/json").status_code == 410
    mirror = Mirror(hooked)
    mirror.begin()
    answer = hooked.patch(address, {"paused": False, "cursor": mirror.cursor}, "application/json")
    assert (answer.status_code, answer.json()["paused"]) == (200, False)
    petition(clerk)
    assert told() == 1
