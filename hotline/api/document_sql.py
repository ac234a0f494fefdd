"""What hangs on calls and on their work orders, as PostgreSQL writes it: one statement for any number of them, within
the rows of the reader. Each part's JSON stands in one line. Connections keep the plan of it, as of petitions' parts.

Parameters: `pks`, the objects; `kind`, the content type of their model; `titles`, what each step is called; `facts`,
of the data of a step what is spoken of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType

from fedportal.lib.json_texts import dumped
from fedportal.lib.prepared import Prepared, array
from hotline.models import Call, CallTicket
from hotline.shown_call import TITLES as CALL_TITLES
from hotline.shown_call_ticket import FACTS, TITLES

_TYPES = {"pks": "bigint[]", "kind": "bigint", "titles": "jsonb", "facts": "text[]"}
Columns = Mapping[str, str]  # the name in the document, and where it is read


def _grouped(rows: str, key: str, columns: Columns) -> str:
    """One array for each object; `rows` names its table `r`, `key` where the object stands in it."""
    listed = ", ".join(f'{source} AS "{name}"' for name, source in columns.items())
    return f"""
        SELECT r.{key}, json_agg((SELECT row_to_json(o) FROM (SELECT {listed}) o) ORDER BY r.id)::text FROM {rows}
        WHERE r.{key} = ANY(%(pks)s) GROUP BY r.{key}
    """  # our own names  # noqa: S608  # nosec B608


_UNIT, _ACTOR = "orgs_organization unit ON unit.id = r.org_id", "accounts_user actor ON actor.id = r.actor_id"
_ORG = {"org": "lpad(unit.code::text, 12, '0')"}
_DUTIES = _grouped(
    "(SELECT * FROM deadlines_deadline d WHERE d.content_type_id = %(kind)s) r",
    "object_id",
    {
        "kind": "r.kind",
        "label": "r.derivation->>'label'",
        "article": "r.derivation->>'article'",
        **{name: f"r.{name}" for name in ("opened_at", "due_at", "closed_at", "outcome")},
    },
)
_LINE = {
    "at": "r.at",
    "verb": "r.verb",
    "title": "coalesce(%(titles)s ->> r.verb, r.verb)",
    **_ORG,
    "actor": "actor.name",
    "note": "r.note",
}
_OF_CALLS = {
    "attempts": _grouped(
        "hotline_callattempt r JOIN accounts_user caller ON caller.id = r.by_id",
        "call_id",
        {"at": "r.at", "result": "r.result", "by": "caller.name"},
    ),
    "deadlines": _DUTIES,
    "timeline": _grouped(f"hotline_callevent r JOIN {_UNIT} JOIN {_ACTOR}", "call_id", _LINE),
}
_DATA = """(
    SELECT coalesce(jsonb_object_agg(d.key, d.value), '{}') FROM jsonb_each(r.data) d WHERE d.key = ANY(%(facts)s)
)"""
_OF_ORDERS = {
    "referrals": _grouped(
        f"hotline_callticketreferral r JOIN orgs_agency agency ON agency.id = r.agency_id JOIN {_UNIT}",
        "ticket_id",
        {"agency": "agency.name", **_ORG, **{name: f"r.{name}" for name in ("at", "words", "answered_at", "answer")}},
    ),
    "deadlines": _DUTIES,
    "timeline": _grouped(
        f"hotline_callticketevent r JOIN {_UNIT} JOIN {_ACTOR}", "ticket_id", {**_LINE, "data": _DATA}
    ),
}


def _prepared(name: str, parts: Mapping[str, str]) -> Prepared:
    """Rows of a part's name, an object's key, and the part's JSON."""
    each = (f"SELECT '{part}', part.* FROM ({rows}) part" for part, rows in parts.items())  # noqa: S608  # nosec B608
    return Prepared(name, " UNION ALL ".join(each), _TYPES)


_PREPARED = {
    Call: (_prepared("call_parts", _OF_CALLS), tuple(_OF_CALLS), CALL_TITLES),
    CallTicket: (_prepared("call_ticket_parts", _OF_ORDERS), tuple(_OF_ORDERS), TITLES),
}
Parts = dict[str, str]  # by their names


def parts_of(model: type[Call | CallTicket], pks: Iterable[int]) -> dict[int, Parts]:
    """What hangs on these, as JSON texts; of what has none of a part, an empty array."""
    statement, names, titles = _PREPARED[model]
    found: dict[int, Parts] = defaultdict(lambda: dict.fromkeys(names, "[]"))
    params = {
        "pks": array(list(pks)),
        "kind": ContentType.objects.get_for_model(model).pk,
        "titles": dumped(titles),
        "facts": list(FACTS),
    }
    for part, pk, said in statement.rows(params):
        found[pk][part] = said
    return found
