"""What the portal holds for a client, asked inside it; a copy has to be the same, object by object."""

import json

from fedportal.api.models import ApiClient
from fedportal.client.documents import read
from fedportal.client.store import Store
from tests.api.clients import caller
from tests.changes.mirror import Mirror


def assert_equal(store: Store, client: ApiClient) -> None:
    """Ids, revisions, bodies: all of them, and nothing else."""
    portal = Mirror(caller(client))
    portal.begin()
    ours = {document.id: document for document in store.documents()}
    theirs = {key: read(line) for key, line in portal.rows.items()}
    assert ours.keys() == theirs.keys()
    for key in theirs:
        assert (json.loads(ours[key].body), ours[key].revision) == (json.loads(theirs[key].body), theirs[key].revision)
    assert ours == theirs
    assert all(document.is_whole for document in ours.values())
