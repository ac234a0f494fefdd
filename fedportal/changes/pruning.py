"""Keeps the table of changes small: the newest row of each object stays, tombstones for as long as copies may lag."""

import datetime as dt

from django.db import connection

# POLICY: whoever has not asked for so long has to begin with a snapshot.
TOMBSTONES_LAST = dt.timedelta(days=400)
_BATCH = 20_000

# An older row tells nothing that the newer does not, unless it may have hidden the object from somebody. As the owner
# of the table, since nobody else may take anything out of it; put in place with the triggers.
PRUNE = """
CREATE OR REPLACE FUNCTION changes_prune(forgotten timestamptz, batch integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
DECLARE
    settled bigint := changes_horizon();
    folded bigint;
BEGIN
    PERFORM FROM changes_feed FOR UPDATE;  -- one at a time
    UPDATE changes_feed SET forgotten_below = greatest(forgotten_below, coalesce(
        (SELECT max(xid) + 1 FROM changes_change WHERE at < forgotten AND (hides OR was_codes <> '{}')), 0));
    WITH old AS (
        SELECT c.id, c.xid + c.carried AS told, newest.id AS newest
        FROM changes_change c
        CROSS JOIN LATERAL (
            SELECT n.id, n.xid FROM changes_change n
            WHERE n.kind = c.kind AND n.object_id = c.object_id ORDER BY n.xid DESC LIMIT 1
        ) newest
        WHERE newest.xid < settled AND c.id <> newest.id
          AND (NOT c.hides AND c.was_codes = '{}' OR c.at < forgotten)
        LIMIT batch
    ), gone AS (
        DELETE FROM changes_change c USING old WHERE c.id = old.id RETURNING c.id
    ), kept AS (
        UPDATE changes_change c SET carried = c.carried + s.told
        FROM (SELECT newest, sum(told) AS told FROM old GROUP BY newest) s
        WHERE c.id = s.newest
    )
    SELECT count(*) INTO folded FROM gone;
    RETURN folded;
END $function$;
"""


def prune(at: dt.datetime) -> int:
    """Fold what is told twice into the newest row of its object; returns how many rows are gone."""
    folded = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT changes_prune(%s, %s)", [at - TOMBSTONES_LAST, _BATCH])
            now = cursor.fetchone()[0]
            folded += now
            if now < _BATCH:
                return folded
