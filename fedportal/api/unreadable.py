"""What stands in the place of a document that the portal itself cannot read now: a key is missing, or a stored value
was damaged.

It is told instead of the document, never beside a part of it: what cannot be read cannot be taken out of the texts
either, and a copy must not lose what it holds because a key was forgotten at a restart. All others are told as ever.
"""

import json
from typing import Any

from fedportal.api.codes import CODES
from fedportal.api.problems import Problem

CODE = "unreadable"


class Unreadable(str):
    """The JSON of what is known of it, with the member `unreadable`."""

    __slots__ = ()

    @classmethod
    def of(cls, **known: Any) -> "Unreadable":
        told = {"code": CODE, "detail": CODES[CODE]}
        return cls(json.dumps(known | {CODE: told}, ensure_ascii=False, separators=(",", ":")))

    @property
    def problem(self) -> str:
        """Of it alone, as JSON."""
        return json.dumps(json.loads(self)[CODE], ensure_ascii=False, separators=(",", ":"))


def readable(text: str) -> str:
    """The document. Raises Problem 503 where there is none to be read now."""
    if isinstance(text, Unreadable):
        raise unreadable()
    return text


def unreadable() -> Problem:
    """Of what was asked for."""
    return Problem(503, CODE, CODES[CODE])
