"""One object as the portal tells of it, as a row of the copy; and the sums by which two copies are compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
WHOLE = 1 << 64
Key = tuple[str, str]  # kind and id
Place = tuple[str, str, str]  # kind, county and month


@dataclass(frozen=True)
class Document:
    """`county` and `month` are those of its partition, empty where there is none. `checksum` covers all else: who
    changes the copy by hand is found out."""

    kind: str
    id: str
    revision: int
    number: str
    county: str
    month: str
    body: str
    checksum: str

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def place(self) -> Place:
        return self.kind, self.county, self.month

    @property
    def is_whole(self) -> bool:
        return self.checksum == _checksum(astuple(self)[:-1])


def read(line: Mapping[str, Any]) -> Document:
    """From an upsert of the feed or the snapshot."""
    kind, opaque, revision = line["kind"], line["id"], int(line["revision"])
    body: dict[str, Any] = line.get("body") or {}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    county, month = _place(body)
    number = str(body.get("number") or "")
    said = (kind, opaque, revision, number, county, month, text)
    return Document(*said, checksum=_checksum(said))


def _place(body: Mapping[str, Any]) -> tuple[str, str]:
    """Of whatever kind: an object without a place or a moment stands in a partition without either."""
    if not (body.get("org") and body.get("received_at")):
        return "", ""
    received = datetime.fromisoformat(body["received_at"]).astimezone(CHINA)
    return str(body["org"])[:6].ljust(12, "0"), received.strftime("%Y-%m")


def _checksum(said: tuple[Any, ...]) -> str:
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()


class Sum:
    """Of a partition: how many, and the sum modulo 2⁶⁴ of the first eight bytes of SHA-256 over each “id:revision”."""

    def __init__(self) -> None:
        self.count = self._total = 0

    def add(self, opaque: str, revision: int) -> None:
        first = hashlib.sha256(f"{opaque}:{revision}".encode()).digest()[:8]
        self._total = (self._total + int.from_bytes(first, "big")) % WHOLE
        self.count += 1

    @property
    def told(self) -> tuple[int, str]:
        return self.count, f"{self._total:016x}"


def sums(rows: Iterable[tuple[str, str, str, str, int]]) -> dict[Place, tuple[int, str]]:
    """Count and digest of each partition, of rows of kind, county, month, id, revision."""
    found: dict[Place, Sum] = {}
    for kind, county, month, opaque, revision in rows:
        found.setdefault((kind, county, month), Sum()).add(opaque, revision)
    return {place: total.told for place, total in found.items()}
