"""Fixtures that every room's tests may ask for."""

import asyncio
import gc
import os
import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings

from fedportal.calendar.models import WorkDay
from fedportal.celery import app as celery_app
from fedportal.dashboards import context
from fedportal.embedded import keeper
from fedportal.lib.database_roles import become_owner, become_portal
from fedportal.settings import broker_url
from tests.drawing import USUAL
from tests.factories import ProvinceTree, province_tree
from tests.law_snapshot import forget_law, load_law
from tests.migrated import copy_migrated, standing
from tests.processes import forget_redis, redis_of_our_own
from tests.quicker import forget_rows, signed_in

# The settings are read before any test module: from here on they name a Redis database of these tests.
settings.REDIS_URL = redis_of_our_own(
    settings.REDIS_URL,
    run=os.environ.get("TEST_DB_SUFFIX", ""),
    worker=os.environ.get("PYTEST_XDIST_WORKER", ""),
)
settings.CELERY_BROKER_URL = broker_url(settings.REDIS_URL)
celery_app.set_default()  # pages that send a task send it there, whichever test of this process comes first
settings.CACHES["default"] |= {"BACKEND": "tests.quicker.QuickRedisCache", "LOCATION": settings.REDIS_URL}
# Pages are tested on the files as they lie; the stamped copies that `collectstatic` makes are the demo's test.
settings.STORAGES["staticfiles"] = {"BACKEND": "tests.quicker.StaticFilesNamedOnce"}
# Work that a server does once when it starts, and the slowness of passwords: see there.
settings.MIDDLEWARE = [
    "tests.quicker.StaticFilesSeenOnce" if name == "whitenoise.middleware.WhiteNoiseMiddleware" else name
    for name in settings.MIDDLEWARE
]
settings.PASSWORD_HASHERS = ["tests.quicker.QuickArgon2"]

# What the frame remembers for a minute it remembers throughout: who counts questions counts no end of that minute.
context.REMEMBERED = 10**9

# With servers of our own named, nobody names keys: they serve these tests alone.
settings.FIELD_KEYS = settings.FIELD_KEYS or f"test:{b64encode(os.urandom(32)).decode()}"
settings.BLIND_INDEX_KEY = settings.BLIND_INDEX_KEY or "of these tests"

TransactionTestCase._fixture_teardown = forget_rows  # type: ignore[method-assign]
Client.force_login = signed_in  # type: ignore[assignment,method-assign]

# Files that tests upload lie apart, and go with this process.
_files = TemporaryDirectory(prefix="fedportal-files-")
settings.STORAGES["default"]["OPTIONS"]["location"] = _files.name
settings.AUDIT_ANCHOR_FILE = Path(_files.name) / "audit_anchors.jsonl"

hypothesis.load_profile(USUAL)  # unless `--hypothesis-profile` names another


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers of its own, for minutes, comes first: as the last it leaves the other processor idle.

    Only that: behind a slow test which empties this process's database, each test makes the law and its tree anew.
    """
    items.sort(key=lambda item: not _by_itself(item))


def pytest_collection_finish() -> None:
    """What is loaded by now stays; to look through it again and again for rubbish takes a tenth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _by_itself(item: pytest.Item) -> bool:
    asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("slow")) and not asks and not item.get_closest_marker("django_db")


@pytest.fixture(scope="session", autouse=True)
def servers() -> Iterator[None]:
    """PostgreSQL and Redis answer; the embedded ones run as long as one test process needs them."""
    named = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    with nullcontext() if named else keeper.hold(settings.VAR_DIR):
        forget_redis()
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    servers: None,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """The test database is made once the servers answer, one for each process of the tests, by the tables' owner."""
    become_owner()
    with django_db_blocker.unblock():
        if django_db_createdb or not (django_db_keepdb and standing()):
            copy_migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The law and the federations of `tree` stand in the database before the first test.

    Both take a tenth of a second to make, thousands of tests ask for them, and each test's transaction leaves them
    as they were. A transactional test empties the database; those behind it make them anew.
    """
    with django_db_blocker.unblock():
        # no test database is made where none of the tests is marked as asking one
        assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"], "not the tests' database"
        if WorkDay.objects.exists():  # of an earlier run, by --reuse-db
            call_command("flush", interactive=False, verbosity=0)
        load_law()
        province_tree()
        with connection.cursor() as cursor:
            # what the verbs wrote down is no test's doing
            cursor.execute("TRUNCATE audit_accessevent, audit_unsealedevent, audit_auditseal")
            # nobody needs these rows after a failure of current; who signs in from here on waits for no disk
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        become_portal()  # every test asks as the web and the workers do, under row-level security
    yield
    with django_db_blocker.unblock():
        become_owner()


@pytest.fixture(autouse=True)
def no_loop_runs(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in a worker. Once a test has asked for the browser, its driver leaves a loop running in this thread."""
    running = None if request.node.get_closest_marker("browser") else asyncio._get_running_loop()
    if running:
        asyncio._set_running_loop(None)
    yield
    if running:
        asyncio._set_running_loop(running)


@pytest.fixture(autouse=True)
def rates(settings: Settings) -> None:
    """Each test counts its own requests: all of them come from one address."""
    settings.RATE_SPACE = uuid.uuid4().hex


_emptied = False  # by a transactional test of this process


@pytest.fixture(autouse=True)
def law_stands(request: pytest.FixtureRequest, no_loop_runs: None) -> Iterator[None]:
    """A transactional test empties the database; whatever comes behind it, stolen from another process, finds the law
    as it stood in the beginning. No loop runs by then, nor when the transaction of the test ends: else none would."""
    global _emptied
    mark = request.node.get_closest_marker("django_db")
    empties = "transactional_db" in request.fixturenames or (mark is not None and mark.kwargs.get("transaction"))
    if _emptied and not empties and (mark is not None or "db" in request.fixturenames):
        request.getfixturevalue("law")
    yield
    _emptied = _emptied or bool(empties)


@pytest.fixture
def tree(db: None) -> ProvinceTree:
    """Two provinces with a line down to a village each, and one foreign province."""
    return province_tree()


@pytest.fixture
def law(db: None) -> None:
    """The calendar, the limits of the law and the ladders; in transactional tests too."""
    load_law()


@pytest.fixture
def no_law(db: None) -> None:
    """A database before its first calendar, limit and ladder."""
    forget_law()


@pytest.fixture
def no_places(db: None) -> None:
    """A database before its first federation."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM orgs_organization")


@pytest.fixture(scope="class")
def database_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This test asks as the owner of the tables, from before it begins its transaction."""
    with django_db_blocker.unblock():
        become_owner()
    yield
    with django_db_blocker.unblock():
        become_portal()
