"""The triggers that write down changes: one function and three triggers a table, made from `kinds` at each migrate."""

from collections import defaultdict
from dataclasses import dataclass

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
INSERT INTO changes_change (kind, object_id, xid, org_code, also_code, was_codes, hides)
SELECT '{kind}', {key}, {xid}, {code}, {also}, {was}, {hides} FROM {rows}
ON CONFLICT (xid, kind, object_id) DO UPDATE SET
    org_code = EXCLUDED.org_code,
    also_code = EXCLUDED.also_code,
    was_codes = changes_change.was_codes || EXCLUDED.was_codes,
    hides = changes_change.hides OR EXCLUDED.hides
WHERE EXCLUDED.hides OR EXCLUDED.was_codes <> '{{}}';
"""
_PART = """
INSERT INTO changes_change (kind, object_id, xid, org_code, also_code, hides)
SELECT '{kind}', o.id, {xid}, {code}, {also}, {hides} FROM {table} o WHERE o.id IN ({keys})
ON CONFLICT (xid, kind, object_id) {again};
"""
# What names an object tells another story when somebody comes to see that, or no longer does.
_ECHO = """
INSERT INTO changes_change (kind, object_id, xid, org_code, also_code, hides)
SELECT '{kind}', o.id, {xid}, {code}, {also}, false FROM {table} o WHERE o.id IN ({echoes})
ON CONFLICT (xid, kind, object_id) DO NOTHING;
"""
# Nothing is looked up where nothing of that kind has changed: a colleague's row is written at each sign-in.
_ONLY_IF = "IF EXISTS ({keys}) THEN {statement} END IF;"
_OTHERWISE = "(SELECT a.* FROM added a JOIN was w ON w.id = a.id WHERE {differs}) other"
_KEYS_OF = "SELECT id FROM {rows}"
_NOTHING = "NULL;"
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
INSERT INTO changes_change (kind, object_id, xid, org_code, also_code)
SELECT '{kind}', o.id, {xid}, {code}, {also} FROM {table} o
WHERE NOT EXISTS (SELECT FROM changes_change WHERE kind = '{kind}')
"""


def put_in_place() -> None:
    """As the owner of the tables; what stands there already is replaced."""
    present = set(connection.introspection.table_names())
    written: dict[str, list[_Writing]] = defaultdict(list)
    with connection.cursor() as cursor:
        for kind in kinds().values():
            if {kind.table, "changes_change"} <= present:
                written[kind.table].append(_of_object(kind))
                for part in kind.parts:
                    written[part.table].append(_of_part(kind, part))
                _begin(cursor, kind)
                cursor.execute(_HORIZON)
                cursor.execute(PRUNE)
        for table in sorted(written.keys() & present):
            cursor.execute(_function(table, written[table]))


def begin_anew() -> None:
    """Another feed, for which every object is new; all cursors of the one before are refused. As the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE changes_change, changes_feed")
        for kind in kinds().values():
            _begin(cursor, kind)
        cursor.execute("ANALYZE changes_change")


def _begin(cursor: CursorWrapper, kind: Kind) -> None:
    cursor.execute(_SO_FAR.format(**_common(kind)))


@dataclass(frozen=True)
class _Writing:
    """What one kind writes down about the rows of a table: duties, for one, belong to objects of several kinds."""

    inserted: str
    updated: str
    deleted: str


def _function(table: str, writings: list[_Writing]) -> str:
    return _FUNCTION.format(
        table=table,
        inserted="".join(writing.inserted for writing in writings),
        updated="".join(writing.updated for writing in writings),
        deleted="".join(writing.deleted for writing in writings),
    )


def _of_object(kind: Kind) -> _Writing:
    hides = _differs(*kind.sight, *_places(kind))
    were = ", ".join(f"w.{column}" for column in _places(kind))
    return _Writing(
        inserted=_OBJECT.format(**_common(kind, "a"), key="a.id", was="'{}'", hides="false", rows="added a"),
        updated=_OBJECT.format(
            **_common(kind, "a"),
            key="a.id",
            was=f"CASE WHEN {_differs(*_places(kind))} THEN ARRAY[{were}]::bigint[] ELSE '{{}}' END",
            hides=hides,
            rows="added a JOIN was w ON w.id = a.id",
        )
        + _echo(kind, _KEYS_OF.format(rows=_OTHERWISE.format(differs=hides))),
        deleted=_OBJECT.format(**_common(kind, "w"), key="w.id", was="'{}'", hides="true", rows="was w"),
    )


def _places(kind: Kind) -> tuple[str, ...]:
    return tuple(column for column in (kind.code, kind.also) if column)


def _differs(*columns: str) -> str:
    return " OR ".join(f"a.{column} IS DISTINCT FROM w.{column}" for column in columns) or "false"


def _echo(kind: Kind, keys: str) -> str:
    if not kind.echoes:
        return ""
    statement = _ECHO.format(**_common(kind), echoes=kind.echoes.format(keys=keys))
    return _ONLY_IF.format(keys=keys, statement=statement)


def _common(kind: Kind, row: str = "o") -> dict[str, str]:
    """`row` is what the statement calls a row of the kind's table."""
    code, also = (f"{row}.{column}" if column else "NULL" for column in (kind.code, kind.also))
    return {"kind": kind.name, "xid": _XID, "code": code, "also": also, "table": kind.table}


def _of_part(kind: Kind, part: Part) -> _Writing:
    if part.told:
        return _of_told(kind, part)
    added, was = part.keys.format(rows="added"), part.keys.format(rows="was")
    return _Writing(
        inserted=_part(kind, part, added, hides=part.bars),
        updated=_part(kind, part, f"{added} UNION {was}", hides=part.hides or part.bars),
        deleted=_part(kind, part, was, hides=part.hides),
    )


def _part(kind: Kind, part: Part, keys: str, *, hides: bool) -> str:
    again = _HIDES_TOO if hides else _NOT_AGAIN
    statement = _PART.format(**_common(kind), keys=keys, hides=str(hides).lower(), again=again)
    return statement + (_echo(kind, keys) if part.is_of_sight else "")


def _of_told(kind: Kind, part: Part) -> _Writing:
    """Of a row of another room, nobody's part: it stands in documents that are older than it is now."""
    rows = _OTHERWISE.format(differs=_differs(*part.told))
    statement = _part(kind, part, part.keys.format(rows=rows), hides=part.hides)
    updated = _ONLY_IF.format(keys=_KEYS_OF.format(rows=rows), statement=statement)
    return _Writing(inserted=_NOTHING, updated=updated, deleted=_NOTHING)
