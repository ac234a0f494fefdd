"""Subscriptions for tests, and the clockwork by hand."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from fedportal.changes.models import Delivery, Subscription
from fedportal.changes.webhooks.delivering import deliver_round
from fedportal.changes.webhooks.fan_out import fan_out
from tests.changes.mirror import settled

WEBHOOKS = "/api/v1/webhooks/"


def subscribed(client: Client, url: str, **wanted: Any) -> dict[str, Any]:
    """As the answer says, with the secret."""
    answer = client.post(WEBHOOKS, {"url": url, "kinds": ["petition"], **wanted}, "application/json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def row_of(subscription: dict[str, Any]) -> Subscription:
    return Subscription.objects.get(ref=subscription["id"])


def told(at: dt.datetime | None = None, *, rounds: int = 20) -> int:
    """All that has been committed becomes deliveries, and what is due at that moment is sent; how many messages."""
    at = at or timezone.now()
    settled()
    fan_out(at)
    return sent(at, rounds=rounds)


def sent(at: dt.datetime, *, rounds: int = 20) -> int:
    count = 0
    for _ in range(rounds):
        now = deliver_round(at)
        count += now
        if not now:
            break
    return count


def states(subscription: dict[str, Any]) -> list[str]:
    rows = Delivery.objects.filter(subscription__ref=subscription["id"]).order_by("pk")
    return list(rows.values_list("state", flat=True))
