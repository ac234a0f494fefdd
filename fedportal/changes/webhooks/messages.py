"""What is sent: the object as the client sees it at this moment, signed."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable

from fedportal.accounts.row_scopes import scope_of
from fedportal.changes.feed import FeedReader, upserts
from fedportal.changes.webhooks.models import Delivery, Subscription
from fedportal.changes.webhooks.sending import Message
from fedportal.changes.webhooks.signing import signature
from fedportal.lib.row_scope import rows_of
from fedportal.lib.snapshot import one_snapshot

_AGENT = "fedportal-webhooks/1"


def messages_of(subscription: Subscription, deliveries: Iterable[Delivery], *, at: dt.datetime) -> list[Message]:
    """One for each delivery, in a constant number of questions; what the client does not see any more is gone."""
    reader = FeedReader(subscription.account, subscription.tells_people)
    known = reader.kinds
    keys: dict[str, list[int]] = defaultdict(list)
    for delivery in deliveries:
        keys[delivery.kind].append(delivery.object_id)
    with rows_of(scope_of(subscription.account)), one_snapshot():
        lines = {
            (name, key): line
            for name, wanted in keys.items()
            if name in known
            for key, line in upserts(reader, known[name], wanted, bodies=subscription.with_bodies).items()
        }
    return [
        _message(subscription, delivery, _body(reader, delivery, lines.get((delivery.kind, delivery.object_id))), at)
        for delivery in deliveries
    ]


def _body(reader: FeedReader, delivery: Delivery, line: str | None) -> bytes:
    """A line of the feed with the delivery's own id before it."""
    if line is None:
        name = reader.opaque(delivery.kind, delivery.object_id)
        line = json.dumps({"kind": delivery.kind, "id": name, "op": "gone"})
    return f'{{"delivery":"{delivery.ref}",{line[1:]}'.encode()


def _message(subscription: Subscription, delivery: Delivery, body: bytes, at: dt.datetime) -> Message:
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": _AGENT,
        "Webhook-Id": str(delivery.ref),
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": signature(subscription.keys, timestamp=timestamp, body=body),
    }
    return Message(delivery.pk, delivery.attempts, subscription.url, headers, body)
