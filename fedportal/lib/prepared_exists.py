"""A condition that is put together once and filled in each time: composing one can take longer than answering it."""

import enum
from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet


class Slot(enum.IntEnum):
    """What is filled in later. The numbers stand in the composed question instead, and are nobody's key."""

    COLUMN = -7_000_001  # of the row that the condition is about
    READER = -7_000_002
    ORG = -7_000_003
    CODE = -7_000_004
    CODE_END = -7_000_005


SLOTS = frozenset(Slot)
Composed = tuple[str, tuple[Any, ...]]  # the text of a question and its parameters, among them slots


class PreparedExists(Func):
    """Whether a question that was composed with slots finds anything; `values` fills them."""

    output_field = BooleanField()

    def __init__(self, text: str, params: tuple[Any, ...], column: str, values: tuple[tuple[Slot, int], ...]) -> None:
        super().__init__(F(column))
        self.text, self.params, self.values = text, params, values

    @classmethod
    def of(cls, composed: Composed, column: str, values: Mapping[Slot, int]) -> "PreparedExists":
        return cls(*composed, column, tuple(values.items()))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> tuple[str, tuple[Any, ...]]:
        column, of_column = compiler.compile(self.get_source_expressions()[0])
        values = dict(self.values)
        first, *pieces = self.text.split("%s")
        words: list[str] = [first]
        params: list[Any] = []
        for value, piece in zip(self.params, pieces, strict=True):
            slot = Slot(value) if isinstance(value, int) and value in SLOTS else None
            words += [column if slot == Slot.COLUMN else "%s", piece]
            params += of_column if slot == Slot.COLUMN else [value if slot is None else values[slot]]
        return f"EXISTS ({''.join(words)})", tuple(params)


def composed(rows: QuerySet) -> Composed:
    """The text of a question whose values are slots, and its parameters in order."""
    text, params = rows.query.sql_with_params()
    return text, tuple(params)
