"""A copy ends equal to the portal, whatever happens on the way."""

import itertools
import sqlite3
from pathlib import Path

import pytest
from oauth2_provider.models import get_access_token_model

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.changes.models import Change, Feed
from fedportal.client.access import Access
from fedportal.client.failures import AccessRefused, StoreUnfit
from fedportal.client.mirroring import catch_up, mirror
from fedportal.client.store import Store
from fedportal.lib.database_roles import as_owner
from tests.api.clients import api_client
from tests.cases.samples import SOMEBODY_ELSE, petition
from tests.changes.mirror import settled
from tests.client.bad_line import BadLine
from tests.client.conftest import QUIET
from tests.client.equality import assert_equal
from tests.client.many import many_petitions
from tests.client.running import Fedsync
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MANY = 3_500  # petitions; the portal tells a checkpoint after each thousand
KILLS = 8


def test_a_copy_is_equal_and_follows_what_changes_moves_away_and_goes(
    access: Access, store: Store, county_client: ApiClient, clerk: User, tree: ProvinceTree
) -> None:
    rows = [petition(clerk, **SOMEBODY_ELSE) for _ in range(4)]
    settled()
    mirror(access, store, QUIET)
    assert_equal(store, county_client)

    rows[0].parties.update(occupation="教师")
    with as_owner():
        Petition.objects.filter(pk=rows[1].pk).update(org=tree.hanchuan, org_code=tree.hanchuan.code)
    new = petition(clerk)
    settled()
    mirror(access, store, QUIET)

    assert_equal(store, county_client)
    numbers = {document.number for document in store.documents()}
    assert new.number in numbers
    assert rows[1].number not in numbers


def test_a_process_that_is_killed_again_and_again_ends_with_an_equal_copy(
    port: int, fedsync: Fedsync, county_client: ApiClient, clerk: User, tmp_path: Path
) -> None:
    many_petitions(MANY, by=clerk)
    settled()
    file, kills = tmp_path / "copy.db", 0
    with BadLine(port, pause=0.002) as line:
        for step in itertools.count(1):
            kills += fedsync.kill_when(_has_made_steps(file, beyond=_step(file)), "mirror", line.url, file, "--follow")
            Petition.objects.filter(pk__in=_some(step)).update(head_count=1 + step)
            if kills >= KILLS:
                break
        line.pause = 0
        settled()
        ran = fedsync.run("mirror", line.url, file)

    assert ran.returncode == 0, ran.stderr
    assert_equal(Store(str(file)), county_client)


def _some(step: int) -> list[int]:
    """Every seventh petition, others each time."""
    return [key for key in Petition.objects.values_list("pk", flat=True) if key % 7 == step % 7]


def _step(file: Path) -> int:
    """How many commits of the client the file has seen."""
    if not file.exists():
        return 0
    with sqlite3.connect(file) as copy:
        try:
            return int((copy.execute("SELECT step FROM mirror").fetchone() or (0,))[0])
        except sqlite3.OperationalError:  # its tables are still to be made
            return 0


def _has_made_steps(file: Path, *, beyond: int):  # type: ignore[no-untyped-def]
    """Its next commit is in; the one behind is on its way."""
    return lambda: _step(file) > beyond


def test_a_line_that_breaks_all_the_time_only_takes_longer(
    port: int, fedsync: Fedsync, store: Store, county_client: ApiClient, clerk: User
) -> None:
    many_petitions(MANY, by=clerk)
    settled()
    with BadLine(port, cut_after=1_200_000) as line:
        access = Access(line.url, fedsync.credentials, patience=60)
        mirror(access, store, QUIET)
        Petition.objects.update(head_count=3)
        settled()
        mirror(access, store, QUIET)

    assert line.cuts
    assert_equal(store, county_client)


def test_a_copy_that_the_feed_has_left_behind_is_made_anew_and_the_person_is_told(
    url: str, fedsync: Fedsync, county_client: ApiClient, clerk: User, tree: ProvinceTree, tmp_path: Path
) -> None:
    old = petition(clerk)
    settled()
    assert fedsync.run("mirror", url, tmp_path / "copy.db").returncode == 0
    with as_owner():
        Petition.objects.filter(pk=old.pk).update(org=tree.hanchuan, org_code=tree.hanchuan.code)
    petition(clerk, **SOMEBODY_ELSE)
    settled()
    with as_owner():
        Feed.objects.update(forgotten_below=Change.objects.latest("xid").xid + 1)
    settled()

    ran = fedsync.run("mirror", url, tmp_path / "copy.db")

    assert ran.returncode == 0
    assert "410" in ran.stderr
    assert "清除了平台已没有的 1 条" in ran.stderr
    assert_equal(Store(str(tmp_path / "copy.db")), county_client)


def test_tokens_are_renewed_when_they_end_and_when_they_are_withdrawn(
    access: Access, copied: Store, clerk: User
) -> None:
    tokens = get_access_token_model().objects
    before = tokens.count()
    catch_up(access, copied, QUIET, wait=3)  # as long as a token lasts
    catch_up(access, copied, QUIET)
    assert tokens.count() > before

    tokens.all().delete()
    assert catch_up(access, copied, QUIET) == set()


def test_who_is_not_known_is_told_so_and_leaves_no_half_made_copy(
    url: str, fedsync: Fedsync, county_client: ApiClient, tmp_path: Path
) -> None:
    ApiClient.objects.filter(pk=county_client.pk).update(expires_on="2020-01-01")

    ran = fedsync.run("mirror", url, tmp_path / "copy.db")

    assert ran.returncode == AccessRefused.exit_code
    assert "已过期" in ran.stderr
    assert Store(str(tmp_path / "copy.db")).count() == 0


def test_another_clients_copy_is_left_alone(url: str, copied: Store, tree: ProvinceTree) -> None:
    other = Fedsync(api_client(tree.bincheng))
    with pytest.raises(StoreUnfit, match="换一个文件"):
        mirror(Access(url, other.credentials), copied, QUIET)


def test_two_that_follow_the_same_copy_do_it_no_harm(
    access: Access, copied: Store, county_client: ApiClient, clerk: User
) -> None:
    again = Store(copied.where)
    petition(clerk)
    settled()
    assert len(catch_up(access, again, QUIET)) == 1
    assert catch_up(access, copied, QUIET) == set()
    assert_equal(copied, county_client)


def test_a_copy_may_lie_in_postgresql(access: Access, county_client: ApiClient, clerk: User, own_schema: str) -> None:
    many_petitions(1_200, by=clerk)
    settled()
    kept = Store(own_schema)
    try:
        mirror(access, kept, QUIET)
        Petition.objects.filter(pk__lt=Petition.objects.first().pk + 50).update(head_count=2)
        settled()
        mirror(access, kept, QUIET)
        assert_equal(kept, county_client)
        assert len(kept.sums()) == 1
    finally:
        kept.close()
