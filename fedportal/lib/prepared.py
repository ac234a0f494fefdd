"""Statements that each connection of PostgreSQL plans once: for what is asked often, and is long to plan."""

import hashlib
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import QuerySet

KEPT = 24  # by one connection: a long plan has megabytes
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Prepared:
    """One statement with parameters `%(name)s`, whose types are named; connections know it by `name`."""

    def __init__(self, name: str, statement: str, types: Mapping[str, str], *, at_once: bool = False) -> None:
        """With `at_once` the first plan is kept for all values. Else PostgreSQL plans the first five askings each by
        itself, and goes on so where that promises more."""
        self.name = name
        self.asked = list(dict.fromkeys(_PARAMETER.findall(statement)))
        numbered = _PARAMETER.sub(lambda found: f"${self.asked.index(found[1]) + 1}", statement)
        self._prepare = f"PREPARE {name}{_listed(types[each] for each in self.asked)} AS {numbered}"
        mode = "SET LOCAL plan_cache_mode = force_generic_plan; " if at_once else ""
        self._execute = f"{mode}EXECUTE {name}{_listed(f'%({each})s' for each in self.asked)}"

    @classmethod
    def of(cls, question: QuerySet, slots: Mapping[Any, str], types: Mapping[str, str]) -> "Prepared":
        """What a query asks, composed once. Some of its values are nobody's: `slots` names the parameters for which
        they stand. All others stay in the text, where they may be the condition of an index."""
        text, params = question.query.sql_with_params()
        pieces = [piece.replace("%%", "%") for piece in text.split("%s")]
        with connection.cursor() as cursor:
            words = [
                f"%({slots[value]})s" if isinstance(value, Hashable) and value in slots else _literal(cursor, value)
                for value in params
            ]
        statement = "".join(word for pair in zip(pieces, [*words, ""], strict=True) for word in pair)
        name = f"asked_{hashlib.sha256(statement.encode()).hexdigest()[:24]}"
        return cls(name, statement, types, at_once=True)

    def rows(self, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of the answer; of lists of whole numbers `array` makes what stands in `params`."""
        with connection.cursor() as cursor:  # it connects where it has to, and then nothing is kept yet
            kept: list[str] = cast("Any", connection).prepared  # what was asked last at its end
            if self.name in kept:
                kept.remove(self.name)
            else:
                cursor.execute(self._prepare)
            kept.append(self.name)
            if len(kept) > KEPT:
                cursor.execute(f"DEALLOCATE {kept.pop(0)}")
            cursor.execute(self._execute, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _literal(cursor: Any, value: Any) -> str:
    written: bytes = cursor.mogrify("%s", [value])
    return written.decode()


def _listed(words: Iterable[str]) -> str:
    """In brackets, or nothing: PostgreSQL knows no empty ones here."""
    listed = ", ".join(words)
    return f" ({listed})" if listed else ""


def array(keys: Sequence[int]) -> str:
    """An array as PostgreSQL reads it in a moment: written out as ARRAY[…], each number would be parsed by itself."""
    return "{" + ",".join(map(str, keys)) + "}"
