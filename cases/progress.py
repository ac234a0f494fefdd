"""How far background work has come, for the page that asks once a second; kept in the cache, which may forget it."""

from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache

_KEPT = 60 * 60  # seconds


class Done(NamedTuple):
    """Rows gone through, and rows in all."""

    rows: int
    total: int


@dataclass(frozen=True)
class Track:
    """The progress of one kind of work, by its row's key."""

    kind: str

    def publish(self, pk: int, rows: int, total: int) -> None:
        cache.set(self._key(pk), (rows, total), _KEPT)

    def read(self, pk: int) -> Done:
        """Nothing of nothing while the worker has not begun."""
        return Done(*cache.get(self._key(pk), (0, 0)))

    def forget(self, pk: int) -> None:
        cache.delete(self._key(pk))

    def _key(self, pk: int) -> str:
        return f"{self.kind}:{pk}"
