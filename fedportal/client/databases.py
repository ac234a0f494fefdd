"""Where the copy lies: a SQLite file, or a PostgreSQL server. Both are asked the same statements."""

import importlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from .failures import StoreUnfit

BATCH = 1000  # rows that are read or written at once
Row = tuple[Any, ...]


class Database(Protocol):
    """Statements name their values by `?`; `errors` are what the driver raises."""

    errors: type[Exception]

    def transaction(self) -> Any:
        """All or nothing, until the block ends."""

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Returns the number of rows it touched."""

    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None: ...

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """Read as they are asked for, not all at once."""

    def close(self) -> None: ...


class SQLite:
    """A file beside its log (WAL): readers may read while it is written, and a kill leaves it at the last commit."""

    errors: type[Exception] = sqlite3.Error

    def __init__(self, path: str) -> None:
        try:
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise StoreUnfit(f"打不开 {path}：{error}。") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(statement, values).rowcount

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(statement, rows)

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        yield from self._connection.execute(statement, values)

    def close(self) -> None:
        self._connection.close()


class PostgreSQL:
    """A server of the client's own, by psycopg2; tables lie in the first schema of the search path."""

    def __init__(self, url: str) -> None:
        try:
            self._driver = importlib.import_module("psycopg2")
            self._batches = importlib.import_module("psycopg2.extras")
        except ImportError as error:
            raise StoreUnfit("要存进 PostgreSQL，请先安装 psycopg2-binary。") from error
        self.errors: type[Exception] = self._driver.Error
        try:
            self._connection = self._driver.connect(url)
        except self.errors as error:
            raise StoreUnfit(f"连不上数据库：{str(error).strip()}") from error
        self._connection.autocommit = True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.autocommit = False
        try:
            with self._connection:
                yield
        finally:
            self._connection.autocommit = True

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        with self._connection.cursor() as cursor:
            cursor.execute(_named(statement), values)
            return int(cursor.rowcount)

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            self._batches.execute_batch(cursor, _named(statement), rows, page_size=BATCH)

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """By a cursor on the server, held beyond the statement's own transaction."""
        with self._connection.cursor(name="fedsync", withhold=True) as cursor:
            cursor.itersize = BATCH
            cursor.execute(_named(statement), values)
            yield from cursor

    def close(self) -> None:
        self._connection.close()


def open_database(where: str) -> Database:
    """By a URL `postgresql://…`, or the path of a file. Raises StoreUnfit."""
    if where.startswith(("postgresql://", "postgres://")):
        return PostgreSQL(where)
    return SQLite(where)


def _named(statement: str) -> str:
    return statement.replace("?", "%s")
