"""Values that nobody can read: enciphered under a key that this portal does not have."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cases.models import Petition
from fedportal.lib.database_roles import as_owner

LOST = "v1:lost:" + "A" * 44
_READ = "SELECT id, id_number, phone, address FROM cases_party WHERE petition_id = %s"
_WRITE = "UPDATE cases_party SET id_number = %s, phone = %s, address = %s WHERE id = %s"


@contextmanager
def damaged(row: Petition) -> Iterator[None]:
    """Inside, whatever is enciphered of its people; afterwards it is as before, and each time it has changed."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_READ, [row.pk])
        before = cursor.fetchall()
        assert before
        cursor.executemany(_WRITE, [(LOST, LOST, LOST, pk) for pk, *_ in before])
    yield
    with as_owner(), connection.cursor() as cursor:
        cursor.executemany(_WRITE, [(*values, pk) for pk, *values in before])
