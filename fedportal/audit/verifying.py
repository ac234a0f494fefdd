"""Reads the trail against its seals and its anchors, and says what was done to it behind the portal's back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from fedportal.audit.anchors import Anchor, read_anchors
from fedportal.audit.chain import GENESIS, Line, lines, link
from fedportal.audit.models import AccessEvent, AuditSeal, UnsealedEvent
from fedportal.lib.snapshot import one_snapshot

PAGE = 2_000  # links in memory at once


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written. `day` is the day of sealing, of an event without a seal its own."""

    day: dt.date | None
    event: int | None
    words: str

    def __str__(self) -> str:
        which = "" if self.event is None else f" event {self.event}"
        return f"{self.day or 'no day'}{which}: {self.words}"


class Verification:
    """One walk along the chain of these days, both included; all days where none are named.

    It holds a page of links and one end a day, however long the trail is.
    """

    def __init__(self, first: dt.date | None = None, last: dt.date | None = None) -> None:
        self.first, self.last = first or dt.date.min, last or dt.date.max
        self.links = 0
        self.ends: dict[dt.date, Anchor] = {}

    def faults(self) -> Iterator[Fault]:
        """Everything that is wrong, in the order of the chain, then against the anchors, then what has no seal."""
        with one_snapshot():
            yield from self._chain()
            yield from self._anchors()
            yield from self._without_seal()
            yield from self._gone_before_sealing()

    def _chain(self) -> Iterator[Fault]:
        before = AuditSeal.objects.filter(day__lt=self.first).newest()
        for page in self._pages():
            events = AccessEvent.objects.filter(pk__in=[seal.pk for seal in page])
            found = {line[0]: line for line in lines(events)}
            for seal in page:
                yield from _compared(seal, before, found.get(seal.pk))
                self._count(seal)
                before = seal

    def _pages(self) -> Iterator[list[AuditSeal]]:
        for day in self._days():
            rows, number = AuditSeal.objects.filter(day=day).order_by("number"), 0
            while page := list(rows.filter(number__gt=number)[:PAGE]):
                yield page
                number = page[-1].number

    def _days(self) -> Iterator[dt.date]:
        """The days that have links, each by one look at the index."""
        rows = AuditSeal.objects.filter(day__lte=self.last).order_by("day", "number")
        seal = rows.filter(day__gte=self.first).first()
        while seal is not None:
            yield seal.day
            seal = rows.filter(day__gt=seal.day).first()

    def _count(self, seal: AuditSeal) -> None:
        self.links += 1
        counted = self.ends[seal.day].count if seal.day in self.ends else 0
        self.ends[seal.day] = Anchor(seal.day, counted + 1, seal.algorithm, bytes(seal.hash).hex())

    def _anchors(self) -> Iterator[Fault]:
        """A day that has passed ends as the file says, and is in the file."""
        newest, anchored = AuditSeal.objects.newest(), set()
        for place, anchor in enumerate(read_anchors(), start=1):
            if anchor is None:
                yield Fault(None, None, f"entry {place} of the anchor file cannot be read")
                continue
            anchored.add(anchor.day)
            end = self.ends.get(anchor.day)
            if self.first <= anchor.day <= self.last and end != anchor:
                yield Fault(anchor.day, None, f"differs from its anchor: {_differing(end, anchor)}")
        for day in self.ends:
            if newest and day < newest.day and day not in anchored:
                yield Fault(day, None, "has passed, and has no anchor")

    def _without_seal(self) -> Iterator[Fault]:
        """Events that came in past the trigger which makes them wait for their seal."""
        sealed = AuditSeal.objects.filter(pk=OuterRef("pk"))
        waiting = UnsealedEvent.objects.filter(pk=OuterRef("pk"))
        rows = AccessEvent.objects.filter(~Exists(sealed), ~Exists(waiting)).order_by("pk")
        for pk, at in rows.values_list("pk", "at").iterator(chunk_size=PAGE):
            day = timezone.localdate(at)
            if self.first <= day <= self.last:
                yield Fault(day, pk, "was put in without a seal")

    def _gone_before_sealing(self) -> Iterator[Fault]:
        there = AccessEvent.objects.filter(pk=OuterRef("pk"))
        gone = UnsealedEvent.objects.filter(~Exists(there)).order_by("pk").values_list("pk", flat=True)
        for pk in gone.iterator(chunk_size=PAGE):
            yield Fault(None, pk, "is missing; it waited for its seal")


def _compared(seal: AuditSeal, before: AuditSeal | None, line: Line | None) -> Iterator[Fault]:
    """One link against the link before it and against its event."""
    number = 1
    if before is not None and before.day == seal.day:
        number = before.number + 1
    if seal.number != number:
        yield Fault(seal.day, seal.pk, f"links {number} to {seal.number - 1} before it are missing")
    elif bytes(seal.previous) != (bytes(before.hash) if before else GENESIS):
        yield Fault(seal.day, seal.pk, "the chain is broken before it")
    if line is None:
        yield Fault(seal.day, seal.pk, "is missing")
    elif link(line, seal) != bytes(seal.hash):
        yield Fault(seal.day, seal.pk, "was changed, or its seal was")


def _differing(found: Anchor | None, anchor: Anchor) -> str:
    if found is None:
        return f"{anchor.count} links are missing"
    if found.count != anchor.count:
        return f"{anchor.count} links then, {found.count} now"
    return "another last hash"
