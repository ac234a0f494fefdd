"""Writing to one's subscriptions with an Idempotency-Key: what was sent again is made once, and its secret comes again
as long as the subscription is there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.changes.models import Subscription
from tests.api.clients import api_client, caller
from tests.changes.hooks import WEBHOOKS, subscribed
from tests.changes.receiver import Receiver
from tests.factories import ProvinceTree

KEY = "7f7c8d0e-0000-4000-8000-000000000003"


def _sent(way: Any, url: str, body: dict[str, Any] | None = None, *, key: str = KEY) -> Any:
    return way(url, body or {}, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_subscription_that_is_sent_again_is_one_and_tells_its_secret_again(
    hooked: Client, receiver: Receiver
) -> None:
    wanted = {"url": receiver.url, "kinds": ["petition"]}

    first, again = _sent(hooked.post, WEBHOOKS, wanted), _sent(hooked.post, WEBHOOKS, wanted)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert Subscription.objects.count() == 1
    assert first.json()["secret"].encode() not in _as_it_stands()


def _as_it_stands() -> bytes:
    """What the database keeps of the answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM api_keptanswer")
        return str(cursor.fetchone()[0]).encode()


def test_another_subscription_with_the_same_key_is_refused(hooked: Client, receiver: Receiver) -> None:
    _sent(hooked.post, WEBHOOKS, {"url": receiver.url})
    other = _sent(hooked.post, WEBHOOKS, {"url": receiver.url, "bodies": True})

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Subscription.objects.count() == 1


def test_a_refusal_is_answered_again(hooked: Client) -> None:
    wanted = {"url": "https://10.0.0.1/"}

    first, again = _sent(hooked.post, WEBHOOKS, wanted), _sent(hooked.post, WEBHOOKS, wanted)

    assert (first.status_code, again.status_code) == (422, 422)
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"].startswith("application/problem+json")


def test_each_client_has_its_own_keys(hooked: Client, receiver: Receiver, tree: ProvinceTree) -> None:
    other = caller(api_client(tree.huimin, Scope.READ, Scope.WEBHOOKS))

    made = [_sent(client.post, WEBHOOKS, {"url": receiver.url}).json()["id"] for client in (hooked, other)]

    assert made[0] != made[1]
    assert [each["id"] for each in other.get(WEBHOOKS).json()["webhooks"]] == made[1:]


def test_a_new_key_whose_answer_was_lost_comes_again(hooked: Client, receiver: Receiver) -> None:
    """Without it, the next try is refused: a change of keys is under way, and nobody has the new one."""
    rotate = f"{WEBHOOKS}{subscribed(hooked, receiver.url)['id']}/rotate/"

    first, again = _sent(hooked.post, rotate), _sent(hooked.post, rotate)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["secret"] == first.json()["secret"]
    assert _sent(hooked.post, rotate, key=KEY[:-1] + "4").status_code == 409


@pytest.mark.parametrize("step", ["pause", "drop", "replay"])
def test_the_other_writes_answer_again_too(hooked: Client, receiver: Receiver, step: str) -> None:
    mine = f"{WEBHOOKS}{subscribed(hooked, receiver.url)['id']}/"
    way, url, body = {
        "pause": (hooked.patch, mine, {"paused": True}),
        "drop": (hooked.delete, f"{mine}rotate/", {}),
        "replay": (hooked.post, f"{mine}replay/", {}),
    }[step]

    first, again = _sent(way, url, body), _sent(way, url, body)

    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")


def test_a_deleted_one_stays_deleted_and_its_secret_is_gone(hooked: Client, receiver: Receiver) -> None:
    wanted, other = {"url": receiver.url}, KEY[:-1] + "5"
    mine = f"{WEBHOOKS}{_sent(hooked.post, WEBHOOKS, wanted).json()['id']}/"

    gone, told_again = _sent(hooked.delete, mine, key=other), _sent(hooked.delete, mine, key=other)
    again = _sent(hooked.post, WEBHOOKS, wanted)

    assert (gone.status_code, told_again.status_code) == (204, 204)
    assert (told_again.content, told_again.get("Content-Type")) == (b"", None)
    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert not Subscription.objects.exists()
    assert KeptAnswer.objects.get(key=KEY).body == ""
