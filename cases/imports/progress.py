"""How far a ledger has come, for the page that asks once a second; kept in the cache, which may forget it."""

from typing import NamedTuple

from django.core.cache import cache

_KEPT = 60 * 60  # seconds


class Done(NamedTuple):
    """Rows gone through, and rows in all."""

    rows: int
    total: int


def publish(batch_pk: int, rows: int, total: int) -> None:
    cache.set(_key(batch_pk), (rows, total), _KEPT)


def read(batch_pk: int) -> Done:
    """Nothing of nothing while the worker has not begun."""
    return Done(*cache.get(_key(batch_pk), (0, 0)))


def forget(batch_pk: int) -> None:
    cache.delete(_key(batch_pk))


def _key(batch_pk: int) -> str:
    return f"import:{batch_pk}"
