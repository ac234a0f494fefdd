"""What the feed speaks of: each room declares its kinds and their tables in `synced_tables.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.module_loading import autodiscover_modules

from fedportal.accounts.models import User

# The documents of those of these objects that the reader sees now, as JSON text by key.
Documents = Callable[[Sequence[int], User, bool], dict[int, str]]
# What the reader sees within a range of codes, each with its county and month: partitions of a digest.
Placed = Callable[[User, "tuple[int, int] | None"], Iterable[tuple[int, dict[str, str]]]]


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to an object: `keys` is a query of the objects' keys over {rows}; with `hides`, its
    changes may take an object out of somebody's sight."""

    table: str
    keys: str
    hides: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of object: its table, with a column `org_code` (or another `code`; none: everybody's), the columns
    that decide who sees it, the tables of its parts, and how its documents are made. `told_by`, a query over {rows},
    finds those whose documents name it to whoever may see it."""

    name: str
    table: str
    documents: Documents
    all_keys: Callable[[User, int], list[int]]  # of what the reader sees, the first thousand above a key
    placed: Placed
    code: str = ""
    sight: tuple[str, ...] = ()
    told_by: str = ""
    parts: tuple[Part, ...] = field(default=())


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Called once by each room's `synced_tables` at import."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """All kinds, by name."""
    autodiscover_modules("synced_tables")
    return dict(sorted(_kinds.items()))
