"""A database for one run of the bench: made on the server of the settings, dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone

from cases.law import LIMITS
from cases.models import Party, Petition
from fedportal.calendar.actions import extend
from fedportal.deadlines.ladders import LADDERS
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.rule_actions import sync_rules
from fedportal.embedded import keeper
from fedportal.lib.database_roles import become_owner, become_portal
from fedportal.settings import broker_url
from tests.processes import forget_redis, redis_of_our_own


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty portal: migrated, with the federations of all provinces, the calendar and the rules."""
    named = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    with nullcontext() if named else keeper.hold(settings.VAR_DIR):
        _choose_redis()
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"bench_fedportal_{os.getpid()}"
        become_owner()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            _load()
            become_portal()
            yield
        finally:
            become_owner()
            connection.creation.destroy_test_db(usual, verbosity=0)


def _choose_redis() -> None:
    settings.REDIS_URL = redis_of_our_own(settings.REDIS_URL, run="bench", worker="")
    settings.CELERY_BROKER_URL = broker_url(settings.REDIS_URL)
    settings.CACHES["default"]["LOCATION"] = settings.REDIS_URL
    forget_redis()


def _load() -> None:
    now = timezone.now()
    call_command("load_divisions", stdout=StringIO())
    extend(at=now)
    sync_rules(LIMITS, LADDERS, on=timezone.localdate(now))
    for model in (Petition, Party, Deadline):
        _give_defaults(model)


def _give_defaults(model: type[Model]) -> None:
    """Rows that a bench makes by SQL begin with the model's own first values in every column that it does not name."""
    with connection.cursor() as cursor:
        for field in model._meta.concrete_fields:
            first = field.get_default()
            if first is not None and not field.primary_key and not field.generated:
                value = field.get_db_prep_save(first, connection)
                cursor.execute(f'ALTER TABLE {model._meta.db_table} ALTER "{field.column}" SET DEFAULT %s', [value])


@contextmanager
def fast_loading(*tables: str) -> Iterator[None]:
    """Fill tables first and index them then; made-up rows keep to the foreign keys without being asked.

    Leaving the checks out takes a superuser; any other role loads with them, and more slowly.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        may_skip_checks = _is_superuser(cursor)
        if may_skip_checks:
            cursor.execute("SET session_replication_role = replica")
        yield
        if may_skip_checks:
            cursor.execute("SET session_replication_role = origin")
        for _, definition in indexes:
            cursor.execute(definition)
        for table in tables:
            cursor.execute(f"VACUUM ANALYZE {table}")


def settle() -> None:
    """What loading has left for the server to do, before the time is taken: it would do it meanwhile, on the second of
    two cores. Writing all pages out at once takes a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        if _is_superuser(cursor):
            cursor.execute("CHECKPOINT")


def _is_superuser(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])


# Those that no constraint stands upon.
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
