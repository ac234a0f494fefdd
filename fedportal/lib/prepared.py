"""Statements that each connection of PostgreSQL plans once: for what is asked often, and is long to plan."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import connection

_PARAMETER = re.compile(r"%\((\w+)\)s")


class Prepared:
    """One statement with parameters `%(name)s`, whose types are named; connections know it by `name`."""

    def __init__(self, name: str, statement: str, types: Mapping[str, str]) -> None:
        self.name = name
        self.asked = list(dict.fromkeys(_PARAMETER.findall(statement)))
        numbered = _PARAMETER.sub(lambda found: f"${self.asked.index(found[1]) + 1}", statement)
        self._prepare = f"PREPARE {name} ({', '.join(types[each] for each in self.asked)}) AS {numbered}"
        self._execute = f"EXECUTE {name} ({', '.join(f'%({each})s' for each in self.asked)})"

    def rows(self, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of the answer; of lists of whole numbers `array` makes what stands in `params`."""
        with connection.cursor() as cursor:  # it connects where it has to, and then nothing is kept yet
            kept: set[str] = cast("Any", connection).prepared
            if self.name not in kept:
                cursor.execute(self._prepare)
                kept.add(self.name)
            cursor.execute(self._execute, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def array(keys: Sequence[int]) -> str:
    """An array as PostgreSQL reads it in a moment: written out as ARRAY[…], each number would be parsed by itself."""
    return "{" + ",".join(map(str, keys)) + "}"
