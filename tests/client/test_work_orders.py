"""A copy holds work orders beside petitions, and 12345's own copy nothing but its orders; both are proven."""

import sqlite3
from pathlib import Path

import pytest

from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.client.access import Access
from fedportal.client.failures import DIFFERENT, StoreUnfit
from fedportal.client.mirroring import mirror
from fedportal.client.store import Store
from fedportal.client.verifying import Tally, verify
from tests.api.clients import api_client
from tests.cases.samples import petition
from tests.changes.mirror import settled
from tests.client.conftest import QUIET
from tests.client.equality import assert_equal
from tests.client.running import Fedsync
from tests.factories import ProvinceTree
from tests.hotline.orders import SYSTEM, answered, received

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NUMBERS = ("GD1", "GD2", "GD3")


@pytest.fixture
def orders(clerk: User) -> None:
    """One petition and three orders, made before the copy."""
    petition(clerk)
    for number in NUMBERS:
        received(clerk, number)
    settled()


@pytest.fixture
def them(transactional_db: None, law: None, tree: ProvinceTree) -> ApiClient:
    """12345 of the city, which has the scope `tickets` alone."""
    return api_client(tree.binzhou, Scope.TICKETS, system=SYSTEM)


def lose(where: str, number: str) -> None:
    with sqlite3.connect(where) as copy:
        assert copy.execute("DELETE FROM documents WHERE number = ?", [number]).rowcount == 1


def test_a_lost_order_is_found_though_all_petitions_agree(
    access: Access, orders: None, copied: Store, county_client: ApiClient
) -> None:
    assert verify(access, copied, QUIET, settle=0).tallies == [Tally("petition", 1, 1, 0), Tally("ticket", 3, 1, 0)]
    lose(copied.where, "GD2")

    verdict = verify(access, copied, QUIET, settle=0)

    assert verdict.places == [("ticket", "371602000000", "2026-11")]
    assert verdict.tallies == [Tally("petition", 1, 1, 0), Tally("ticket", 2, 1, 1)]
    assert verify(access, copied, QUIET, settle=0, repair=True).mended
    assert_equal(copied, county_client)


def test_12345_copies_its_orders_and_proves_them(
    url: str, orders: None, them: ApiClient, clerk: User, tmp_path: Path
) -> None:
    fedsync, file = Fedsync(them), tmp_path / "orders.db"

    made = fedsync.run("mirror", url, file)
    answered(received(clerk, "GD4"), by=clerk)
    settled()
    proven = fedsync.run("verify", file, "--settle", 0)

    assert (made.returncode, proven.returncode) == (0, 0), made.stderr + proven.stderr
    assert proven.stdout.splitlines() == [
        "ticket\t一致\t4 条，1 个区县月份，0 条有差异",
        "一致：4 条，1 个区县月份，0 条有差异",
    ]
    assert_equal(Store(str(file)), them)

    lose(str(file), "GD1")
    found = fedsync.run("verify", file, "--settle", 0)
    assert found.returncode == DIFFERENT
    assert "摘要不一致\tticket\t371602000000\t2026-11" in found.stdout
    assert "缺少\tticket\t" in found.stdout


def test_what_the_portal_no_longer_tells_of_is_found_in_the_copy(
    access: Access, orders: None, copied: Store, county_client: ApiClient
) -> None:
    """A kind that was withdrawn from the client: the feed says nothing more of it."""
    with sqlite3.connect(copied.where) as copy:
        copy.execute(
            "INSERT INTO documents SELECT 'opinion', id, revision, number, county, month, body, checksum, made"
            " FROM documents WHERE kind = 'petition'"
        )

    verdict = verify(access, copied, QUIET, settle=0)

    assert not verdict.is_equal
    assert [(tally.kind, tally.differences) for tally in verdict.tallies] == [
        ("opinion", 1),
        ("petition", 0),
        ("ticket", 0),
    ]


def test_a_copy_of_an_older_fedsync_is_read_until_it_is_made_anew(
    url: str, access: Access, orders: None, copied: Store, fedsync: Fedsync, county_client: ApiClient
) -> None:
    """It put no work order into any county and month."""
    with sqlite3.connect(copied.where) as copy:
        copy.execute("UPDATE mirror SET layout = 1")
        copy.execute("UPDATE documents SET county = '', month = '' WHERE kind = 'ticket'")

    refused = fedsync.run("verify", copied.where)
    assert refused.returncode == StoreUnfit.exit_code
    assert "请先 fedsync mirror" in refused.stderr
    assert copied.count() == 4

    mirror(access, copied, QUIET)

    assert_equal(copied, county_client)
    assert verify(access, copied, QUIET, settle=0).is_equal
