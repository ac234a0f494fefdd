"""The three questions of keeping a copy: everything, what changed since, and the digests; as iterators."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from .access import Access, refuse_failures
from .documents import Document, Key, Place, read
from .failures import CutShort, Unreachable

PAGE = 500  # changes in one answer


@dataclass(frozen=True)
class Page:
    """What changed, and where the feed goes on. `gone` we no longer have; `unread` the portal itself cannot read now:
    what we hold of it stays."""

    upserts: list[Document]
    gone: list[Key]
    unread: list[Key]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Unread:
    """An object that is there, and that the portal cannot read now."""

    key: Key
    revision: int


@dataclass(frozen=True)
class Checkpoint:
    """Of a snapshot: all lines before have been told, another stream may begin behind them."""

    token: str


@dataclass(frozen=True)
class Begun:
    """The first line of a snapshot: the cursor from which changes go on once all lines are in."""

    cursor: str


def changes(access: Access, cursor: str, *, wait: int = 0) -> Page:
    """What stands behind the cursor; with `wait`, an answer comes when there is something, or after those seconds."""
    told = access.get("changes/", cursor=cursor, limit=PAGE, bodies=1, wait=wait or None)
    try:
        upserts = [read(line) for line in told["changes"] if line["op"] == "upsert"]
        gone = [(line["kind"], line["id"]) for line in told["changes"] if line["op"] == "gone"]
        unread = [(line["kind"], line["id"]) for line in told["changes"] if line["op"] == "unreadable"]
        return Page(upserts, gone, unread, told["cursor"], bool(told["more"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreachable(f"变更流的应答读不懂（{error!r}），客户端与平台的版本可能不一致。") from error


def kinds(access: Access) -> list[str]:
    """Of which kinds the portal tells us."""
    return list(access.get("changes/kinds/")["kinds"])


def digests(access: Access, kind: str) -> dict[Place, tuple[int, str]]:
    """Of each county and month: how many objects of that kind the portal holds for us, and their digest."""
    told = access.get("changes/digest/", kind=kind, by="county,month")["partitions"]
    return {(kind, part["county"], part["month"]): (part["count"], part["digest"]) for part in told}


def snapshot(access: Access, after: str = "") -> Iterator[Begun | Document | Unread | Checkpoint]:
    """Every object, now and then a checkpoint from which to go on. Raises CutShort where the stream ends early."""
    count, how = 0, {"params": {"after": after} if after else {}, "headers": {"Accept": "application/x-ndjson, */*"}}
    with access.stream("GET", "changes/snapshot/", lazily=True, **how) as answer:
        refuse_failures(answer)
        for line in _lines(answer):
            if "end" in line:
                if line["count"] != count:
                    raise CutShort(f"{line['count']} lines were sent, {count} came")
                return
            item = _item(line)
            count += isinstance(item, Document | Unread)
            yield item
    raise CutShort("the last line is missing")


def _item(line: dict[str, Any]) -> Begun | Document | Unread | Checkpoint:
    if "checkpoint" in line:
        return Checkpoint(line["checkpoint"])
    if line.get("op") == "unreadable":
        return Unread((line["kind"], line["id"]), int(line["revision"]))
    return read(line) if "id" in line else Begun(line["cursor"])


def _lines(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    """Cut at line feeds alone: Chinese texts may hold other characters that Python takes for ends of lines."""
    rest = b""
    try:
        for block in answer.iter_bytes():
            *whole, rest = (rest + block).split(b"\n")
            yield from (json.loads(line) for line in whole if line.strip())
    except httpx.RequestError as error:
        raise CutShort(str(error)) from error
