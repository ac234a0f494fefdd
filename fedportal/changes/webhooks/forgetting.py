"""Keeps the log small."""

import datetime as dt

from django.db.models import Q

from fedportal.changes.webhooks.models import Delivery

# POLICY: how long one may see that something was delivered, and how long a dead letter waits for its replay.
DELIVERED_LASTS = dt.timedelta(days=30)
DEAD_LASTS = dt.timedelta(days=180)
_BATCH = 5_000
State = Delivery.State


def forget_old(at: dt.datetime) -> int:
    """Remove what is over for long, with its attempts; how many deliveries."""
    delivered = Q(state=State.DELIVERED, done_at__lt=at - DELIVERED_LASTS)
    dead = Q(state=State.DEAD, done_at__lt=at - DEAD_LASTS)
    gone = 0
    while keys := list(Delivery.objects.filter(delivered | dead).values_list("pk", flat=True)[:_BATCH]):
        Delivery.objects.filter(pk__in=keys).filter(delivered | dead).delete()  # not what is replayed meanwhile
        gone += len(keys)
    return gone
