"""Compares what everybody has written down with what stands in the database."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cases.models import Event, ExternalId, Petition
from fedportal.api.models import KeptAnswer
from fedportal.changes.models import Delivery, Subscription
from fedportal.client.store import Store
from fedportal.lib.row_scope import beyond_readers
from tests.changes.receiver import Received
from tests.soak.systems import Sent, System


@beyond_readers("a test")
def assert_each_request_acted_once(systems: Sequence[System]) -> None:
    """Each key has one answer, each 201 one petition, each change one line of a timeline, and nothing else is."""
    for system in systems:
        kept = dict(KeptAnswer.objects.filter(client=system.client.pk).values_list("key", "status"))
        assert kept == {one.key: one.status for one in system.sent}
        made = Petition.objects.filter(registered_by=system.client.user)
        told = [one.answer["number"] for one in system.sent if one.has_made]
        assert sorted(made.values_list("number", flat=True)) == sorted(told)
        known = ExternalId.objects.filter(system=system.called)
        assert dict(known.values_list("external_id", "petition__number")) == system.named
        changes = Event.objects.filter(actor=system.client.user, verb__in=["petition.amend", "petition.accept"])
        acted = Counter(changes.values_list("petition__number", "verb"))
        assert acted == Counter((one.answer["number"], _verb(one)) for one in system.sent if one.has_changed)


def assert_no_change_was_lost(sent: Iterable[Sent]) -> None:
    """No two changes of one petition stood on the same version."""
    stood_on = Counter((one.answer["number"], one.version) for one in sent if one.has_changed)
    assert [place for place, times in stood_on.items() if times > 1] == []


def _verb(one: Sent) -> str:
    return "petition.accept" if one.method == "POST" else "petition.amend"


def copy_of(store: Store) -> dict[str, tuple[int, dict[str, Any]]]:
    """What a mirror holds: revision and body, by id. Each row is as its client once wrote it."""
    documents = list(store.documents())
    assert all(document.is_whole for document in documents)
    return {document.id: (document.revision, json.loads(document.body)) for document in documents}


@beyond_readers("a test")
def copy_told(subscription: dict[str, Any], heard: Iterable[Received]) -> dict[str, tuple[int, dict[str, Any]]]:
    """What somebody holds who takes each message once. Every delivery came, none came that is not one, and those of
    one object came in their order: none was overtaken, and no revision went back."""
    row = Subscription.objects.get(ref=subscription["id"])
    keys = {str(ref): key for ref, key in Delivery.objects.filter(subscription=row).values_list("ref", "pk")}
    copy: dict[str, tuple[int, dict[str, Any]]] = {}
    last: dict[str, tuple[int, int]] = {}
    came = set()
    for one in heard:
        assert one.is_signed_with(subscription["secret"])
        said = one.said
        if said["delivery"] in came:
            continue
        came.add(said["delivery"])
        key, revision = last.get(said["id"], (0, 0))
        assert keys[said["delivery"]] > key, f"{said['id']} was overtaken"
        assert said.get("revision", revision) >= revision, f"{said['id']} went back"
        last[said["id"]] = keys[said["delivery"]], said.get("revision", revision)
        if said["op"] == "gone":
            copy.pop(said["id"], None)
        else:
            copy[said["id"]] = said["revision"], said["body"]
    assert came == keys.keys()
    return copy
