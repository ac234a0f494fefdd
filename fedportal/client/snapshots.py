"""A whole snapshot over a line that breaks: what was cut is asked for again from the last checkpoint."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from .access import PATIENCE, Access
from .documents import Document
from .failures import CutShort, Unreachable
from .feed import Begun, Checkpoint, Unread, snapshot
from .telling import Telling
from .waiting import Waiting


@dataclass(frozen=True)
class Stretch:
    """The objects up to a checkpoint, and the cursor with which the feed continues the whole snapshot."""

    documents: list[Document]
    checkpoint: str
    cursor: str
    unread: list[Unread]


def stretches(access: Access, tell: Telling, *, after: str = "", patience: float = PATIENCE) -> Iterator[Stretch]:
    """From the beginning, or from behind a checkpoint. What has been yielded is never yielded again.

    Raises CursorGone where the checkpoint is too old, Unreachable where no stretch came through for too long."""
    waiting = Waiting(patience)
    while True:
        try:
            for stretch in _until_cut(access, after):
                yield stretch
                after, waiting = stretch.checkpoint or after, Waiting(patience)
            return
        except CutShort as cut:
            pause = waiting.next_pause()
            if pause is None:
                raise Unreachable(f"快照总在中途断开，已重试 {waiting.failures - 1} 次。") from cut
            tell(f"快照中途断开，{pause:.1f} 秒后从断处继续")
            time.sleep(pause)


def _until_cut(access: Access, after: str) -> Iterator[Stretch]:
    cursor, documents, unread = "", list[Document](), list[Unread]()
    for item in snapshot(access, after):
        match item:
            case Begun():
                cursor = item.cursor
            case Checkpoint():
                yield Stretch(documents, item.token, cursor, unread)
                documents, unread = [], []
            case Document():
                documents.append(item)
            case Unread():
                unread.append(item)
    yield Stretch(documents, "", cursor, unread)
