"""The loop that sends what is due: takes it, sends it, writes down how it went.

No transaction is open while it is sent, for the feed waits for each that runs. What was taken comes back by itself
when its time is over: whoever dies between sending and writing down makes the message come twice, never not at all.
"""

import datetime as dt
from collections.abc import Sequence
from random import SystemRandom

from django.db import transaction
from django.db.models import F

from fedportal.changes.webhooks.messages import messages_of
from fedportal.changes.webhooks.models import Delivery, DeliveryAttempt, Subscription
from fedportal.changes.webhooks.sending import Outcome, send_all

# POLICY: seconds before the next attempt; together some two days, then a dead letter that waits for its replay.
BACK_OFF = (10, 30, 120, 300, 900, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600)
MOST_ATTEMPTS = len(BACK_OFF) + 1
JITTER = 0.2  # a fifth earlier or later, so that what failed together does not come back together
LONGEST_REST = 600  # seconds for which a server that does not answer is left alone
TAKEN = dt.timedelta(seconds=60)  # longer than sending and writing down can last
AT_ONCE = 10  # messages to one subscription
SUBSCRIPTIONS = 10  # in one round

_chance = SystemRandom()
Taken = list[tuple[Subscription, list[Delivery]]]


def deliver_round(at: dt.datetime) -> int:
    """Send some of what is due, all at the same time; how many messages went out. Any number of workers may."""
    taken = _take(at)
    messages = [message for row, deliveries in taken for message in messages_of(row, deliveries, at=at)]
    if not messages:
        return 0
    outcomes = dict(zip((message.delivery for message in messages), send_all(messages), strict=True))
    for row, deliveries in taken:
        tries = [(delivery, outcomes[delivery.pk]) for delivery in deliveries]
        _write_down(row, tries, at)
    return len(messages)


@transaction.atomic
def _take(at: dt.datetime) -> Taken:
    """Whoever holds a subscription's row decides alone what of it is on its way."""
    rows = Subscription.objects.live(at).with_due(at).select_for_update(skip_locked=True, of=("self",))
    taken = []
    for row in rows[:SUBSCRIPTIONS]:
        # After a failure a single message tries whether the other side is back.
        most = 1 if row.failures else AT_ONCE
        due = Delivery.objects.filter(subscription=row).due(at).order_by("next_at", "pk")
        deliveries = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        keys = [delivery.pk for delivery in deliveries]
        Delivery.objects.filter(pk__in=keys).update(taken_until=at + TAKEN, attempts=F("attempts") + 1)
        for delivery in deliveries:
            delivery.attempts += 1
        taken.append((row, deliveries))
    return taken


@transaction.atomic
def _write_down(subscription: Subscription, tries: Sequence[tuple[Delivery, Outcome]], at: dt.datetime) -> None:
    """What was taken over or removed meanwhile is another's to write down."""
    row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None:
        return
    pending = Delivery.objects.pending().filter(pk__in=[delivery.pk for delivery, _ in tries])
    ours = dict(pending.values_list("pk", "attempts"))
    kept = [(delivery, outcome) for delivery, outcome in tries if ours.get(delivery.pk) == delivery.attempts]
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(
            delivery=delivery,
            at=at,
            status=outcome.status,
            error=outcome.error,
            milliseconds=outcome.milliseconds,
        )
        for delivery, outcome in kept
    )
    for delivery, outcome in kept:
        _settle(delivery, outcome, at)
    Delivery.objects.bulk_update([delivery for delivery, _ in kept], ["state", "done_at", "next_at", "taken_until"])
    _rest(row, [outcome for _, outcome in kept], at)


def _settle(delivery: Delivery, outcome: Outcome, at: dt.datetime) -> None:
    delivery.taken_until = None
    if outcome.is_good:
        delivery.state, delivery.done_at = Delivery.State.DELIVERED, at
    elif delivery.attempts >= MOST_ATTEMPTS:
        delivery.state, delivery.done_at = Delivery.State.DEAD, at
    else:
        delivery.next_at = at + _after(BACK_OFF[delivery.attempts - 1])


def _rest(row: Subscription, outcomes: Sequence[Outcome], at: dt.datetime) -> None:
    """A server that answers nobody is asked less and less, and its other messages lose no attempt by that."""
    if any(outcome.is_good or not outcome.tells_of_the_server for outcome in outcomes):
        row.failures, row.resting_until = 0, None
    elif outcomes:
        row.failures += 1
        row.resting_until = at + _after(min(2 ** min(row.failures, 10), LONGEST_REST))
    row.save(update_fields=["failures", "resting_until"])


def _after(seconds: float) -> dt.timedelta:
    return dt.timedelta(seconds=seconds * _chance.uniform(1 - JITTER, 1 + JITTER))
