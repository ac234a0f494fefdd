"""Redacting a document's JSON says what redacting each of its free texts says, and touches nothing else."""

import json
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.api.document_redaction import FREE, redacted
from fedportal.lib.redaction import Redaction

WORDS = st.text('王小芳 \n"\\:,{}note1385431234某。\x01\t', max_size=40)
DATA = st.recursive(WORDS | st.integers() | st.none(), lambda each: st.lists(each, max_size=2), max_leaves=4)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"note": WORDS, "actor": WORDS, "data": st.dictionaries(WORDS.filter(bool), DATA, max_size=3), "text": WORDS}
    ),
    max_size=3,
)
PEOPLE = Redaction([("王小芳", "王某某")], ["王小芳note"])


def expected(node: Any, *, inside: bool = False) -> Any:
    """The plain way: all free texts, one by one."""
    if isinstance(node, list):
        return [PEOPLE(each) if inside and isinstance(each, str) else expected(each, inside=inside) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: PEOPLE(value)
        if isinstance(value, str) and (inside or key in FREE)
        else expected(value, inside=inside or key == "data")
        for key, value in node.items()
    }


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
@example(rows=[{"note": "", "actor": "", "text": "", "data": {"note": "}", "text": "王小芳"}}])
def test_it_takes_out_the_same_of_what_postgresql_writes(rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(json_agg((SELECT row_to_json(o) FROM (
                SELECT r->>'note' AS note, r->>'actor' AS actor, r->>'text' AS text, r->'data' AS data
            ) o) ORDER BY nth), '[]')::text FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS t (r, nth)
            """,
            [json.dumps(rows)],
        )
        ((written,),) = cursor.fetchall()

    assert json.loads(redacted(written, PEOPLE)) == expected(json.loads(written))
