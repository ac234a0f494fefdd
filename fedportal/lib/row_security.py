"""Row-level security: which rows of which table the portal's role is shown and may write, by lib/row_scope.

Every room says so for its tables in `row_policies.py`; `migrate` puts it into the database each time, so that no
table is forgotten and none lags behind the code. A table without a policy has to be named as holding nothing to hide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import autodiscover_modules

POLICY = "portal_scope"
# What a condition may ask of the scope, as `portal_code()`; NULL, and so no row, where nobody told one.
_SETTINGS = {"code": "bigint", "code_end": "bigint", "reader": "bigint", "org": "bigint", "flags": "text"}


@dataclass(frozen=True)
class Policy:
    """The condition, in SQL, under which the portal's role sees a row of the table; it writes none that it would not
    see, nor one that does not meet `writes`. `grants` are what it may do at all; `within` is a condition beside it
    that an index may answer.

    The condition itself is spelled so that PostgreSQL expects it of nearly every row: a query asks by itself for what
    its reader may see, and its plan should be the one that it would have without policies.
    """

    table: str
    condition: str = "true"
    grants: str = "SELECT, INSERT, UPDATE, DELETE"
    within: str = "true"
    writes: str = "true"

    @property
    def using(self) -> str:
        return f"({self.within}) AND CASE WHEN {self.condition} THEN 1 END IS NOT NULL"

    @property
    def check(self) -> str:
        return f"{self.using} AND ({self.writes})"


@dataclass(frozen=True)
class Question:
    """A function that answers from tables whose own policies would ask back; it runs as the owner of the tables and
    tells yes or no, or keys. `steps` are of PL/pgSQL, whose plans are kept for the session."""

    name: str
    parameters: str
    steps: str
    returns: str = "boolean"
    variables: str = ""


_policies: dict[str, Policy] = {}
_narrowed: dict[str, list[str]] = {}
_questions: dict[str, Question] = {}
_open: set[str] = set()


def declare(*parts: Policy | Question) -> None:
    """Called once by each room's `row_policies` at import."""
    for part in parts:
        if isinstance(part, Policy):
            _policies[part.table] = part
        else:
            _questions[part.name] = part


def narrow(table: str, condition: str) -> None:
    """A room above keeps some rows of a table below from readers who would see them by that table's own policy."""
    _narrowed.setdefault(table, []).append(condition)


def declare_open(*tables: str) -> None:
    """Tables that hold nothing of a case or a petitioner: the law, the calendar, the federations, the accounts."""
    _open.update(tables)


def policies() -> Sequence[Policy]:
    """What all rooms have declared; refuses a table that none has thought of."""
    autodiscover_modules("row_policies")
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    if unknown := tables - _policies.keys() - _open:
        raise ImproperlyConfigured(f"No row_policies.py says who sees the rows of {', '.join(sorted(unknown))}.")
    return [_narrowest(_policies[table]) for table in sorted(tables & _policies.keys())]


def _narrowest(policy: Policy) -> Policy:
    conditions = [policy.condition, *_narrowed.get(policy.table, [])]
    return replace(policy, condition=" AND ".join(f"({each})" for each in conditions)) if conditions[1:] else policy


# Operators that read an index of words or of arrays. They tell nothing of the rows they compare, but PostgreSQL takes
# that only from a superuser; without it, it looks at the policy of every row first, and the index lies idle.
INDEXED_OPERATORS = (
    "ts_match_vq(tsvector, tsquery)",
    "arrayoverlap(anyarray, anyarray)",
    "arraycontains(anyarray, anyarray)",
)


def let_indexes_answer() -> list[str]:
    """Mark them as leakproof if we may; returns what a superuser has to run in this database by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p::regprocedure::text FROM unnest(%s::regprocedure[]) p "
            "JOIN pg_proc ON pg_proc.oid = p WHERE NOT proleakproof",
            [list(INDEXED_OPERATORS)],
        )
        missing = [f"ALTER FUNCTION pg_catalog.{name} LEAKPROOF" for (name,) in cursor.fetchall()]
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            return missing
        for statement in missing:
            cursor.execute(statement)
        return []


def secure(role: str) -> None:
    """Bring grants and policies to what the code says, as the owner of the tables, in one transaction of its own."""
    wanted = policies()
    with connection.cursor() as cursor:
        _functions(cursor)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {_quote(role)}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {_quote(role)}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {_quote(role)}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {_quote(role)}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {_quote(role)}")
        for policy in wanted:
            _apply(cursor, policy, role)


def _functions(cursor: CursorWrapper) -> None:
    for question in _questions.values():
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {question.name}({question.parameters}) RETURNS {question.returns} "
            f"LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp "
            f"AS $question$ DECLARE {question.variables} BEGIN {_spelled(question.steps)} END $question$"
        )


def _spelled(condition: str) -> str:
    """With the settings themselves: functions would be unfolded anew with every statement."""
    for name, kind in _SETTINGS.items():
        told = f"NULLIF(current_setting('portal.{name}', true), '')::{kind}"
        condition = condition.replace(f"portal_{name}()", told)
    return condition


def _apply(cursor: CursorWrapper, policy: Policy, role: str) -> None:
    table = _quote(policy.table)
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
    cursor.execute(
        f"CREATE POLICY {POLICY} ON {table} TO {_quote(role)} "
        f"USING ({_spelled(policy.using)}) WITH CHECK ({_spelled(policy.check)})"
    )
    cursor.execute(f"DROP POLICY IF EXISTS {POLICY}_delete ON {table}")
    if policy.writes != Policy.writes:  # what is deleted has no new row to check
        cursor.execute(
            f"CREATE POLICY {POLICY}_delete ON {table} AS RESTRICTIVE FOR DELETE TO {_quote(role)} "
            f"USING ({_spelled(policy.writes)})"
        )
    cursor.execute(f"REVOKE ALL ON {table} FROM {_quote(role)}")
    cursor.execute(f"GRANT {policy.grants} ON {table} TO {_quote(role)}")


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
