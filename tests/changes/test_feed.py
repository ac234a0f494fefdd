"""A client that follows the feed holds what its organization sees, and nothing else."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from cases.models import Petition, RelationWall
from cases.workflow import Route
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.audit.models import AccessEvent
from fedportal.changes.models import Change, Feed
from fedportal.lib.database_roles import as_owner
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW, guarded, moved, petition
from tests.changes.mirror import CHANGES, DIGEST, SNAPSHOT, Mirror, settled
from tests.factories import ProvinceTree, user
from tests.processes import this_database


def test_what_is_registered_comes_once_with_its_body(mirror: Mirror, tree: ProvinceTree) -> None:
    mirror.begin()
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    (change,) = mirror.follow()
    assert (change["kind"], change["op"], change["body"]["number"]) == ("petition", "upsert", row.number)
    assert mirror.follow() == []


def test_the_feed_alone_from_its_beginning_gives_the_same_as_a_snapshot(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    rows = {petition(clerk).number for _ in range(3)}
    mirror.follow(limit=2)
    assert mirror.numbers == rows
    fresh = Mirror(mirror.client)
    fresh.begin()
    assert fresh.rows == mirror.rows


def test_without_bodies_ids_and_revisions_come(mirror: Mirror, tree: ProvinceTree) -> None:
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    settled()
    answer = mirror.client.get(CHANGES, {"bodies": "false"}).json()
    assert set(answer["changes"][0]) == {"kind", "id", "op", "revision"}


def test_each_change_of_the_matter_or_its_parts_gives_a_higher_revision(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row = petition(clerk)
    before = mirror.follow()[0]["revision"]
    row.parties.update(occupation="教师")
    after = mirror.follow()[0]["revision"]
    row.deadlines.update(light=1)
    assert before < after < mirror.follow()[0]["revision"]


def test_another_county_sees_nothing_of_it(mirror: Mirror, tree: ProvinceTree) -> None:
    stranger = Mirror(caller(api_client(tree.hanchuan)))
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    assert stranger.follow() == []
    stranger.begin()
    assert stranger.rows == {}


def test_what_moves_out_of_sight_is_gone_and_comes_where_it_went(mirror: Mirror, tree: ProvinceTree) -> None:
    other = Mirror(caller(api_client(tree.hanchuan)))
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    mirror.follow()
    other.follow()
    with as_owner():
        Petition.objects.filter(pk=row.pk).update(org=tree.hanchuan, org_code=tree.hanchuan.code)
    assert [change["op"] for change in mirror.follow()] == ["gone"]
    assert mirror.rows == {}
    other.follow()
    assert other.numbers == {row.number}


def test_what_becomes_guarded_is_gone_and_what_was_guarded_is_never_spoken_of(
    transactional_db: None, law: None, tree: ProvinceTree
) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    mirror = Mirror(caller(api_client(tree.bincheng)))
    hidden, plain = guarded(clerk), petition(clerk)
    assert [change["body"]["number"] for change in mirror.follow()] == [plain.number]
    Petition.objects.filter(pk=hidden.pk).update(head_count=2)
    assert mirror.follow() == []
    Petition.objects.filter(pk=plain.pk).update(minor=True)
    assert [change["op"] for change in mirror.follow()] == ["gone"]


def test_what_a_wall_keeps_from_its_client_is_gone(
    mirror: Mirror, county_client: ApiClient, tree: ProvinceTree
) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    assert [each["op"] for each in mirror.follow()] == ["upsert"]

    RelationWall.objects.create(petition=row, user=county_client.user)

    assert [each["op"] for each in mirror.follow()] == ["gone"]


def test_ids_say_nothing_to_another_client(mirror: Mirror, tree: ProvinceTree) -> None:
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    other = Mirror(caller(api_client(tree.bincheng)))
    mirror.follow()
    other.follow()
    assert mirror.rows.keys().isdisjoint(other.rows)
    assert mirror.numbers == other.numbers


def test_what_commits_late_is_not_passed_by(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    first = petition(clerk)
    mirror.follow()
    begun, go = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            first.parties.update(occupation="教师")
            begun.set()
            go.wait(timeout=30)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    begun.wait(timeout=30)
    second = petition(clerk)  # commits while the other still runs
    assert mirror.follow(settle=False) == []
    go.set()
    slow.join()
    assert [change["body"]["number"] for change in mirror.follow()] == [first.number, second.number]


def test_what_is_held_back_is_not_passed_by_when_its_cause_goes_while_the_page_is_made(
    mirror: Mirror, tree: ProvinceTree
) -> None:
    """A transaction of another database counts as ours until it locks a table there: how far the feed may be read is
    asked once for a page, or its cursor stands behind what the page has not told."""
    with elsewhere() as other:
        other.execute("SELECT pg_current_xact_id()")
        number = petition(user(tree.bincheng, Role.RECEPTIONIST)).number

        def locks_a_table_once_rows_are_read(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
            read = execute(sql, params, many, context)
            if "FROM changes_change" in str(sql):
                other.execute("CREATE TEMP TABLE IF NOT EXISTS theirs ()")
            return read

        with connection.execute_wrapper(locks_a_table_once_rows_are_read):
            held_back = mirror.follow(settle=False)

    assert held_back == []
    mirror.follow()
    assert number in mirror.numbers


@contextmanager
def elsewhere() -> Iterator[Any]:
    """A transaction in another database of this server."""
    there = this_database(settings.DATABASE_OWNER).replace(connection.settings_dict["NAME"], "postgres")
    with closing(psycopg2.connect(there)) as other, other.cursor() as cursor:
        yield cursor
        other.rollback()


def test_what_was_rolled_back_never_comes(mirror: Mirror, tree: ProvinceTree) -> None:
    with transaction.atomic():
        petition(user(tree.bincheng, Role.RECEPTIONIST))
        transaction.set_rollback(True)
    assert mirror.follow() == []


def test_a_client_that_waits_is_told_as_soon_as_something_is_there(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    settled()
    mirror.begin()

    def later() -> None:
        petition(clerk)
        connection.close()

    timer = threading.Timer(1, later)
    timer.start()
    answer = mirror.client.get(CHANGES, {"cursor": mirror.cursor, "wait": 30}).json()
    timer.join()
    assert len(answer["changes"]) == 1


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "é", "MTIzNA"])
def test_a_cursor_that_is_none_of_ours_is_gone_and_says_how_to_go_on(mirror: Mirror, cursor: str) -> None:
    answer = mirror.client.get(CHANGES, {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")
    assert answer.json()["resync"] == SNAPSHOT


def test_a_cursor_from_before_forgotten_tombstones_is_gone(mirror: Mirror, tree: ProvinceTree) -> None:
    mirror.begin()
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    with as_owner():
        Feed.objects.update(forgotten_below=Change.objects.latest("xid").xid + 1)
    assert mirror.client.get(CHANGES, {"cursor": mirror.cursor}).status_code == 410


def test_a_snapshot_that_was_cut_goes_on_at_its_checkpoint(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    petition(clerk)
    lines = [json.loads(line) for line in b"".join(mirror.client.get(SNAPSHOT).streaming_content).splitlines()]
    later = petition(clerk)
    (checkpoint,) = (line["checkpoint"] for line in lines if "checkpoint" in line)
    rest = mirror.client.get(SNAPSHOT, {"after": checkpoint})
    told = [json.loads(line) for line in b"".join(rest.streaming_content).splitlines()]
    assert told[0]["cursor"] == lines[0]["cursor"]
    assert [line["body"]["number"] for line in told if "op" in line] == [later.number]


def test_the_digest_proves_an_equal_copy_and_shows_where_another_differs(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    rows = [petition(clerk) for _ in range(3)]
    mirror.follow()
    assert mirror.digests() == mirror.proven()
    rows[0].parties.update(occupation="教师")
    assert mirror.digests() != mirror.proven()
    mirror.follow()
    assert mirror.digests() == mirror.proven()
    moved(rows[1], "accept", by=clerk, at=NOW, route=Route.DUTY, told_how="in_person")
    mirror.follow()
    assert mirror.digests() == mirror.proven()


def test_a_digest_counts_what_its_reader_sees_within_the_range(mirror: Mirror, tree: ProvinceTree) -> None:
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    other = mirror.client.get(DIGEST, {"org": str(tree.hanchuan.code)}).json()
    assert other["partitions"] == []
    whole = mirror.client.get(DIGEST, {"org": str(tree.binzhou.code), "by": "month"}).json()
    assert [part["count"] for part in whole["partitions"]] == [1]


def test_without_a_token_nothing_is_told(mirror: Mirror) -> None:
    for address in (CHANGES, SNAPSHOT, DIGEST):
        assert Client().get(address).status_code == 401


def test_each_call_is_written_down(mirror: Mirror, county_client: ApiClient) -> None:
    mirror.follow()
    line = AccessEvent.objects.filter(verb="api.call").latest("pk")
    assert (line.actor_id, line.detail["view"], line.detail["status"]) == (
        county_client.user_id,
        "changes:changes",
        200,
    )
