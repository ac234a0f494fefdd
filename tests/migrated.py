"""One database with every migration applied, of which each test database is a copy: made once for a state of them."""

import zlib
from hashlib import sha256

from django.conf import settings
from django.db import connection

from tests.processes import PROJECT

_NAME = f"{settings.DATABASES['default']['TEST']['NAME']}_of_"  # before each process of the tests adds its own
# All that decides what stands in a database after `migrate`.
_SOURCES = ("settings.py", "migrations/*.py", "row_policies.py", "synced_tables.py", "changes/*.py", "lib/**/*.py")


def standing() -> bool:
    """Whether the test database of this process is there already, of an earlier run."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [connection.settings_dict["TEST"]["NAME"]])
        return cursor.fetchone() is not None


def copy_migrated() -> None:
    """Let the test database be a copy, if it is to be made; `migrate` then finds nothing left to do.

    The owner's business. Two processes that begin together make one, and the second waits for the first.
    """
    wanted = _NAME + _state()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(_NAME.encode())])  # until this connection ends
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_NAME])
        there = {name for (name,) in cursor.fetchall()}
        for old in there - {wanted}:
            cursor.execute(f'DROP DATABASE "{old}"')
        if wanted not in there:
            half = f"{_NAME}half"
            _make(half)
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{wanted}"')
    connection.settings_dict["TEST"]["TEMPLATE"] = wanted


def _state() -> str:
    rooms = [path.parent for path in PROJECT.glob("*/__init__.py") if path.parent.name != "tests"]
    files = sorted({path for room in rooms for pattern in _SOURCES for path in room.rglob(pattern)})
    told = sha256((PROJECT / "requirements.lock").read_bytes())
    for path in files:
        told.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _make(name: str) -> None:
    """Under that name, by Django's own way to a test database."""
    here, test = connection.settings_dict, connection.settings_dict["TEST"]
    before = here["NAME"], test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        here["NAME"], test["NAME"] = before
        settings.DATABASES["default"]["NAME"] = here["NAME"]
