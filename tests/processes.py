"""Real servers and real worker processes for tests; where the tests' own data lives."""

import os
import signal
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlencode, urlsplit

import redis
from django.conf import settings
from django.db import connection

from fedportal.lib.child_process import start_child, stop_child
from fedportal.lib.database_roles import PORTAL

PROJECT = Path(__file__).resolve().parent.parent


def redis_of_our_own(url: str, *, run: str, worker: str) -> str:
    """The same Redis, but a database of it that neither a demo nor another process of the tests uses.

    The embedded Redis has 256 databases, so that several runs fit side by side; a plain one has 16. The processes of
    one run never share one: each takes the next.
    """
    place = 1 + int(worker.removeprefix("gw")) if worker else 0
    number = 1 + (zlib.crc32(run.encode()) + place) % 255 if urlsplit(url).scheme == "unix" else 15 - place
    return f"{url}{'&' if '?' in url else '?'}db={number}"


def our_environment(**more: str) -> dict[str, str]:
    """The environment in which another process works on this test's database and Redis."""
    return os.environ | {
        "DATABASE_URL": this_database(PORTAL),
        "DATABASE_OWNER_URL": this_database(settings.DATABASE_OWNER),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY,
        "BLIND_INDEX_HASH": settings.BLIND_INDEX_HASH,
        "FIELD_KEYS": settings.FIELD_KEYS,
        "FIELD_CIPHER": settings.FIELD_CIPHER,
        "VAR_DIR": str(settings.VAR_DIR),
        "FILES_DIR": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
        "AUDIT_ANCHOR_FILE": str(settings.AUDIT_ANCHOR_FILE),
        "DJANGO_SETTINGS_MODULE": "fedportal.settings",
        **more,
    }


def this_database(login: Mapping[str, Any]) -> str:
    """This test's database, for that role."""
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    query = urlencode({key: login[name] for key, name in names.items() if login[name]})
    return f"postgresql:///{connection.settings_dict['NAME']}?{query}"


def forget_redis() -> None:
    """Empty the tests' own database of Redis."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()


@contextmanager
def celery(*args: str, log: Path, **environment: str) -> Iterator[Popen[bytes]]:
    """A real Celery process: `celery("worker", "--concurrency=2", log=tmp_path / "worker.log")`.

    The children of one that a test has killed live on until they have done what they are about, on the database of the
    next test: they end with it.
    """
    command = [sys.executable, "-m", "celery", "-A", "fedportal", *args]
    with log.open("ab") as output:
        child = start_child(command, env=our_environment(**environment), cwd=PROJECT, output=output)
        try:
            yield child
        finally:
            stop_child(child, with_signal=signal.SIGTERM, patience=20)
            with suppress(ProcessLookupError):  # nobody is left of its group
                os.killpg(child.pid, signal.SIGKILL)
