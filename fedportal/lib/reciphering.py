"""Rewrites enciphered columns in place, page by page, beside everybody who works: other keys, another cipher.

A page reads rows whose values want rewriting and writes those back that still say what was read and that nobody has
locked: it waits for no one, loses no one's change, and may be killed at any moment. What it passed by is there for
the next pass.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from fedportal.lib.ciphers import CannotDecipher, current_start, seal, unseal
from fedportal.lib.encrypted_fields import EncryptedField

PAGE = 1_000  # rows; locked together for some tens of milliseconds
PAUSE = 0.5  # seconds before what others had locked is tried again
LIKE_SEALED = "^v[12]:[A-Za-z0-9_-]+:[A-Za-z0-9+/=]+$"
_START = "^v[12]:[A-Za-z0-9_-]+:"


@dataclass(frozen=True)
class Columns:
    """The enciphered columns of one table."""

    table: str
    key: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, model: type[Model]) -> Self:
        meta = model._meta
        names = tuple(str(f.column) for f in meta.concrete_fields if isinstance(f, EncryptedField))
        return cls(meta.db_table, str(meta.pk.column), names)

    def place(self, name: str) -> str:
        return f"{self.table}.{name}"


@dataclass(frozen=True)
class Rewriting:
    """What is to become of which values: `wanted` is SQL about a column `{}`, `change` takes value and place."""

    wanted: str
    change: Callable[[str, str], str]


@dataclass
class Passed:
    """What one pass over a table did."""

    written: int = 0
    busy: int = 0  # locked or changed meanwhile
    refused: list[str] = field(default_factory=list)  # what cannot be read, and why


def encrypted_tables() -> list[Columns]:
    """Every table of the portal that has such columns."""
    found = (Columns.of(model) for model in apps.get_models(include_auto_created=True))
    return [columns for columns in found if columns.names]


def to_current() -> Rewriting:
    """From older keys, and the other cipher, to the current ones."""
    start = current_start()
    return Rewriting(
        wanted=f"{{0}} <> '' AND NOT starts_with({{0}}, '{start}')",
        change=lambda value, place: seal(unseal(value, place), place),
    )


# For migrations: from columns that were plain, and back to such.
ENCIPHER = Rewriting(wanted=f"{{0}} <> '' AND {{0}} !~ '{LIKE_SEALED}'", change=seal)
DECIPHER = Rewriting(wanted=f"{{0}} ~ '{LIKE_SEALED}'", change=unseal)


def rewrite_whole(columns: Columns, rewriting: Rewriting) -> int:
    """Until nothing is left to be done, however long others hold rows. How many rows were written.

    Raises CannotDecipher for the first value that cannot be read.
    """
    count = 0
    while True:
        passed = Passed()
        for passed in rewrite(columns, rewriting):
            if passed.refused:
                raise CannotDecipher(passed.refused[0])
        count += passed.written
        if not passed.busy:
            return count
        time.sleep(PAUSE)


def rewrite(columns: Columns, rewriting: Rewriting) -> Iterator[Passed]:
    """One pass over the table, each page a transaction of its own; says after each how far it has come."""
    passed, last = Passed(), -1
    while rows := _read(columns, rewriting.wanted, last):
        last = rows[-1][0]
        changed = [row for row in (_changed(columns, rewriting, row, passed) for row in rows) if row is not None]
        written = _write(columns, changed) if changed else 0
        passed.written += written
        passed.busy += len(changed) - written
        yield passed


Row = tuple[int, list[str | None], list[str | None]]  # key, what was read, what is to stand


def _changed(columns: Columns, rewriting: Rewriting, row: Sequence, passed: Passed) -> Row | None:
    """`row` is the key, the values, and for each of them whether it is wanted."""
    key, width = row[0], len(columns.names)
    old, wanted = list(row[1 : 1 + width]), row[1 + width :]
    try:
        new = [
            rewriting.change(value, columns.place(name)) if is_wanted else value
            for name, value, is_wanted in zip(columns.names, old, wanted, strict=True)
        ]
    except CannotDecipher as error:
        passed.refused.append(f"{columns.table} {key}: {error}")
        return None
    return key, old, new


def _read(columns: Columns, wanted: str, last: int) -> list[tuple]:
    quote = connection.ops.quote_name
    names = [quote(name) for name in columns.names]
    asked = [f"coalesce({wanted.format(name)}, false)" for name in names]
    key = quote(columns.key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {', '.join(names)}, {', '.join(asked)} FROM {quote(columns.table)} "  # noqa: S608  # nosec B608
            f"WHERE {key} > {last} AND ({' OR '.join(asked)}) ORDER BY {key} LIMIT {PAGE}"
        )
        return cursor.fetchall()


def _write(columns: Columns, rows: Sequence[Row]) -> int:
    """Those rows that nobody holds and nobody changed; how many they were."""
    quote = connection.ops.quote_name
    table, key = quote(columns.table), quote(columns.key)
    width = range(len(columns.names))
    given = ", ".join(["id", *(f"old{i}" for i in width), *(f"new{i}" for i in width)])
    arrays = ", ".join(["%s::bigint[]", *["%s::text[]"] * (2 * len(width))])
    sets = ", ".join(f"{quote(name)} = free.new{i}" for i, name in enumerate(columns.names))
    same = " AND ".join(f"t.{quote(name)} IS NOT DISTINCT FROM g.old{i}" for i, name in enumerate(columns.names))
    values: list[Any] = [[row[0] for row in rows], *_across(row[1] for row in rows), *_across(row[2] for row in rows)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH free AS MATERIALIZED (SELECT g.* FROM unnest({arrays}) AS g({given}) "  # noqa: S608  # nosec B608
            f"JOIN {table} t ON t.{key} = g.id AND {same} FOR NO KEY UPDATE OF t SKIP LOCKED) "
            f"UPDATE {table} t SET {sets} FROM free WHERE t.{key} = free.id",
            values,
        )
        return cursor.rowcount


def _across(rows: Iterable[list[str | None]]) -> list[list[str | None]]:
    return [list(column) for column in zip(*rows, strict=True)]


def uses_of_keys(columns: Columns) -> dict[str, int]:
    """How many values each beginning (cipher and key) has in these columns; what is not enciphered as ''."""
    quote = connection.ops.quote_name
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name in map(quote, columns.names):
            cursor.execute(
                f"SELECT coalesce(substring({name} FROM '{_START}'), ''), count(*) "  # noqa: S608  # nosec B608
                f"FROM {quote(columns.table)} WHERE {name} <> '' GROUP BY 1"
            )
            for start, count in cursor.fetchall():
                counts[start] = counts.get(start, 0) + count
    return counts


def more_than_reciphered(column: str) -> pgtrigger.Condition:
    """For the trigger of an append-only table: something differs beside this column's key or cipher."""
    start = f"substring({{}}.{column} FROM '{_START}')"
    return pgtrigger.Condition(
        f"((to_jsonb(OLD) - '{column}') <> (to_jsonb(NEW) - '{column}') OR NEW.{column} !~ '{LIKE_SEALED}' "
        f"OR {start.format('OLD')} IS NOT DISTINCT FROM {start.format('NEW')})"
    )
