"""For whom rows are read now: PostgreSQL shows and takes only rows of this scope, whatever a query forgot.

`scoped_postgres` sends the scope along with the first statement of every transaction; the policies in each room's
`row_policies.py` ask for it. Without a scope no row is shown.
"""

from collections.abc import Iterator
from contextlib import _GeneratorContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase

NO_READER = 0
BEYOND_ALL_CODES = 10**12


@dataclass(frozen=True)
class RowScope:
    """The places `[code, code_end)` and the person on whose behalf rows are read; `flags` are letters for what her
    roles give her (accounts.row_scopes). Without a reader, only the places bound what is seen."""

    code: int
    code_end: int
    reader: int = NO_READER
    org: int = 0
    flags: str = ""

    def __post_init__(self) -> None:
        if not set(self.flags) <= set(ascii_lowercase):
            raise ValueError(f"flags are small letters, not {self.flags!r}")

    @cached_property
    def statement(self) -> str:
        """What tells PostgreSQL, until the transaction ends."""
        return (
            f"SET LOCAL portal.code = '{self.code:d}'; SET LOCAL portal.code_end = '{self.code_end:d}'; "
            f"SET LOCAL portal.reader = '{self.reader:d}'; SET LOCAL portal.org = '{self.org:d}'; "
            f"SET LOCAL portal.flags = '{self.flags}'; "
        )


# The portal itself: the engine, and verbs where their work leads beyond what their user may read.
EVERYTHING = RowScope(0, BEYOND_ALL_CODES)
NOTHING = RowScope(-1, -1, reader=-1, org=-1)  # nobody's place, person and unit


class _Untold(RowScope):
    """For the owner of the tables, whom no policy binds; some of its statements go only without others beside them."""

    @property
    def statement(self) -> str:
        return ""


UNTOLD = _Untold(0, BEYOND_ALL_CODES)

_current: ContextVar[RowScope | None] = ContextVar("row scope", default=None)
_at_rest: RowScope | None = None


def current_scope() -> RowScope | None:
    """Whose rows are read now; None where nobody said so, and no row is shown."""
    return _current.get() or _at_rest


def assume(scope: RowScope | None) -> None:
    """The scope of this process while no other is set: for `manage.py`, whose user holds the keys anyway."""
    global _at_rest
    _at_rest = scope


@contextmanager
def rows_of(scope: RowScope) -> Iterator[None]:
    """Inside, rows are read within this scope. Also as a decorator."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


def beyond_readers(why: str) -> _GeneratorContextManager[None]:
    """Inside, all rows: for what the portal does by itself, and for the steps of a verb that lead to units which its
    user does not see. `why` is for whoever reads the code: tests/test_architecture.py lists every use."""
    if not why:
        raise ValueError("say why")
    return rows_of(EVERYTHING)
