"""Inserts rows of several tables in one message to the database."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery


def insert_together(rows: Sequence[Model]) -> None:
    """Insert these new rows, of one model or several, and give each its key: as `save(force_insert=True)` of one after
    the other, without signals, and in one statement.

    Each statement waits for the network and then for its process's other threads: where a lock is held meanwhile, as
    that of a series of numbers, all who come after wait too. No row may need the key of another of them.
    """
    if not rows:
        return
    texts: list[str] = []
    params: list[Any] = []
    for row in rows:
        text, its_params = _insertion(row)
        texts.append(text)
        params += its_params
    named = ", ".join(f"row_{place} AS ({text})" for place, text in enumerate(texts))
    keys = ", ".join(f"(TABLE row_{place})" for place in range(len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} SELECT {keys}", params)  # our own names  # nosec B608
        found = cursor.fetchone()
    for row, key in zip(rows, found, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def _insertion(row: Model) -> tuple[str, Sequence[Any]]:
    """The statement that inserts one row and tells its key; the key itself is the database's to give."""
    meta = row._meta
    query = InsertQuery(type(row))
    fields = [field for field in meta.local_concrete_fields if field is not meta.pk and not field.generated]
    query.insert_values(fields, [row])
    compiler: Any = query.get_compiler(connection=connection)
    compiler.returning_fields = [meta.pk]
    ((text, params),) = compiler.as_sql()
    return text, params
