"""Where a reader of the feed stands."""

import base64
import binascii
import re
from dataclasses import dataclass
from uuid import UUID

_FORM = re.compile(r"([0-9a-f]{32})\.(\d{1,19})\.([a-z_]{0,20})\.(\d{1,19})")


class CursorGone(Exception):
    """It is of another feed, too old, or none of ours."""


@dataclass(frozen=True, order=True)
class Position:
    """Behind this row of the feed."""

    xid: int
    kind: str = ""
    object_id: int = 0


_LAST_KIND = "zzz"


def everything_before(xid: int) -> Position:
    """Behind all that transactions below this one have done."""
    return Position(xid - 1, _LAST_KIND)


def written(feed: UUID, position: Position) -> str:
    """As handed to clients, who are not to look into it."""
    text = f"{feed.hex}.{position.xid}.{position.kind}.{position.object_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(feed: UUID, cursor: str) -> Position:
    """Raises CursorGone."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise CursorGone from None
    form = _FORM.fullmatch(text)
    if form is None or form[1] != feed.hex:
        raise CursorGone
    return Position(int(form[2]), form[3], int(form[4]))
