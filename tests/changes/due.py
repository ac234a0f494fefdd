"""What a reader ought to hold, asked of the database and not of the interface."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from cases.api.document import petition_documents
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.ids import opaque_id
from fedportal.lib.row_scope import beyond_readers, rows_of

Copy = Mapping[str, tuple[int, dict[str, Any]]]  # revision and body, by the reader's own id

_PLAIN = """
SELECT p.id, p.number, lpad(p.org_code::text, 12, '0'), p.status, p.version,
       (SELECT sum(c.xid + c.carried)::bigint FROM changes_change c WHERE c.kind = 'petition' AND c.object_id = p.id)
FROM cases_petition p WHERE p.id = ANY (%s)
"""


def assert_holds(copy: Copy, account: User, *, personal: bool = False) -> None:
    """All that this account sees now, as it is now, and nothing else."""
    keys, documents = _seen(account, personal)
    with beyond_readers("a test"), connection.cursor() as cursor:
        cursor.execute(_PLAIN, [keys])
        standing = {opaque_id(account.api_client.pk, "petition", row[0]): row[1:] for row in cursor.fetchall()}
    assert copy.keys() == standing.keys() == documents.keys()
    said = {
        key: (body["number"], body["org"], body["status"], body["version"], revision)
        for key, (revision, body) in copy.items()
    }
    assert said == standing
    for key, (_, body) in copy.items():
        assert body == documents[key]


def _seen(account: User, personal: bool) -> tuple[list[int], dict[str, dict[str, Any]]]:
    with rows_of(scope_of(account)):
        keys = list(Petition.objects.visible_to(account).values_list("pk", flat=True))
        found = petition_documents(keys, account, personal)
    client = account.api_client.pk
    return keys, {opaque_id(client, "petition", key): json.loads(text) for key, text in found.items()}
