"""Rows whose column is one of many values, given as one array: a list of a thousand keys costs as much as one key."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func

from fedportal.lib.prepared import array


class AnyOf(Func):
    """`column = ANY(array)`, for whole numbers such as keys: `rows.filter(AnyOf("pk", keys))`."""

    output_field = BooleanField()

    def __init__(self, column: str, values: Sequence[int]) -> None:
        super().__init__(F(column))
        self.values = tuple(values)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> tuple[str, tuple[Any, ...]]:
        column, of_column = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = ANY(%s::bigint[])", (*of_column, array(self.values))
