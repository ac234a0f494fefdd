"""Web, worker, readers and receiver die at random moments while all write; nothing is missed, doubled or out of
order. SOAK_SEED=N repeats the moments of a run."""

import os
import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.changes.cursors import Position
from fedportal.changes.models import Change, Delivery, Subscription
from fedportal.changes.webhooks.fan_out import place_of
from fedportal.client.store import Store
from fedportal.deadlines.models import Deadline, Escalation, SweepRun
from fedportal.lib.row_scope import beyond_readers, rows_of
from tests.api.clients import api_client, caller
from tests.changes.due import Copy, assert_holds
from tests.changes.hook_server import noted
from tests.changes.hooks import subscribed
from tests.changes.mirror import Mirror, settled
from tests.changes.writing import Writer
from tests.client.many import many_petitions
from tests.client.running import Fedsync
from tests.factories import ProvinceTree, user
from tests.processes import forget_redis
from tests.soak.books import assert_each_request_acted_once, assert_no_change_was_lost, copy_of, copy_told
from tests.soak.services import Floor, Kill, wait_until
from tests.soak.systems import Shelf, System

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]

SECONDS = 60
STANDING = 1_200  # petitions before it begins: a snapshot of two chunks
PATIENCE = 300  # seconds until what a killed worker had in hand is free again, and all else is told
REST = 0.6  # seconds between two acts of a colleague, so that the machine has something left for the others
VICTIMS = 6
FEWEST_KILLS = 3  # of each
FEWEST_WRITES = 40  # over HTTP; some hundreds on a machine that has nothing else to do


class Crowd:
    """Four systems over HTTP, two of them of one unit, and four within the portal: colleagues, imports, the engine."""

    def __init__(self, tree: ProvinceTree, url: str, seed: int) -> None:
        self.stop = threading.Event()
        clerks = [user(unit, Role.RECEPTIONIST) for unit in (tree.bincheng, tree.binzhou, tree.hanchuan)]
        shelves = {unit.pk: Shelf() for unit in (tree.bincheng, tree.binzhou, tree.hanchuan)}
        units = (tree.bincheng, tree.bincheng, tree.binzhou, tree.hanchuan)
        writing = [api_client(unit, Scope.READ, Scope.WRITE, Scope.PERSONAL) for unit in units]
        self.systems = [
            System(client, url, shelves[client.user.org_id], number, self.stop)
            for number, client in enumerate(writing)
        ]
        self.colleagues = [Writer(clerks, seed + number, self.stop, rest=REST) for number in range(4)]

    def begin(self) -> None:
        for thread in (*self.systems, *self.colleagues):
            thread.start()

    def written(self) -> int:
        """Answers to systems so far."""
        return sum(len(system.sent) for system in self.systems)

    def end(self) -> None:
        """Each does what it is about to its end."""
        self.stop.set()
        for thread in (*self.systems, *self.colleagues):
            thread.join(timeout=PATIENCE)
            assert not thread.is_alive()
            assert thread.error is None


def test_whoever_is_killed_nothing_is_missed_doubled_or_out_of_order(
    tree: ProvinceTree, tmp_path: Path, settings: Settings
) -> None:
    seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(10**6))
    print(f"SOAK_SEED={seed}")
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    forget_redis()
    units = {"county": tree.bincheng, "city": tree.binzhou, "province": tree.shandong}
    more = {"county": [Scope.PERSONAL]}
    readers = {name: api_client(unit, Scope.READ, Scope.WEBHOOKS, *more.get(name, ())) for name, unit in units.items()}
    with ExitStack() as stack:
        floor = Floor(stack, tmp_path, {name: Fedsync(client) for name, client in readers.items()}, seed=seed)
        hooks = {
            name: subscribed(caller(readers[name]), f"{floor.hook_url}/{name}", bodies=True)
            for name in ("county", "province")
        }
        many_petitions(STANDING, by=user(tree.bincheng, Role.RECEPTIONIST))
        floor.open()
        crowd = Crowd(tree, floor.url, seed)
        stack.callback(crowd.stop.set)
        crowd.begin()
        kills = floor.kill_for(SECONDS, each=FEWEST_KILLS, written=crowd.written)
        crowd.end()
        _report(kills, crowd)
        _wait_until_quiet(floor, hooks)
        for service in (floor.beat, floor.worker):
            service.stop()
        for name, client in readers.items():
            _assert_caught_up(Store(str(floor.copies[name])), client)
        for service in floor.readers:
            service.stop()

        assert [fault for system in crowd.systems for fault in system.faults] == []
        _assert_written_once(crowd)
        for name, client in readers.items():
            assert_holds(copy_of(Store(str(floor.copies[name]))), client.user, personal=name in more)
            _assert_proven(floor, name, client)
        heard = noted(floor.hook_log)
        for name, hook in hooks.items():
            told = copy_told(hook, [one for one in heard if one.path == f"/{name}"])
            assert_holds(told, readers[name].user)
        _assert_it_was_under_fire(kills, crowd.systems)


def _report(kills: Sequence[Kill], crowd: Crowd) -> None:
    """For whoever reads the run."""
    sent = [one for system in crowd.systems for one in system.sent]
    print("killed:", dict(Counter(kill.victim for kill in kills)))
    print("answered over HTTP:", dict(Counter(one.status for one in sent)))
    print(
        "sent again:", sum(one.tries > 1 for one in sent), "answered from memory:", sum(one.replayed for one in sent)
    )
    print("made in the house:", sum(len(writer.made) for writer in crowd.colleagues))
    print("acts in the house:", sum(writer.done for writer in crowd.colleagues))


def _wait_until_quiet(floor: Floor, hooks: dict[str, dict[str, Any]]) -> None:
    """The engine has climbed what is due and told of it, and every message has been sent."""

    def is_quiet() -> bool:
        floor.keep_up()
        return _is_climbed() and all(_is_all_told(hook) for hook in hooks.values())

    settled()
    wait_until(is_quiet, "all is climbed, told and sent", within=PATIENCE)


@beyond_readers("a test")
def _is_climbed() -> bool:
    due = Deadline.objects.to_climb(timezone.now()).exists()
    return not due and not Escalation.objects.filter(told_at=None).exists()


def _is_all_told(hook: dict[str, Any]) -> bool:
    with beyond_readers("a test"):
        row = Subscription.objects.select_related("account__org", "account__api_client").get(ref=hook["id"])
        pending = Delivery.objects.pending().filter(subscription=row).exists()
    with rows_of(scope_of(row.account)):
        told = Change.objects.filter(kind="petition").order_by("-xid", "-object_id")
        last = told.values_list("xid", "kind", "object_id").first()
    return not pending and last is not None and place_of(row.cursor) >= Position(*last)


def _assert_caught_up(store: Store, client: ApiClient) -> None:
    """By itself, while it follows."""
    portal = Mirror(caller(client))
    wait_until(lambda: _petition_sums(store) == portal.proven(), "the copy has caught up", within=PATIENCE)


def _petition_sums(store: Store) -> dict[tuple[str, str], tuple[int, str]]:
    return {(county, month): told for (kind, county, month), told in store.sums().items() if kind == "petition"}


def _assert_it_was_under_fire(kills: Sequence[Kill], systems: Sequence[System]) -> None:
    """Lines broke, and the writing went on while everybody died."""
    assert len(kills) >= VICTIMS * FEWEST_KILLS
    sent = [one for system in systems for one in system.sent]
    moments = sorted(one.at for one in sent if one.has_made or one.has_changed)
    assert sum(kills[0].at < at < kills[-1].at for at in moments) >= FEWEST_WRITES
    served = sum(any(kill.at < at < following.at for at in moments) for kill, following in pairwise(kills))
    assert served >= len(kills) / 3
    assert any(one.tries > 1 for one in sent), "no line was cut"
    assert any(one.replayed for one in sent), "no answer was lost behind its act"


def _assert_written_once(crowd: Crowd) -> None:
    assert_each_request_acted_once(crowd.systems)
    assert_no_change_was_lost(one for system in crowd.systems for one in system.sent)
    sent = sum(one.has_made for system in crowd.systems for one in system.sent)
    made = sum(len(writer.made) for writer in crowd.colleagues)
    with beyond_readers("a test"):
        assert Petition.objects.count() == STANDING + sent + made
        assert Escalation.objects.exists()
        assert SweepRun.objects.filter(climbed__gt=0).exists()


def _assert_proven(floor: Floor, name: str, client: ApiClient) -> None:
    """By the copy's own command over HTTP, digests and then each body; and once more by other sums than its own."""
    for more in ((), ("--full",)):
        ran = Fedsync(client).run("verify", floor.copies[name], *more, "--quiet")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert ran.stdout.splitlines()[-1].startswith("一致"), ran.stdout
    plain = Mirror(caller(client))
    plain.rows = _rows(copy_of(Store(str(floor.copies[name]))))
    assert plain.digests() == plain.proven()


def _rows(copy: Copy) -> dict[str, dict[str, Any]]:
    return {key: {"revision": revision, "body": body} for key, (revision, body) in copy.items()}
