"""Whatever in a copy is not as at the portal is found, named and mended; and nothing else is."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.client.access import Access
from fedportal.client.documents import read
from fedportal.client.failures import DIFFERENT, StoreUnfit
from fedportal.client.store import Store
from fedportal.client.verifying import What, verify
from tests.cases.samples import SOMEBODY_ELSE, petition
from tests.changes.damage import damaged
from tests.changes.mirror import settled
from tests.client.conftest import QUIET
from tests.client.equality import assert_equal
from tests.client.running import Fedsync

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS = 5


@pytest.fixture
def numbers(clerk: User) -> list[str]:
    """Of some petitions, made before the copy."""
    made = [petition(clerk, **SOMEBODY_ELSE).number for _ in range(ROWS)]
    settled()
    return made


@contextmanager
def _by_hand(store: Store) -> Iterator[sqlite3.Connection]:
    """Changes behind the client's back."""
    copy = sqlite3.connect(store.where)
    with copy:
        yield copy
    copy.close()


def test_an_equal_copy_is_proven_by_its_digests_alone(access: Access, numbers: list[str], copied: Store) -> None:
    verdict = verify(access, copied, QUIET, settle=0)
    assert verdict.is_equal
    assert (verdict.objects, verdict.partitions, verdict.places) == (ROWS, 1, [])


def test_a_changed_a_missing_and_an_added_row_are_found_and_mended(
    access: Access, numbers: list[str], copied: Store, county_client: ApiClient
) -> None:
    with _by_hand(copied) as copy:
        copy.execute(
            "UPDATE documents SET body = replace(body, '拖欠三个月', '拖欠一个月') WHERE number = ?", numbers[:1]
        )
        copy.execute("DELETE FROM documents WHERE number = ?", numbers[1:2])
        copy.execute("UPDATE documents SET month = '2020-01' WHERE number = ?", numbers[2:3])
        copy.execute(
            "INSERT INTO documents SELECT kind, 'f00d', revision, 'x', county, month, body, checksum, made "
            "FROM documents WHERE number = ?",
            numbers[3:4],
        )

    verdict = verify(access, copied, QUIET, settle=0)

    assert not verdict.is_equal
    assert {(found.what, found.number) for found in verdict.differences} == {
        (What.CHANGED, numbers[0]),
        (What.MISSING, numbers[1]),
        (What.CHANGED, numbers[2]),
        (What.ADDED, "x"),
    }

    assert verify(access, copied, QUIET, settle=0, repair=True).mended
    assert_equal(copied, county_client)


def test_what_the_portal_cannot_read_is_kept_named_and_brought_in_later(
    access: Access, numbers: list[str], copied: Store, county_client: ApiClient
) -> None:
    row = Petition.objects.get(number=numbers[0])

    with damaged(row):
        verdict = verify(access, copied, QUIET, settle=0, repair=True)
        assert [(found.what, found.number) for found in verdict.differences] == [(What.UNREAD, numbers[0])]
        assert not verdict.is_equal
        assert {document.number for document in copied.documents()} == set(numbers)

    assert verify(access, copied, QUIET, settle=0).is_equal
    assert_equal(copied, county_client)


def test_a_body_that_was_forged_with_its_checksum_is_found_by_comparing_all(
    access: Access, numbers: list[str], copied: Store
) -> None:
    one = next(document for document in copied.documents() if document.number == numbers[0])
    body = json.loads(one.body) | {"head_count": 9}
    forged = read({"kind": one.kind, "id": one.id, "revision": one.revision, "body": body})
    copied.keep([forged], at=copied.progress, becomes=copied.progress)

    assert verify(access, copied, QUIET, settle=0).is_equal  # digests tell of ids and revisions
    assert [found.number for found in verify(access, copied, QUIET, settle=0, full=True).differences] == [numbers[0]]


def test_what_is_just_being_written_is_no_difference(
    access: Access, numbers: list[str], copied: Store, clerk: User
) -> None:
    begun, go = threading.Event(), threading.Event()

    def slowly() -> None:  # holds the feed back, not the digest
        with transaction.atomic():
            petition(clerk)
            begun.set()
            go.wait(timeout=60)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    begun.wait(timeout=60)
    Petition.objects.filter(number=numbers[0]).update(head_count=7)
    later = threading.Timer(3, go.set)
    later.start()

    verdict = verify(access, copied, QUIET, settle=30)

    slow.join()
    assert verdict.places
    assert verdict.is_equal


def test_the_command_says_what_differs_and_ends_with_a_code(
    url: str, numbers: list[str], copied: Store, fedsync: Fedsync
) -> None:
    with _by_hand(copied) as copy:
        copy.execute("DELETE FROM documents WHERE number = ?", numbers[:1])

    found = fedsync.run("verify", copied.where, "--settle", 0)
    mended = fedsync.run("verify", copied.where, "--settle", 0, "--repair")
    after = fedsync.run("verify", copied.where, "--settle", 0)

    assert found.returncode == DIFFERENT, found.stderr
    assert "摘要不一致\tpetition\t371602000000\t2026-11" in found.stdout
    assert "缺少\tpetition\t" in found.stdout
    assert numbers[0] in found.stdout
    assert mended.returncode == 0
    assert "已修复" in mended.stdout
    assert (after.returncode, after.stdout.splitlines()) == (
        0,
        [
            f"petition\t一致\t{ROWS} 条，1 个区县月份，0 条有差异",
            "ticket\t一致\t0 条，0 个区县月份，0 条有差异",
            f"一致：{ROWS} 条，1 个区县月份，0 条有差异",
        ],
    )


def test_what_is_no_copy_yet_is_not_compared(fedsync: Fedsync, tmp_path: Path) -> None:
    ran = fedsync.run("verify", tmp_path / "empty.db")
    assert ran.returncode == StoreUnfit.exit_code
    assert "请先 fedsync mirror" in ran.stderr
