"""The anchors: the last hash of each day that has passed, in a file outside the database."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from fedportal.audit.models import AuditSeal


@dataclass(frozen=True)
class Anchor:
    """One day's end: how many links it has, and the hash of the last."""

    day: dt.date
    count: int
    algorithm: str
    hash: str  # hex

    @classmethod
    def of(cls, seal: AuditSeal) -> "Anchor":
        """The anchor of the day whose last link this is."""
        return cls(seal.day, seal.number, seal.algorithm, bytes(seal.hash).hex())

    def line(self) -> str:
        """As it stands in the file."""
        told = {"day": self.day.isoformat(), "count": self.count, "algorithm": self.algorithm, "hash": self.hash}
        return f"{json.dumps(told)}\n"


def read_anchors() -> Iterator[Anchor | None]:
    """Every line of the file; None for one that cannot be read. A file that does not exist has none."""
    path = Path(settings.AUDIT_ANCHOR_FILE)
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.strip():
            yield _parsed(line)


def _parsed(line: str) -> Anchor | None:
    try:
        told = json.loads(line)
        return Anchor(dt.date.fromisoformat(told["day"]), told["count"], told["algorithm"], told["hash"])
    except (ValueError, TypeError, KeyError):
        return None


def anchor_days_before(day: dt.date) -> int:
    """Write the days before this one that are not anchored yet, behind the last that is; says how many.

    For the sealer, under its lock: a day before the one on which it seals gets no more links.
    """
    newest = max((anchor.day for anchor in read_anchors() if anchor), default=dt.date.min)
    passed = AuditSeal.objects.filter(day__gt=newest, day__lt=day)
    ends = list(passed.order_by("day").values_list("day").annotate(Max("number")))
    _append([Anchor.of(AuditSeal.objects.get(day=passed_day, number=number)) for passed_day, number in ends])
    return len(ends)


def _append(anchors: list[Anchor]) -> None:
    """Add lines and wait until they are on the disk. A line that a crash tore off is left as it is."""
    if not anchors:
        return
    path = Path(settings.AUDIT_ANCHOR_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    torn = path.exists() and not path.read_bytes().endswith(b"\n")
    text = "".join(anchor.line() for anchor in anchors)
    with open(path, "ab", opener=_private) as file:
        file.write(("\n" * torn + text).encode())
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """So that a new file's name, too, outlasts a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
