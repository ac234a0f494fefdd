"""The connection that sends the scope with the first statement of each transaction, in the same round trip."""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, cursor

from fedportal.lib.row_scope import NOTHING, RowScope, current_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; `_told` is the scope that its running transaction knows, `prepared` the statements whose plans
    it keeps (lib.prepared)."""

    _told: RowScope | None = None
    prepared: list[str]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.prepared = []
        return super().get_new_connection(conn_params)

    def scope_statement(self) -> str:
        """What has to stand before the next statement; empty if the database knows already.

        Several statements in one message are one transaction, so that SET LOCAL lasts for exactly this one where no
        transaction was begun.
        """
        idle = self.connection.get_transaction_status() == TRANSACTION_STATUS_IDLE
        if idle:
            self._told = None  # the last transaction's scope ended with it
        scope = current_scope()
        if scope == self._told or self.alias == NO_DB_ALIAS:
            return ""
        if not (idle and self.connection.autocommit):
            self._told = scope
        return (scope or NOTHING).statement

    def create_cursor(self, name: str | None = None) -> Any:
        if name is None or self.connection.autocommit:  # without a transaction rows do not come in pages, but at once
            made = self.connection.cursor(cursor_factory=_ScopedCursor)
        else:
            made = self.connection.cursor(name, scrollable=False, cursor_factory=_ScopedNamedCursor)
        made.tzinfo_factory = self.tzinfo_factory if settings.USE_TZ else None
        made.wrapper = self
        return made

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None  # what was set since the savepoint is forgotten too


class _ScopedCursor(cursor):
    wrapper: DatabaseWrapper

    def execute(self, query: Any, vars: Any = None) -> None:
        if isinstance(query, str) and (told := self.wrapper.scope_statement()):
            query = told + query
        super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        self._tell()
        super().executemany(query, vars_list)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._tell()
        super().copy_expert(sql, file, size)

    def _tell(self) -> None:
        """In a message of its own, where the statement itself cannot have another before it."""
        if told := self.wrapper.scope_statement():
            super().execute(told)


class _ScopedNamedCursor(cursor):
    wrapper: DatabaseWrapper

    def execute(self, query: Any, vars: Any = None) -> None:
        if told := self.wrapper.scope_statement():
            with self.connection.cursor() as plain:
                plain.execute(told)
        super().execute(query, vars)
