"""Proves that a copy is equal: how many objects each county and month has, and a sum over their revisions."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from fedportal.changes.feed import FeedReader, revisions

Row = TypeVar("Row")
Names = tuple[str, ...]

_WHOLE = 1 << 64
_CHUNK = 10_000  # objects whose revisions are asked for at once


@dataclass
class Partition:
    """`digest` is the sum, modulo 2⁶⁴, of the first eight bytes of SHA-256 over each “id:revision”: in any order the
    same, and another as soon as one object is missing, doubled or old."""

    count: int = 0
    digest: int = 0

    def add(self, opaque: str, revision: int) -> None:
        hashed = hashlib.sha256(f"{opaque}:{revision}".encode()).digest()[:8]
        self.digest = (self.digest + int.from_bytes(hashed)) % _WHOLE
        self.count += 1

    @property
    def hex(self) -> str:
        return f"{self.digest:016x}"


def partitions(reader: FeedReader, kind: str, rows: Iterable[tuple[int, Names]]) -> dict[Names, Partition]:
    """By the names of the partition that come with each key."""
    found: dict[Names, Partition] = {}
    for chunk in _chunks(rows):
        numbers = revisions(kind, [key for key, _ in chunk])
        for key, names in chunk:
            found.setdefault(names, Partition()).add(reader.opaque(kind, key), numbers[key])
    return dict(sorted(found.items()))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
