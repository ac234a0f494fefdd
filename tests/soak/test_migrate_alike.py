"""`manage.py migrate` by its shortcuts leaves the very schema that Django's own `migrate` leaves."""

import sys
from collections.abc import Iterator
from contextlib import closing
from subprocess import run

import psycopg2
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from fedportal.lib.database_roles import as_owner
from tests.processes import PROJECT, our_environment

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
OURS = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
DJANGOS = """
from unittest.mock import patch
from contextlib import nullcontext
with patch("fedportal.lib.management.commands.migrate.quick_states", nullcontext):
    from django.core.management import call_command; call_command('migrate', verbosity=0)
"""
SCHEMA = """
SELECT 'column', c.oid::regclass || '.' || a.attname, concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod),
       a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND c.relkind IN ('r', 'v', 'm', 'p')
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger
WHERE NOT tgisinternal
UNION ALL SELECT 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL SELECT 'policy', tablename || '.' || policyname, concat_ws(' ', cmd, roles, qual, with_check) FROM
pg_policies
UNION ALL SELECT 'migration', app || '.' || name, '' FROM django_migrations
ORDER BY 1, 2
"""


@pytest.fixture
def server(db: None) -> Iterator[CursorWrapper]:
    """The server of the tests, asked by who may make databases."""
    with as_owner(), connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        yield cursor


def schema_behind(program: str, server: CursorWrapper) -> dict[tuple[str, str], str]:
    """What stands in a new database behind that program, by kind and name."""
    here, new = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_migrated"
    urls = {
        name: url.replace(f"/{here}?", f"/{new}?") for name, url in our_environment().items() if "DATABASE" in name
    }
    server.execute(f'CREATE DATABASE "{new}"')
    try:
        start = "import django; django.setup()\n"
        run([sys.executable, "-c", start + program], env=our_environment(DEBUG="1", **urls), cwd=PROJECT, check=True)
        with closing(psycopg2.connect(urls["DATABASE_OWNER_URL"])) as other, other.cursor() as asking:
            asking.execute(SCHEMA)
            return {(kind, name): definition for kind, name, definition in asking.fetchall()}
    finally:
        server.execute(f'DROP DATABASE "{new}" WITH (FORCE)')


def test_the_schema_is_djangos_own(server: CursorWrapper) -> None:
    quick, slow = schema_behind(OURS, server), schema_behind(DJANGOS, server)

    assert quick == slow
    assert {kind for kind, _ in quick} == {
        "column",
        "constraint",
        "function",
        "index",
        "migration",
        "policy",
        "trigger",
    }
