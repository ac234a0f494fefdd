"""Fills the demo's database: tables, calendar, divisions, rules, the demo province. Quick when all is there."""

import hashlib
import os
import sys
import time
from pathlib import Path

import django
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from fedportal.embedded import database_url
from fedportal.lib.database_roles import become_owner

STEPS = (
    ("Bringing the tables up to date", ["migrate", "--verbosity=0"]),
    ("Loading the working days", ["load_calendar"]),
    ("Loading the federations of all provinces", ["load_divisions"]),
    ("Loading the rules and ladders", ["load_rules"]),
    ("Loading the demo province", ["demo_data"]),
)


def main() -> None:
    """Run in a process of its own, so that an interruption ends it and its transaction."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedportal.settings")
    django.setup()
    become_owner()
    if os.environ.get("RESET") == "1":
        _start_over("As asked by RESET=1")
    elif _names_this(_unfinished()):
        _start_over("The last start was interrupted before the demo was complete")
    if not _names_this(_ours()):
        _unfinished().write_text(_fingerprint())
    for label, command in STEPS:
        began = time.monotonic()
        print(f"{label} ...", flush=True)
        call_command(*command, *_size(command[0]))
        print(f"  done in {time.monotonic() - began:.1f} s", flush=True)
    _ours().write_text(_fingerprint())
    _unfinished().unlink(missing_ok=True)


def _size(command: str) -> list[str]:
    """A smaller demo for those in a hurry."""
    petitions = os.environ.get("DEMO_PETITIONS")
    return [f"--petitions={petitions}"] if petitions and command == "demo_data" else []


def _start_over(why: str) -> None:
    """Drop everything in the demo's database; never in a database that no demo has filled."""
    embedded = database_url(settings.VAR_DIR) == settings.DATABASE_URL
    if not embedded and not _names_this(_ours()):
        sys.exit(f"{why}, but DATABASE_URL names a database that this demo has not filled: empty it by hand.")
    print(f"{why}: dropping the demo's data and starting over.", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
    for trace in (_ours(), _unfinished(), settings.AUDIT_ANCHOR_FILE):
        trace.unlink(missing_ok=True)


def _ours() -> Path:
    """Names the database that a demo of this folder has filled."""
    return settings.VAR_DIR / "demo_filled"


def _unfinished() -> Path:
    """Names the database that a demo is filling, or was filling when it was interrupted."""
    return settings.VAR_DIR / "demo_unfinished"


def _names_this(trace: Path) -> bool:
    return trace.exists() and trace.read_text() == _fingerprint()


def _fingerprint() -> str:
    return hashlib.sha256(settings.DATABASE_URL.encode()).hexdigest()


if __name__ == "__main__":
    main()
