"""The feed of changes with full bodies, against PostgreSQL's own JSON of the bare rows; and the snapshot's memory."""

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path

from django.db import connection

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.models import ApiClient
from fedportal.changes import feed, snapshot
from fedportal.changes.feed import FeedReader
from fedportal.changes.triggers import begin_anew
from fedportal.lib.database_roles import as_owner
from fedportal.lib.row_scope import rows_of
from fedportal.orgs.models import Organization
from tests.api.clients import api_client
from tests.bench.figures import Figure, quickest, seconds
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.bench.scratch import settle
from tests.bench.serving import member

CITY = 371600000000  # whose counties hold all of them here
PAGE = 1000  # changes asked for at once
READ = 20_000  # changes that are timed
PAGE_BYTES = 4096


def run() -> Iterator[Figure]:
    load_petitions(by=member(371602000000, Role.RECEPTIONIST), under=CITY)
    with as_owner():
        begin_anew()
        settle()
    reader = FeedReader(_client().user, personal=False)
    with rows_of(scope_of(reader.user)):
        yield _feed(reader)
        yield from _snapshot(reader)


def _client() -> ApiClient:
    return api_client(Organization.objects.get(code=CITY, valid_to=None))


def _feed(reader: FeedReader) -> Figure:
    told = min(READ, PETITIONS)

    def follow() -> None:
        cursor, got = "", 0
        while got < told:
            page = feed.changes_since(reader, cursor, limit=PAGE, bodies=True)
            cursor, got = page.cursor, got + len(page.lines)

    rate, bare = told / quickest(follow), told / quickest(lambda: _bare(told))
    return Figure("feed", rate, "rows/s", rate / bare, "row_to_json of the petitions alone, without their parts")


def _bare(rows: int) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute(
            f"SELECT row_to_json(p)::text FROM {Petition._meta.db_table} p ORDER BY id LIMIT %s",
            [rows],
        )
        assert len(cursor.fetchall()) == rows


def _snapshot(reader: FeedReader) -> Iterator[Figure]:
    """To its end: what is kept from the city's system is not told."""
    lines = snapshot.lines(reader, snapshot.begin())
    early = _taken(lines, PETITIONS // 10)
    told = count()
    taken = seconds(lambda: deque(zip(lines, told, strict=False), maxlen=0))
    rows = next(told)
    yield Figure("snapshot", rows / taken, "rows/s", rows / taken / 10_000, f"10,000 rows a second, {rows:,} rows")
    yield Figure("snapshot_memory", _resident() / 2**20, "MiB", early / _resident(), "after a tenth of it")


def _taken(lines: Iterator[str], rows: int) -> int:
    """The memory after so many rows, in bytes."""
    deque(islice(lines, rows), maxlen=0)
    return _resident()


def _resident() -> int:
    """Bytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_BYTES
