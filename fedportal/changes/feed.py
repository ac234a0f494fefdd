"""Reads the feed, for one reader: what changed since a cursor."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from fedportal.accounts.models import User
from fedportal.api.ids import opaque_id
from fedportal.api.unreadable import Unreadable
from fedportal.changes import cursors
from fedportal.changes.cursors import CursorGone, Position, everything_before
from fedportal.changes.kinds import Kind, kinds_for
from fedportal.changes.models import Feed
from fedportal.lib.prepared import array
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.snapshot import one_snapshot


@dataclass(frozen=True)
class FeedReader:
    """For whom: the account of a client, whether she may read personal data, how ids are told to that client; of which
    kinds, where her token was given for some of her client's scopes alone."""

    user: User
    personal: bool
    scopes: tuple[str, ...] | None = None

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        return kinds_for(self.user, self.scopes)

    @cached_property
    def _client(self) -> int:
        return int(self.user.api_client.pk)

    def opaque(self, kind: str, key: int) -> str:
        return opaque_id(self._client, kind, key)


@dataclass(frozen=True)
class Page:
    """Some changes as JSON texts, the cursor behind them, and whether there are more by now."""

    lines: list[str]
    cursor: str
    more: bool


def changes_since(reader: FeedReader, cursor: str, *, limit: int, bodies: bool) -> Page:
    """At most `limit` changes behind the cursor, from the oldest on where there is none. Raises CursorGone."""
    feed = Feed.current()
    with one_snapshot():
        start = cursors.read(feed.key, cursor) if cursor else Position(feed.forgotten_below)
        if start.xid < feed.forgotten_below:
            raise CursorGone
        below = horizon()  # once: asked again it may lie higher, and the cursor would pass by what was not read
        rows = _rows_behind(start, below, limit + 1)
        more, rows = len(rows) > limit, rows[:limit]
        end = Position(*rows[-1][:3]) if more else max(start, everything_before(below))
        return Page(_lines(reader, rows, bodies=bodies), cursors.written(feed.key, end), more)


def is_anything_behind(cursor: str) -> bool:
    """Whether a reader at this cursor would be told something; cheap. Raises CursorGone."""
    feed = Feed.current()
    return bool(_rows_behind(cursors.read(feed.key, cursor), horizon(), 1))


def horizon() -> int:
    """The oldest transaction that still runs: below it, everything has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes_horizon()")
        return int(cursor.fetchone()[0])


def _rows_behind(start: Position, below: int, limit: int) -> list[tuple[int, str, int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT xid, kind, object_id, hides FROM changes_change
            WHERE (xid, kind, object_id) > (%s, %s, %s)
              AND xid < %s
            ORDER BY xid, kind, object_id LIMIT %s
            """,
            [start.xid, start.kind, start.object_id, below, limit],
        )
        return cursor.fetchall()


def _lines(reader: FeedReader, rows: Sequence[tuple[int, str, int, bool]], *, bodies: bool) -> list[str]:
    """Each object once, where its last change stands among these."""
    known = reader.kinds
    rows = [row for row in rows if row[1] in known]
    last = {(kind, key): hides for _, kind, key, hides in sorted(rows, key=lambda row: row[3])}
    order = list(dict.fromkeys((kind, key) for _, kind, key, _ in reversed(rows)))[::-1]
    keys: dict[str, list[int]] = defaultdict(list)
    for kind, key in order:
        keys[kind].append(key)
    found = {name: upserts(reader, known[name], wanted, bodies=bodies) for name, wanted in keys.items()}
    lines = []
    for kind, key in order:
        if key in found[kind]:
            lines.append(found[kind][key])
        elif last[kind, key]:
            lines.append(json.dumps({"kind": kind, "id": reader.opaque(kind, key), "op": "gone"}))
    return lines


def upserts(reader: FeedReader, kind: Kind, keys: Sequence[int], *, bodies: bool) -> dict[int, str]:
    documents = kind.documents(keys, reader.user, reader.personal)
    numbers = revisions(kind.name, list(documents))
    return {
        key: _upsert(kind.name, reader.opaque(kind.name, key), numbers[key], text, bodies)
        for key, text in documents.items()
    }


def _upsert(kind: str, opaque: str, revision: int, text: str, with_body: bool) -> str:
    """Of what cannot be read now that it is so: whoever holds a copy of it keeps that."""
    op = "unreadable" if isinstance(text, Unreadable) else "upsert"
    head = f'{{"kind":"{kind}","id":"{opaque}","op":"{op}","revision":{revision}'
    if isinstance(text, Unreadable):
        return f'{head},"problem":{text.problem}}}'
    return f'{head},"body":{text}}}' if with_body else f"{head}}}"


@beyond_readers("a revision counts changes that were made while the object was elsewhere; its reader sees it now")
def revisions(kind: str, keys: Sequence[int]) -> dict[int, int]:
    """The revision of each object: it grows with every transaction that changes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT object_id, sum(xid + carried)::bigint FROM changes_change
            WHERE kind = %s AND object_id = ANY (%s::bigint[]) GROUP BY object_id
            """,
            [kind, array(keys)],
        )
        return defaultdict(int, cursor.fetchall())
