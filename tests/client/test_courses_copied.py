"""A copy holds the courses of violence that are before its client, and proves them."""

from dataclasses import replace
from pathlib import Path

import pytest

from fedportal.api.scopes import Scope
from fedportal.client.store import Store
from tests.api.clients import api_client
from tests.api.walking_violence import courses
from tests.cases.lives import office
from tests.cases.violence import called
from tests.changes.mirror import settled
from tests.client.equality import assert_equal
from tests.client.running import Fedsync
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("law")
def test_courses_are_copied_and_proven(url: str, tree: ProvinceTree, tmp_path: Path) -> None:
    client, file = api_client(tree.bincheng, Scope.VIOLENCE), tmp_path / "mirror.db"
    row = courses(tree, client.user)
    settled()
    fedsync = Fedsync(client)
    fedsync.run("mirror", url, file)
    called(row.petition, replace(office(tree.bincheng), handler=row.petition.handler))
    settled()
    fedsync.run("mirror", url, file)

    proven = fedsync.run("verify", file, "--settle", 0)

    assert proven.returncode == 0, proven.stdout + proven.stderr
    assert proven.stdout.splitlines()[-1].startswith("一致：2 条")
    assert_equal(Store(str(file)), client)
