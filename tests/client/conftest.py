"""The portal as its own servers run it, and a client of 滨城区 with its copy."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.client.access import Access
from fedportal.client.mirroring import mirror
from fedportal.client.store import Store
from fedportal.client.telling import Telling
from fedportal.lib.database_roles import as_owner
from tests.api.clients import api_client
from tests.bench.serving import gunicorn
from tests.client.running import Fedsync
from tests.factories import ProvinceTree, user
from tests.processes import this_database

pytest.register_assert_rewrite("tests.client.equality")
QUIET = Telling(quiet=True)


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """Of a portal on this test's database whose tokens last three seconds. One for each test: between two of them the
    database is emptied, and a server remembers keys of what was there."""
    with gunicorn("tests.client.quick_tokens") as port:
        yield port


@pytest.fixture
def url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def county_client(transactional_db: None, law: None, tree: ProvinceTree) -> ApiClient:
    """The system of 滨城区, which reads all that its office reads, and writes."""
    return api_client(tree.bincheng, Scope.READ, Scope.WRITE, Scope.PERSONAL)


@pytest.fixture
def clerk(county_client: ApiClient, tree: ProvinceTree) -> User:
    """Who registers in 滨城区."""
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def fedsync(county_client: ApiClient) -> Fedsync:
    return Fedsync(county_client)


@pytest.fixture
def access(url: str, fedsync: Fedsync) -> Iterator[Access]:
    """The client's questions, asked from within this process."""
    asking = Access(url, fedsync.credentials, patience=30)
    yield asking
    asking.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A copy that begins empty."""
    kept = Store(str(tmp_path / "copy.db"))
    yield kept
    kept.close()


@pytest.fixture
def copied(access: Access, store: Store) -> Store:
    """A copy of what the test has made so far: ask for it behind that."""
    mirror(access, store, QUIET)
    return store


@pytest.fixture
def own_schema(transactional_db: None) -> Iterator[str]:
    """The address of a schema apart, for a copy in PostgreSQL."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA fedsync")
    yield f"{this_database(settings.DATABASE_OWNER)}&options={quote('-csearch_path=fedsync')}"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA fedsync CASCADE")
