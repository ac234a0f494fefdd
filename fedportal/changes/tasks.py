"""What the feed does by itself."""

import time

from celery import shared_task
from django.utils import timezone

from fedportal.changes.pruning import prune
from fedportal.changes.webhooks import delivering, fan_out, forgetting
from fedportal.lib.row_scope import beyond_readers

# Seconds for which one task goes on sending: as often as beat sends the next. A worker has few hands, and sweeps,
# notices and what people wait for have their turn in between.
A_WHILE = 3


@shared_task(name="changes.prune")
def prune_changes() -> None:
    prune(timezone.now())


@shared_task(name="changes.fan_out")
@beyond_readers("the portal works by itself")
def fan_out_changes() -> None:
    fan_out.fan_out(timezone.now())


@shared_task(name="changes.deliver")
@beyond_readers("the portal works by itself")
def deliver() -> None:
    end = time.monotonic() + A_WHILE
    while time.monotonic() < end and delivering.deliver_round(timezone.now()):
        pass


@shared_task(name="changes.forget_deliveries")
@beyond_readers("the portal works by itself")
def forget_deliveries() -> None:
    forgetting.forget_old(timezone.now())
