"""Says whether row-level security binds the portal: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from fedportal.lib.database_roles import PORTAL

# A superuser, a role that bypasses policies and the owner of a table are bound by none.
_FREE = """
SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind = 'r')
FROM pg_roles r WHERE r.rolname = current_user
"""


def role_is_bound(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The role of the web and the workers owns nothing and may bypass nothing."""
    is_owner = connection.settings_dict["USER"] == settings.DATABASE_OWNER["USER"] != PORTAL["USER"]
    if not databases or is_owner:  # `migrate` asks as the owner of the tables
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FREE)
        (free,) = cursor.fetchone()
    words = "DATABASE_URL names a role that row-level security does not bind."
    return [Error(words, hint="docs/operations.md, Roles of the database", id="lib.E001")] if free else []
