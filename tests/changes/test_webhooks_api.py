"""What a client does with its subscriptions, and what it cannot do with those of others."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.changes.models import Delivery, DeliveryAttempt, Subscription
from fedportal.changes.webhooks.actions import MOST
from fedportal.changes.webhooks.forgetting import DELIVERED_LASTS, forget_old
from fedportal.lib.row_scope import rows_of
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.cases.samples import petition
from tests.changes.hooks import WEBHOOKS, row_of, states, subscribed, told
from tests.changes.receiver import Receiver, answers
from tests.factories import ProvinceTree, user


def test_the_secret_is_told_once_and_stands_enciphered(hooked: Client, receiver: Receiver) -> None:
    made = subscribed(hooked, receiver.url)
    assert made["secret"].startswith("whsec_")
    (listed,) = hooked.get(WEBHOOKS).json()["webhooks"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert "secret" not in hooked.get(f"{WEBHOOKS}{made['id']}/").json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM changes_subscription")
        assert made["secret"] not in cursor.fetchone()[0]


def test_both_keys_sign_until_the_old_one_is_dropped(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    made = subscribed(hooked, receiver.url)
    address = f"{WEBHOOKS}{made['id']}/rotate/"
    rotated = hooked.post(address, content_type="application/json").json()
    assert rotated["keys"] == 2
    old, new = made["secret"], rotated["secret"]
    petition(clerk)
    told()
    assert [receiver.received[0].is_signed_with(key) for key in (old, new)] == [True, True]
    assert hooked.post(address, content_type="application/json").status_code == 409
    assert hooked.delete(address).json()["keys"] == 1
    petition(clerk)
    told()
    assert [receiver.received[1].is_signed_with(key) for key in (old, new)] == [False, True]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"url": "not an address"}, "url"),
        ({"url": f"https://93.184.216.34/{'x' * 500}"}, "url"),
        ({}, "url"),
        ({"url": "https://93.184.216.34/", "kinds": []}, "kinds"),
        ({"url": "https://93.184.216.34/", "kinds": ["Petition"]}, "kinds.0"),
        ({"url": "https://93.184.216.34/", "org": "3716"}, "org"),
        ({"url": "https://93.184.216.34/", "bodies": "yes"}, "bodies"),
        ({"url": "https://93.184.216.34/", "secret": "mine"}, "secret"),
    ],
)
def test_what_is_not_as_described_is_refused_at_its_field(hooked: Client, wanted: dict[str, Any], field: str) -> None:
    assert set(wrong(hooked.post(WEBHOOKS, wanted, "application/json"))) == {field}
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"url": "https://127.0.0.1/"}, {"url": "address_refused"}),
        ({"url": "https://10.0.0.1/"}, {"url": "address_refused"}),
        ({"url": "https://169.254.169.254/latest/"}, {"url": "address_refused"}),
        ({"url": "https://93.184.216.34:22/"}, {"url": "address_refused"}),
        ({"url": "https://93.184.216.34/", "kinds": ["secret"]}, {"kinds": "not_found"}),
        ({"url": "https://93.184.216.34/", "org": "421182000000"}, {"org": "not_found"}),
    ],
)
def test_what_there_is_not_is_refused_at_its_field(
    hooked: Client, wanted: dict[str, Any], refused: dict[str, str]
) -> None:
    assert unfit(hooked.post(WEBHOOKS, wanted, "application/json")) == refused
    assert not Subscription.objects.exists()


def test_a_parameter_that_nobody_knows_is_refused(hooked: Client, receiver: Receiver) -> None:
    made = subscribed(hooked, receiver.url)
    mine = f"{WEBHOOKS}{made['id']}/"
    asked = [
        hooked.get(f"{WEBHOOKS}?state=dead"),
        hooked.get(f"{mine}?x=1"),
        hooked.get(f"{mine}deliveries/?stat=dead"),
        hooked.get(f"{mine}deliveries/?state="),
        hooked.get(f"{mine}deliveries/?limit=1&limit=2"),
        hooked.delete(f"{mine}?x=1"),
    ]
    codes = [answer.json()["errors"][0]["code"] for answer in asked]
    assert [answer.status_code for answer in asked] == [400] * len(asked)
    assert codes == ["unknown", "unknown", "unknown", "blank", "repeated", "unknown"]
    assert wrong(hooked.patch(mine, {"pause": True}, "application/json")) == {"pause": "unknown_field"}
    assert row_of(made).paused_at is None


def test_an_address_that_is_changed_is_looked_at_too(hooked: Client, receiver: Receiver) -> None:
    made = subscribed(hooked, receiver.url)
    address = f"{WEBHOOKS}{made['id']}/"
    assert unfit(hooked.patch(address, {"url": "https://10.0.0.1/"}, "application/json")) == {"url": "address_refused"}
    changed = hooked.patch(address, {"url": receiver.url + "2"}, "application/json")
    assert (changed.status_code, changed.json()["url"]) == (200, receiver.url + "2")


def test_a_cursor_of_no_use_is_gone(hooked: Client, receiver: Receiver) -> None:
    answer = hooked.post(WEBHOOKS, {"url": receiver.url, "cursor": "nonsense"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")


def test_personal_data_asks_for_its_scope(hooked: Client, receiver: Receiver) -> None:
    answer = hooked.post(WEBHOOKS, {"url": receiver.url, "personal": True}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")


def test_a_client_has_so_many_subscriptions_and_no_more(hooked: Client, receiver: Receiver) -> None:
    first = subscribed(hooked, receiver.url)
    row = row_of(first)
    for _ in range(MOST - 1):
        row.pk, row.ref = None, uuid.uuid4()
        row.save(force_insert=True)
    answer = hooked.post(WEBHOOKS, {"url": receiver.url}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed")


def test_the_log_says_how_each_attempt_went_and_never_what_was_sent(
    hooked: Client, receiver: Receiver, tree: ProvinceTree
) -> None:
    made = subscribed(hooked, receiver.url, bodies=True)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    receiver.next = [answers(503)]
    told()
    (line,) = hooked.get(f"{WEBHOOKS}{made['id']}/deliveries/").json()["deliveries"]
    assert (line["state"], line["attempts"], line["id"]) == ("pending", 1, receiver.said[0]["id"])
    (attempt,) = line["log"]
    assert (attempt["status"], attempt["error"]) == (503, "status")
    assert set(attempt) == {"at", "status", "error", "milliseconds"}
    assert hooked.get(f"{WEBHOOKS}{made['id']}/").json()["pending"] == 1


def test_the_log_comes_in_pages(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    made = subscribed(hooked, receiver.url)
    for _ in range(3):
        petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()
    address = f"{WEBHOOKS}{made['id']}/deliveries/"
    first = hooked.get(address, {"limit": 2}).json()
    rest = hooked.get(address, {"limit": 2, "before": first["next"]}).json()
    assert (len(first["deliveries"]), len(rest["deliveries"]), rest["next"]) == (2, 1, None)
    assert len({line["delivery"] for line in first["deliveries"] + rest["deliveries"]}) == 3
    assert hooked.get(address, {"state": "dead"}).json()["deliveries"] == []


def test_one_delivery_is_replayed_but_not_while_it_is_to_be_sent(
    hooked: Client, receiver: Receiver, tree: ProvinceTree
) -> None:
    made = subscribed(hooked, receiver.url)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()
    (line,) = hooked.get(f"{WEBHOOKS}{made['id']}/deliveries/").json()["deliveries"]
    address = f"{WEBHOOKS}{made['id']}/deliveries/{line['delivery']}/replay/"
    assert hooked.post(address, content_type="application/json").json()["state"] == "pending"
    assert hooked.post(address, content_type="application/json").status_code == 409
    told()
    assert [said["delivery"] for said in receiver.said] == [line["delivery"]] * 2


def test_what_is_unsubscribed_is_gone_with_its_log(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    made = subscribed(hooked, receiver.url)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()
    assert hooked.delete(f"{WEBHOOKS}{made['id']}/").status_code == 204
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()


def test_another_clients_subscription_is_not_there(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    """Even where both work for the same unit."""
    made = subscribed(hooked, receiver.url)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()
    delivery = Delivery.objects.get().ref
    other = caller(api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS))
    mine = f"{WEBHOOKS}{made['id']}/"
    asked = [
        other.get(mine),
        other.patch(mine, {"paused": True}, "application/json"),
        other.delete(mine),
        other.post(f"{mine}rotate/", content_type="application/json"),
        other.delete(f"{mine}rotate/"),
        other.post(f"{mine}replay/", content_type="application/json"),
        other.get(f"{mine}deliveries/"),
        other.post(f"{mine}deliveries/{delivery}/replay/", content_type="application/json"),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)
    assert other.get(WEBHOOKS).json() == {"webhooks": []}
    theirs = subscribed(other, receiver.url)
    assert (
        other.post(
            f"{WEBHOOKS}{theirs['id']}/deliveries/{delivery}/replay/", content_type="application/json"
        ).status_code
        == 404
    )
    assert states(made) == ["delivered"]
    assert row_of(made).paused_at is None


def test_the_database_shows_a_client_its_own_rows_alone(
    hooked: Client, receiver: Receiver, tree: ProvinceTree
) -> None:
    made = subscribed(hooked, receiver.url)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()

    def shown(account: User) -> list[int]:
        with rows_of(scope_of(account)):
            return [model.objects.count() for model in (Subscription, Delivery, DeliveryAttempt)]

    assert shown(row_of(made).account) == [1, 1, 1]
    assert shown(api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS).user) == [0, 0, 0]
    assert shown(user(tree.shandong, Role.UNIT_HEAD)) == [0, 0, 0]


def test_without_the_scope_or_a_token_there_is_nothing(hooked: Client, tree: ProvinceTree) -> None:
    reads_only = caller(api_client(tree.bincheng, Scope.READ))
    assert reads_only.get(WEBHOOKS).status_code == 403
    assert reads_only.post(WEBHOOKS, {"url": "https://93.184.216.34/"}, "application/json").status_code == 403
    assert Client().get(WEBHOOKS).status_code == 401


def test_what_is_done_is_written_down(hooked: Client, receiver: Receiver) -> None:
    made = subscribed(hooked, receiver.url)
    hooked.post(f"{WEBHOOKS}{made['id']}/rotate/", content_type="application/json")
    hooked.delete(f"{WEBHOOKS}{made['id']}/")
    verbs = AccessEvent.objects.filter(verb__startswith="webhook.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["webhook.subscribe", "webhook.rotate", "webhook.unsubscribe"]


def test_the_log_is_forgotten_in_time(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    made = subscribed(hooked, receiver.url)
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    told()
    now = timezone.now()
    assert forget_old(now + DELIVERED_LASTS / 2) == 0
    assert forget_old(now + DELIVERED_LASTS * 2) == 1
    assert states(made) == []
