"""Eight who write at once, and three readers who hold in the end what stands in the database."""

import threading
import time

from django.db import connection

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.deadlines.models import Escalation
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import api_client, caller
from tests.changes.due import assert_holds
from tests.changes.mirror import Mirror
from tests.changes.writing import Writer
from tests.factories import ProvinceTree, user

WRITERS = 8
PATIENCE = 120  # seconds until a thread has done what it is about


class Reader(threading.Thread):
    """Follows the feed until it is stopped."""

    def __init__(self, client: ApiClient, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.account, self.mirror, self.stop_at = client.user, Mirror(caller(client)), stop
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop_at.is_set():
                self.mirror.follow(settle=False, patient=True, limit=7)
                time.sleep(0.05)
        except BaseException as error:
            self.error = error
            raise
        finally:
            connection.close()


def assert_readers_end_equal(tree: ProvinceTree, *, seconds: float) -> None:
    """For so long all write and read; then each copy is compared, petition by petition and digest by digest."""
    clerks = [user(unit, Role.RECEPTIONIST) for unit in (tree.bincheng, tree.binzhou, tree.hanchuan)]
    stop = threading.Event()
    readers = [Reader(api_client(unit), stop) for unit in (tree.bincheng, tree.binzhou, tree.shandong)]
    writers = [Writer(clerks, seed, stop) for seed in range(WRITERS)]
    for thread in (*readers, *writers):
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in (*writers, *readers):
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()
        assert thread.error is None
    assert all(writer.done for writer in writers)
    _assert_written_once(writers)
    for reader in readers:
        reader.mirror.follow()
        assert_holds(reader.mirror.held, reader.account)
        assert reader.mirror.digests() == reader.mirror.proven()


def _assert_written_once(writers: list[Writer]) -> None:
    """What was made stands, what was taken back does not; and some of it was overdue, for the engine to climb."""
    made = [number for writer in writers for number in writer.made]
    with beyond_readers("a test"):
        assert sorted(Petition.objects.values_list("number", flat=True)) == sorted(made)
        assert Escalation.objects.exists()
