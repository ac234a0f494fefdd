"""Two roles of PostgreSQL: the portal's own, which owns nothing, and the owner of the tables, for what changes them.

The owner's address (`DATABASE_OWNER_URL`) is named only where `migrate` runs, never to the web or the workers.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from fedportal.lib.row_scope import EVERYTHING, UNTOLD, assume, rows_of

_LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
PORTAL = {key: settings.DATABASES["default"][key] for key in _LOGIN}  # before anybody signs in as another


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the owner of the tables asks the database. Not within a transaction: the connection is another."""
    portal = {key: connection.settings_dict[key] for key in _LOGIN}
    try:
        _sign_in(settings.DATABASE_OWNER)
        with rows_of(UNTOLD):
            yield
    finally:
        _sign_in(portal)


def become_owner() -> None:
    """From here on; for a process that only sets up."""
    _sign_in(settings.DATABASE_OWNER)
    assume(UNTOLD)


def become_portal() -> None:
    """The other way round."""
    _sign_in(PORTAL)
    assume(EVERYTHING)


def portal_role() -> str:
    """The name of the role as which the web and the workers ask."""
    return str(PORTAL["USER"])


def _sign_in(login: Mapping[str, Any]) -> None:
    """At the next question."""
    connection.close()
    connection.settings_dict.update({key: login[key] for key in _LOGIN})
