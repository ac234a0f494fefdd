"""The parts of a petition's document as PostgreSQL writes them: few statements for any number of petitions.

Each part's JSON stands in one line. Planning them takes longer than reading a page does, so connections keep their
plans. Parameters: `pks`, all petitions;
`told`, those whose story is before the reader as it was written; `held`, those on which the reader's unit works;
`unit`, `low` and `high`, that unit's key and range; see `document.py` for the others.
"""

from collections.abc import Mapping

from cases.workflow.supervision import UNISSUED
from fedportal.deadlines.limits import Light
from fedportal.lib.prepared import Prepared

Columns = Mapping[str, str]  # the name in the document, and where it is read

_KEYS = ("pks", "told", "clear", "held", "reached", "earlier")
_TYPES = {
    **dict.fromkeys(_KEYS, "bigint[]"),
    **dict.fromkeys(("unit", "low", "high", "petitions"), "bigint"),
    "titles": "jsonb",
    "facts": "text[]",
}


def _object(columns: Columns) -> str:
    """One JSON object, of the row that the query around it reads."""
    listed = ", ".join(f'{source} AS "{name}"' for name, source in columns.items())
    return f"(SELECT row_to_json(o) FROM (SELECT {listed}) o)"  # our own names  # noqa: S608  # nosec B608


def _code(key: str) -> str:
    """The 12-digit code of a unit."""
    return f"(SELECT lpad(u.code::text, 12, '0') FROM orgs_organization u WHERE u.id = {key})"  # noqa: S608  # nosec B608


def _coded(table: str) -> str:
    """The same of a unit that is joined: the same few stand in many rows, and PostgreSQL remembers them."""
    return f"lpad({table}.code::text, 12, '0')"


def _name(key: str) -> str:
    """The name of a colleague."""
    return f"(SELECT u.name FROM accounts_user u WHERE u.id = {key})"  # noqa: S608  # nosec B608


def _only(condition: str, *columns: str) -> dict[str, str]:
    """Columns that hold something where the condition is true, and NULL elsewhere."""
    return {column.split(".")[1]: f"CASE WHEN {condition} THEN {column} END" for column in columns}


def _same(table: str, *names: str) -> dict[str, str]:
    """Columns that are called in the document as in the table."""
    return {name: f"{table}.{name}" for name in names}


def _grouped(rows: str, columns: Columns, *, where: str, order: str) -> str:
    """One array for each petition; `rows` names its table `r`."""
    return f"""
        SELECT r.petition_id, json_agg({_object(columns)} ORDER BY {order})::text FROM {rows}
        WHERE r.petition_id = ANY(%(pks)s) AND {where} GROUP BY r.petition_id
    """  # our own names  # noqa: S608  # nosec B608


def _nested(rows: str, columns: Columns, *, order: str) -> str:
    """An array within a row: `rows` is what follows FROM."""
    return f"(SELECT coalesce(json_agg({_object(columns)} ORDER BY {order}), '[]') FROM {rows})"  # noqa: S608  # nosec B608


_LIGHT = "(ARRAY[" + ", ".join(f"'{light.name.lower()}'" for light in Light) + "])[{} + 1]"
_ORDERED = ", ".join(f"'{state}'" for state in sorted(UNISSUED))
_TOLD = "r.petition_id = ANY(%(told)s)"
_UNIT = "LEFT JOIN orgs_organization unit ON unit.id = r.org_id"
_HELD = "r.petition_id = ANY(%(held)s)"
_CLEAR = "r.petition_id = ANY(%(clear)s)"

_FLAGS = ("urgent", "minor", "trafficking", "serious_harm", "media", "identity_unclear", "guarded")
_HEAD: Columns = {
    **_same("p", "number", "version"),
    "org": "lpad(p.org_code::text, 12, '0')",
    # Most are where they were registered: theirs need not be looked up.
    "registered_org": f"CASE p.registered_org_id WHEN p.org_id THEN lpad(p.org_code::text, 12, '0') "
    f"ELSE {_code('p.registered_org_id')} END",
    "place": _coded("place"),
    **_same("p", "received_at", "registered_at", "channel", "matter_class", "category"),
    **_same("p", "litigation_status", "head_count", "repeat_count"),
    "flags": _object(_same("p", *_FLAGS)),
    **_same("p", "status", "route", "procedure", "competent_organ", "refusal", "accepted_at"),
    "handler": "handler.name",
    **_same("p", "danger", "closed_at", "disposed_at"),
    "same_as": "(SELECT s.number FROM cases_petition s WHERE s.id = p.same_as_id AND s.id = ANY(%(earlier)s))",
    "external": _nested(
        "cases_externalid e WHERE e.petition_id = p.id",
        {"system": "e.system", "id": "e.external_id"},
        order="e.system, e.external_id",
    ),
}
_STORY: Columns = _same("p", "request", "facts", "earlier_handling", "earlier_litigation")

_HEADS = f"""
    SELECT p.id, {_object(_HEAD)}::text, {_object(_STORY)}::text,
           p.minor, p.category, (p.received_at AT TIME ZONE 'Asia/Shanghai')::date
    FROM cases_petition p LEFT JOIN orgs_organization place ON place.id = p.place_id
    LEFT JOIN accounts_user handler ON handler.id = p.handler_id WHERE p.id = ANY(%(pks)s)
"""  # our own names  # noqa: S608  # nosec B608
HEADS = Prepared("petition_heads", _HEADS, _TYPES)

_ESCALATION: Columns = {
    **_same("e", "cycle", "step"),
    "from": _code("e.from_desk_id"),
    "to": _code("e.to_desk_id"),
    **_same("e", "planned_at", "at", "alarm", "acknowledged_at"),
    "acknowledged_by": _name("e.acknowledged_by_id"),
}
_DEADLINE: Columns = {
    "kind": "r.kind",
    "label": "r.derivation->>'label'",
    "rule": "r.derivation->>'rule'",
    "article": "r.derivation->>'article'",
    "org": "lpad(r.org_code::text, 12, '0')",
    "desk": _coded("desk"),
    **_same("r", "opened_at", "due_at"),
    "provisional": "(r.derivation->>'provisional')::boolean",
    "light": _LIGHT.format("r.light"),
    **_same("r", "cycle", "step", "awaiting_ack", "closed_at", "outcome"),
    "escalations": _nested("deadlines_escalation e WHERE e.deadline_id = r.id", _ESCALATION, order="e.id"),
}
_EVENT: Columns = {
    **_same("r", "at", "verb"),
    "title": "coalesce(%(titles)s ->> r.verb, r.verb)",
    "org": _coded("unit"),
    "actor": "actor.name",
    "note": "r.note",
    # Only what is spoken of; mostly that is all there is.
    "data": """CASE WHEN r.data = '{}' OR r.data - %(facts)s = '{}' THEN r.data ELSE (
        SELECT coalesce(jsonb_object_agg(d.key, d.value), '{}') FROM jsonb_each(r.data) d WHERE d.key = ANY(%(facts)s)
    ) END""",
}
_CONTACT: Columns = {
    **_same("r", "channel", "at", "recorded_at"),
    "org": _coded("unit"),
    "receiver": "receiver.name",
    **_same("r", "scribe", "head_count", "oral", "read_back", "unread_reason"),
    **_same("r", "source_organ", "source_number", "report_due_on"),
    **_only(_CLEAR, "r.companions"),
    **_only(_TOLD, "r.note", "r.incident"),
}
# As Letter.state.
_LETTER_STATE = """CASE
    WHEN r.withdrawn_at IS NOT NULL THEN 'withdrawn'
    WHEN r.assessment <> '' THEN r.assessment
    WHEN r.replied_at IS NOT NULL THEN 'replied'
    WHEN r.sent_at IS NOT NULL AND
        (SELECT p.closed_at FROM cases_petition p WHERE p.id = r.petition_id) IS NULL THEN 'waiting'
    WHEN r.sent_at IS NOT NULL THEN 'lapsed'
    WHEN r.signed_at IS NOT NULL THEN 'signed'
    ELSE 'draft'
END"""
_LETTER: Columns = {
    "number": "d.number",
    "state": _LETTER_STATE,
    **_same("r", "kind", "relief", "ground", "urgency"),
    "agency": "a.name",
    "org": _code("r.org_id"),
    **_same("r", "signed_at", "sent_at", "replied_at", "reply_how", "taken", "assessment", "assessed_at"),
    **_same("r", "withdrawn_at"),
    **_only(
        f"r.org_id = %(unit)s OR {_HELD}",
        *("r.ask", "r.reply_from", "r.reply_text", "r.assessment_note", "r.withdrawn_why"),
    ),
}
_REPLY: Columns = _same("a", "at", "text", "judged_at", "accepted", "note")
_ORDER: Columns = {
    "number": "d.number",
    **_same("r", "state", "cause", "level", "method"),
    "issuer": "lpad(r.issuer_code::text, 12, '0')",
    "receiver": "lpad(r.receiver_code::text, 12, '0')",
    **_same("r", "demand", "due_on"),
    "due_at": "c.due_at",
    **_same("r", "drafted_at", "issued_at", "ended_at", "ended_note"),
    "replies": _nested("cases_supervisionreply a WHERE a.order_id = r.id", _REPLY, order="a.id"),
}
_ATTACHMENT: Columns = {
    **_same("r", "name", "extension", "size"),
    "sha256": "r.digest",
    "uploaded_at": "r.uploaded_at",
    "letter": "(SELECT d.number FROM cases_letter l JOIN cases_document d ON d.id = l.document_id "
    "WHERE l.id = r.letter_id)",
}

# What hangs on a petition, by its name in the document.
_CHILDREN: dict[str, str] = {
    "contacts": _grouped(
        f"cases_contact r {_UNIT} LEFT JOIN accounts_user receiver ON receiver.id = r.receiver_id",
        _CONTACT,
        where="true",
        order="r.at, r.id",
    ),
    "deadlines": _grouped(
        "(SELECT d.object_id AS petition_id, d.* FROM deadlines_deadline d WHERE d.content_type_id = %(petitions)s) r "
        "LEFT JOIN orgs_organization desk ON desk.id = r.desk_id",
        _DEADLINE,
        where="true",
        order="r.opened_at, r.id",
    ),
    "timeline": _grouped(
        f"cases_event r {_UNIT} LEFT JOIN accounts_user actor ON actor.id = r.actor_id",
        _EVENT,
        where="true",
        order="r.id",
    ),
    "letters": _grouped(
        "cases_letter r JOIN cases_document d ON d.id = r.document_id JOIN orgs_agency a ON a.id = r.agency_id",
        _LETTER,
        where=f"({_TOLD})",
        order="r.id",
    ),
    "supervision": _grouped(
        "cases_supervisionorder r LEFT JOIN cases_document d ON d.id = r.document_id "
        "LEFT JOIN deadlines_deadline c ON c.id = r.clock_id",
        _ORDER,
        where="r.receiver_code >= %(low)s AND r.receiver_code < %(high)s AND "  # as SupervisionQuerySet.visible_to
        f"(r.state NOT IN ({_ORDERED}) OR r.issuer_code >= %(low)s AND r.issuer_code < %(high)s)",
        order="r.id",
    ),
    "attachments": _grouped(
        "cases_attachment r", _ATTACHMENT, where=f"r.removed_at IS NULL AND {_HELD}", order="r.id"
    ),
}

# How the petitioner may be reached, as she has said; never in which words one proves to be a friend.
_WINDOW: Columns = _same("w", "days", "begins", "ends")
_REACH: Columns = {
    "asked": "true",
    **_same("r", "ways", "no_message", "number_shared"),
    "windows": _nested("cases_callwindow w WHERE w.contact_id = r.id", _WINDOW, order="w.begins, w.id"),
}
_REACHES = f"""
    SELECT r.petition_id, {_object(_REACH)}::text FROM cases_safecontact r JOIN cases_party p ON p.id = r.party_id
    WHERE r.petition_id = ANY(%(reached)s) AND r.replaced_at IS NULL AND p.role = 'petitioner' AND p.removed_at IS NULL
"""  # our own names  # noqa: S608  # nosec B608

REACH = "reach"
# Rows of a part's name, a petition's key, and the part's JSON.
PARTS = Prepared(
    "petition_parts",
    " UNION ALL ".join(
        f"SELECT '{part}', part.* FROM ({rows}) part"  # our own names  # noqa: S608  # nosec B608
        for part, rows in (_CHILDREN | {REACH: _REACHES}).items()
    ),
    _TYPES,
)
CHILDREN = tuple(_CHILDREN)

_PERSON: Columns = {
    **_same("r", "role", "relation", "sex"),
    "birth_year": "coalesce(extract(year FROM r.birth_on)::int, r.birth_year)",
    **_same("r", "marital", "education", "groups"),
}
OF_THE_KNOWN = ("birth_on", "ethnicity", "occupation")  # for readers who see her name
# All who belong to it or did, and under which names and addresses they were known before.
_PEOPLE = f"""
    SELECT r.petition_id, r.removed_at IS NULL, r.role, r.name, r.birth_on, r.birth_year,
           r.id_number, r.phone, r.address,
           {_object(_PERSON)}::text, {_object(_same("r", *OF_THE_KNOWN))}::text
    FROM cases_party r WHERE r.petition_id = ANY(%(pks)s) ORDER BY r.petition_id, r.id
"""  # our own names  # noqa: S608  # nosec B608
PEOPLE = Prepared("petition_people", _PEOPLE, _TYPES)
_FORMER = """
    SELECT r.petition_id, r.field, r.value FROM cases_formervalue r
    WHERE r.petition_id = ANY(%(pks)s) AND r.field IN ('name', 'address')
"""
FORMER = Prepared("petition_former", _FORMER, _TYPES)
