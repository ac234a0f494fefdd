"""Webhooks sent by one worker to a local receiver, against a bare loop that posts the same bodies over one connection.

The worker asks for each petition as it is now, signs it, looks the address up, and writes down how each attempt went;
the loop does nothing of that, and posts one after the other.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.conf import settings
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.changes.models import Delivery, Subscription
from fedportal.changes.webhooks.actions import Wanted, subscribe
from fedportal.changes.webhooks.delivering import deliver_round
from fedportal.changes.webhooks.fan_out import fan_out
from fedportal.changes.webhooks.messages import messages_of
from fedportal.changes.webhooks.sending import Message
from fedportal.lib.child_process import start_child, stop_children
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import api_client
from tests.bench.figures import Figure, seconds
from tests.bench.serving import PATIENCE, answers, free_port, member
from tests.cases.samples import petition
from tests.changes.mirror import settled
from tests.processes import PROJECT, our_environment

COUNTY = 371602000000
PETITIONS = 250
ROUNDS = 4  # of the worker and of the loop, in turn


def run() -> Iterator[Figure]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    clerk = member(COUNTY, Role.RECEPTIONIST)
    client = api_client(clerk.org, Scope.READ, Scope.WEBHOOKS)
    rows = [petition(clerk).pk for _ in range(PETITIONS)]
    with beyond_readers("a bench"), _receiver() as url:
        for name, bodies in (("webhooks", True), ("webhooks_ids", False)):
            yield _figure(name, url, client.user, rows, bodies=bodies)


@contextmanager
def _receiver() -> Iterator[str]:
    """In a process of its own, so that it takes nothing from the sender."""
    port = free_port()
    command = [sys.executable, "-m", "tests.changes.hook_server", str(port)]
    child = start_child(command, env=our_environment(), cwd=PROJECT)
    try:
        give_up = time.monotonic() + PATIENCE
        while not answers(port):
            assert time.monotonic() < give_up, "the receiver does not answer"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        stop_children([child], patience=5)


def _figure(name: str, url: str, account: User, rows: list[int], *, bodies: bool) -> Figure:
    row = subscribe(Wanted(url, ["petition"], with_bodies=bodies), by=account, at=timezone.now())
    ours = bare = 0.0
    for number in range(1 + ROUNDS):  # the first warms up
        Petition.objects.filter(pk__in=rows).update(head_count=number + 2)
        settled()
        assert fan_out(timezone.now()) == PETITIONS
        messages = _messages(row)
        counted = min(number, 1)
        ours += counted * seconds(_deliver)
        bare += counted * seconds(lambda messages=messages: _post(messages))  # type: ignore[misc]
    assert not Delivery.objects.filter(subscription=row).exclude(state=Delivery.State.DELIVERED).exists()
    row.delete()
    what = "the same bodies" if bodies else "the same ids and revisions"
    against = f"a bare httpx loop that posts {what} over one connection, same receiver, same run"
    return Figure(name, ROUNDS * PETITIONS / ours, "messages/s", bare / ours, against)


def _messages(row: Subscription) -> list[Message]:
    pending = Delivery.objects.pending().filter(subscription=row)
    return messages_of(row, list(pending), at=timezone.now())


def _deliver() -> None:
    while deliver_round(timezone.now()):
        pass


def _post(messages: list[Message]) -> None:
    with httpx.Client() as client:
        for message in messages:
            client.post(message.url, content=message.body, headers=message.headers).raise_for_status()
