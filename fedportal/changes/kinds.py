"""What the feed speaks of: each room declares its kinds and their tables in `synced_tables.py`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.module_loading import autodiscover_modules

from fedportal.accounts.models import User
from fedportal.api.scopes import Scope

# The documents of those of these objects that the reader sees now, as JSON text by key.
Documents = Callable[[Sequence[int], User, bool], dict[int, str]]
# What the reader sees within a range of codes, each with its county and month: partitions of a digest.
Placed = Callable[[User, "tuple[int, int] | None"], Iterable[tuple[int, dict[str, str]]]]


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to an object, or stand in its document: `keys` is a query of the objects' keys over
    {rows}; with `shows`, its rows bring an object before somebody, with `hides`, its changes may also take it out of
    sight, and with `bars`, a new row does. Of a table with `told`, only other values of these columns count: the rest
    is not spoken of."""

    table: str
    keys: str
    hides: bool = False
    shows: bool = False
    bars: bool = False
    told: tuple[str, ...] = ()

    @property
    def is_of_sight(self) -> bool:
        return self.hides or self.shows or self.bars


@dataclass(frozen=True)
class Kind:
    """One kind of object: its table, with a column `org_code` (or another `code`; none: everybody's), the columns
    that decide who sees it, the tables of its parts, and how its documents are made; `echoes` is a query over {keys}
    of the objects whose documents name one of these, as far as their reader sees it. It is before clients with that
    `scope`. With `also`, a column of another place from which it is seen, beside the one of `code`."""

    name: str
    table: str
    documents: Documents
    all_keys: Callable[[User, int], list[int]]  # of what the reader sees, the first thousand above a key
    placed: Placed
    code: str = ""
    also: str = ""
    sight: tuple[str, ...] = ()
    parts: tuple[Part, ...] = field(default=())
    echoes: str = ""
    scope: Scope = Scope.READ
    shared: bool = False  # exchanged with another organ, whose client is told of these and of nothing else


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Called once by each room's `synced_tables` at import."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """All kinds, by name."""
    autodiscover_modules("synced_tables")
    return dict(sorted(_kinds.items()))


def kinds_for(user: User, scopes: Collection[str] | None = None) -> dict[str, Kind]:
    """What this account is told of, by these of its client's scopes or all of them: another organ of those objects
    alone that it exchanges with us."""
    if user.speaks_for:
        return {name: kind for name, kind in kinds().items() if kind.shared}
    granted = user.api_client.scopes if scopes is None else scopes
    return {name: kind for name, kind in kinds().items() if kind.scope in granted}
