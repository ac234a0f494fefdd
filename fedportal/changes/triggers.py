"""The triggers that write down changes: one function and three triggers a table, made from `kinds` at each migrate."""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from fedportal.changes.kinds import Kind, Part, kinds
from fedportal.changes.pruning import PRUNE

_XID = "pg_current_xact_id()::text::bigint"

# It runs as the owner of the tables: a change is written down whoever makes it, and nobody else writes here.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN {inserted}
    ELSIF TG_OP = 'UPDATE' THEN {updated}
    ELSE {deleted}
    END IF;
    RETURN NULL;
END $function$;
DROP TRIGGER IF EXISTS changes_inserted ON {table};
DROP TRIGGER IF EXISTS changes_updated ON {table};
DROP TRIGGER IF EXISTS changes_deleted ON {table};
CREATE TRIGGER changes_inserted AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {table}_changes();
CREATE TRIGGER changes_updated AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS was NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {table}_changes();
CREATE TRIGGER changes_deleted AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION {table}_changes();
"""

# What a transaction has said of an object it need not say again, unless there is more to it.
_OBJECT = """
INSERT INTO changes_change (kind, object_id, xid, org_code, was_codes, hides)
SELECT '{kind}', {key}, {xid}, {code}, {was}, {hides} FROM {rows}
ON CONFLICT (xid, kind, object_id) DO UPDATE SET
    org_code = EXCLUDED.org_code,
    was_codes = changes_change.was_codes || EXCLUDED.was_codes,
    hides = changes_change.hides OR EXCLUDED.hides
WHERE EXCLUDED.hides OR EXCLUDED.was_codes <> '{{}}';
"""
_PART = """
INSERT INTO changes_change (kind, object_id, xid, org_code, hides)
SELECT '{kind}', o.id, {xid}, {code}, {hides} FROM {table} o WHERE o.id IN ({keys})
ON CONFLICT (xid, kind, object_id) {again};
"""
# Whose documents name an object that other people see now have changed for them.
_TOLD_BY = """
IF EXISTS (SELECT FROM added a JOIN was w ON w.id = a.id WHERE {seen}) THEN
    INSERT INTO changes_change (kind, object_id, xid, org_code)
    SELECT '{kind}', o.id, {xid}, {code} FROM {table} o WHERE o.id IN ({keys})
    ON CONFLICT (xid, kind, object_id) DO NOTHING;
END IF;
"""
_NOT_AGAIN = "DO NOTHING"
_HIDES_TOO = "DO UPDATE SET hides = true WHERE NOT changes_change.hides"


# Below it every transaction of this database has ended. Another database of the same server shares its numbers, and
# must not hold up the feed: what runs there holds a lock on a table there. In doubt it counts as ours.
_HORIZON = """
CREATE OR REPLACE FUNCTION changes_horizon() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $function$
    SELECT coalesce(
        (
            SELECT min(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) running
            WHERE NOT EXISTS (
                SELECT FROM pg_locks own JOIN pg_locks held ON held.pid = own.pid
                WHERE own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock' AND own.granted
                  AND own.transactionid = running::xid
                  AND held.locktype = 'relation' AND held.database <> 0
                  AND held.database <> (SELECT oid FROM pg_database WHERE datname = current_database())
            )
        ),
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    )
$function$;
"""
# Objects that are older than the triggers.
_SO_FAR = """
INSERT INTO changes_change (kind, object_id, xid, org_code)
SELECT '{kind}', o.id, {xid}, {code} FROM {table} o
WHERE NOT EXISTS (SELECT FROM changes_change WHERE kind = '{kind}')
"""


def put_in_place() -> None:
    """As the owner of the tables; what stands there already is replaced."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for kind in kinds().values():
            if {kind.table, "changes_change"} <= present:
                cursor.execute(_of_object(kind))
                for part in kind.parts:
                    if part.table in present:
                        cursor.execute(_of_part(kind, part))
                _begin(cursor, kind)
                cursor.execute(_HORIZON)
                cursor.execute(PRUNE)


def begin_anew() -> None:
    """Another feed, for which every object is new; all cursors of the one before are refused. As the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE changes_change, changes_feed")
        for kind in kinds().values():
            _begin(cursor, kind)


def _begin(cursor: CursorWrapper, kind: Kind) -> None:
    code = f"o.{kind.code}" if kind.code else "NULL"
    cursor.execute(_SO_FAR.format(kind=kind.name, xid=_XID, code=code, table=kind.table))


def _of_object(kind: Kind) -> str:
    code = f"{{0}}.{kind.code}" if kind.code else "NULL"
    moved = f"a.{kind.code} <> w.{kind.code}" if kind.code else "false"
    hides = (
        " OR ".join(f"a.{column} IS DISTINCT FROM w.{column}" for column in (*kind.sight, *_named(kind))) or "false"
    )
    common = {"kind": kind.name, "xid": _XID}
    told_by = _TOLD_BY.format(
        **common, seen=hides, code=code.format("o"), table=kind.table, keys=kind.told_by.format(rows="added")
    )
    return _FUNCTION.format(
        table=kind.table,
        inserted=_OBJECT.format(
            **common, key="a.id", code=code.format("a"), was="'{}'", hides="false", rows="added a"
        ),
        updated=_OBJECT.format(
            **common,
            key="a.id",
            code=code.format("a"),
            was=f"CASE WHEN {moved} THEN ARRAY[{code.format('w')}]::bigint[] ELSE '{{}}' END",
            hides=hides,
            rows="added a JOIN was w ON w.id = a.id",
        )
        + (told_by if kind.told_by else ""),
        deleted=_OBJECT.format(**common, key="w.id", code=code.format("w"), was="'{}'", hides="true", rows="was w"),
    )


def _named(kind: Kind) -> tuple[str, ...]:
    return (kind.code,) if kind.code else ()


def _of_part(kind: Kind, part: Part) -> str:
    code = f"o.{kind.code}" if kind.code else "NULL"
    common = {"kind": kind.name, "xid": _XID, "code": code, "table": kind.table}
    hides = {"hides": str(part.hides).lower(), "again": _HIDES_TOO if part.hides else _NOT_AGAIN}
    added, was = part.keys.format(rows="added"), part.keys.format(rows="was")
    return _FUNCTION.format(
        table=part.table,
        inserted=_PART.format(**common, keys=added, hides="false", again=_NOT_AGAIN),
        updated=_PART.format(**common, keys=f"{added} UNION {was}", **hides),
        deleted=_PART.format(**common, keys=was, **hides),
    )
