"""How petitions that may be the same are looked for: asked at every registration, and planned once a connection.

PostgreSQL's policy alone says which rows are found; whoever tells of them asks `visible_to` besides.
"""

from fedportal.lib.prepared import Prepared

PEOPLE = 200  # of one number or name at most
CANDIDATES = 500  # texts that share a number of the signature

# Of what is not known, NULL finds nothing. That no index is empty is said for the plan: theirs hold no empty ones.
ALIKE_PEOPLE = Prepared(
    "people_alike",
    f"""
    SELECT petition_id, id_index, phone_index, name_index FROM cases_party
    WHERE removed_at IS NULL AND role = ANY(%(roles)s)
        AND (id_index = %(id_index)s AND id_index <> '' OR phone_index = %(phone_index)s AND phone_index <> ''
            OR name_index = ANY(%(names)s) AND name_index <> '')
    ORDER BY petition_id DESC, id LIMIT {PEOPLE}
    """,  # our own number  # noqa: S608  # nosec B608
    {"roles": "text[]", "id_index": "text", "phone_index": "text", "names": "text[]"},
)
# Materialized, for with its limit in sight PostgreSQL would read the table from its beginning, hoping to find many.
ALIKE_TEXTS = Prepared(
    "texts_alike",
    f"""
    WITH near AS MATERIALIZED (SELECT id, signature FROM cases_petition WHERE signature && %(signed)s)
    SELECT id, signature FROM near LIMIT {CANDIDATES}
    """,  # our own number  # noqa: S608  # nosec B608
    {"signed": "int[]"},
)
