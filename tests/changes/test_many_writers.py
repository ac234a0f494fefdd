"""Whoever writes and however: each reader ends with exactly what its organization sees."""

import json
import threading
import time

from django.db import connection

from cases.api.document import petition_documents
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.models import ApiClient
from fedportal.lib.row_scope import rows_of
from tests.api.clients import api_client, caller
from tests.changes.mirror import Mirror
from tests.changes.writing import Writer
from tests.factories import ProvinceTree, user

SECONDS = 8
WRITERS = 8


class Reader(threading.Thread):
    """Follows the feed until it is stopped."""

    def __init__(self, client: ApiClient, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.account, self.mirror, self.stop_at = client.user, Mirror(caller(client)), stop

    def run(self) -> None:
        try:
            while not self.stop_at.is_set():
                self.mirror.follow(settle=False, limit=7)
                time.sleep(0.05)
        finally:
            connection.close()


def whole(account: User) -> dict[str, object]:
    """Everything that this account sees now, by number."""
    with rows_of(scope_of(account)):
        keys = list(Petition.objects.visible_to(account).values_list("pk", flat=True))
        documents = [json.loads(text) for text in petition_documents(keys, account, False).values()]
    return {document["number"]: document for document in documents}


def test_three_readers_of_eight_writers_end_with_what_stands_in_the_database(
    transactional_db: None, law: None, tree: ProvinceTree
) -> None:
    clerks = [user(unit, Role.RECEPTIONIST) for unit in (tree.bincheng, tree.binzhou, tree.hanchuan)]
    stop = threading.Event()
    clients = [api_client(unit) for unit in (tree.bincheng, tree.binzhou, tree.shandong)]
    readers = [Reader(client, stop) for client in clients]
    writers = [Writer(clerks, seed, stop) for seed in range(WRITERS)]
    for thread in (*readers, *writers):
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in (*writers, *readers):
        thread.join(timeout=60)
    assert not any(writer.error for writer in writers)
    assert sum(writer.done for writer in writers) > WRITERS
    for reader in readers:
        reader.mirror.follow()
        held = {row["body"]["number"]: row["body"] for row in reader.mirror.rows.values()}
        assert held == whole(reader.account)
        assert reader.mirror.digests() == reader.mirror.proven()
