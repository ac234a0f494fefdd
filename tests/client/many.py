"""Many petitions in a moment: copies of one that was registered by the real verb."""

from django.db import connection

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.samples import petition

_OWN = {
    "id": None,
    "number": "p.number || '-' || n",
    "origin_key": None,
    # each another text, which no compression makes much smaller
    "facts": "p.facts || (SELECT string_agg(md5(n || '.' || i), '') FROM generate_series(1, 40) i)",
}


def many_petitions(count: int, *, by: User) -> None:
    """So many more, with what belongs to the row itself."""
    one = petition(by, facts="丈夫酒后多次殴打。\u2028第二段\x85末尾")
    fields = [field for field in Petition._meta.concrete_fields if not getattr(field, "generated", False)]
    named = {field.column: _OWN.get(field.column, f"p.{field.column}") for field in fields}
    columns = {column: source for column, source in named.items() if source}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO cases_petition ({", ".join(columns)}) SELECT {", ".join(columns.values())}
            FROM cases_petition p, generate_series(1, %s) n WHERE p.id = %s""",
            [count - 1, one.pk],
        )
