"""Everything that a reader sees, line by line, and the cursor with which the feed goes on from there.

Nothing is held but one chunk: each is read in a moment of its own. What changes meanwhile comes again by the feed,
whose cursor is that of the beginning.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from fedportal.changes import cursors
from fedportal.changes.cursors import CursorGone, everything_before
from fedportal.changes.feed import FeedReader, horizon, upserts
from fedportal.changes.kinds import kinds
from fedportal.changes.models import Feed
from fedportal.lib.snapshot import one_snapshot


@dataclass(frozen=True)
class Checkpoint:
    """How far a snapshot has come: what its feed begins with, and the last object that was told."""

    begun: str
    kind: str = ""
    key: int = 0

    @property
    def token(self) -> str:
        return f"{self.begun}~{self.kind}~{self.key}"

    @classmethod
    def read(cls, token: str) -> "Checkpoint":
        """Raises CursorGone."""
        begun, kind, key = [*token.split("~"), "", ""][:3]
        if kind not in kinds() or not key.isdecimal() or len(key) > 18:
            raise CursorGone
        cursors.read(Feed.current().key, begun)
        return cls(begun, kind, int(key))


def begin() -> Checkpoint:
    """A snapshot of now."""
    return Checkpoint(cursors.written(Feed.current().key, everything_before(horizon())))


def lines(reader: FeedReader, start: Checkpoint) -> Iterator[str]:
    """One JSON text a line: the cursor, then every object with its body, now and then a checkpoint to resume at, and
    at the very end how many were told. Raises nothing: a stream without its end was cut."""
    yield json.dumps({"cursor": start.begun})
    told = 0
    for name, kind in reader.kinds.items():
        if name < start.kind:
            continue
        last = start.key if name == start.kind else 0
        while keys := kind.all_keys(reader.user, last):
            with one_snapshot():
                found = upserts(reader, kind, keys, bodies=True)
            yield from found.values()
            told += len(found)
            last = keys[-1]
            yield json.dumps({"checkpoint": Checkpoint(start.begun, name, last).token})
    yield json.dumps({"end": True, "count": told})
