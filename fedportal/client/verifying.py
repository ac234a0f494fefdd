"""Proves that the copy is equal, kind by kind, county by county and month by month; finds what differs, and mends it.

The digests of the portal are compared with sums over the copy's own rows, and each row with its own checksum. Only
where something differs is the whole snapshot read, object by object.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from .access import Access
from .documents import Document, Key, Place
from .feed import digests, kinds
from .mirroring import catch_up
from .snapshots import stretches
from .store import Store
from .telling import Telling

SETTLE = 20.0  # seconds
HOLD = 5  # seconds for which the portal may hold an answer back
ROUNDS = 5


class What(StrEnum):
    """How one object differs."""

    MISSING = "缺少"
    ADDED = "多出"
    CHANGED = "内容不同"
    UNREAD = "平台现在读不出"


@dataclass(frozen=True)
class Difference:
    """One object, and what the portal holds of it now."""

    what: What
    key: Key
    number: str
    theirs: Document | None


@dataclass(frozen=True)
class Tally:
    """Of one kind that the portal tells us of, or that the copy holds: its objects and partitions in the copy, and how
    many objects differ."""

    kind: str
    objects: int
    partitions: int
    differences: int


@dataclass
class Verdict:
    """`places` are the kinds, counties and months whose digests did not match, `differences` the objects that truly
    differ; `mended`: they do no longer."""

    tallies: list[Tally]
    places: list[Place] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    mended: bool = False

    @property
    def is_equal(self) -> bool:
        return self.mended or not self.differences

    @property
    def objects(self) -> int:
        return sum(tally.objects for tally in self.tallies)

    @property
    def partitions(self) -> int:
        return sum(tally.partitions for tally in self.tallies)


def verify(
    access: Access, store: Store, tell: Telling, *, full: bool = False, repair: bool = False, settle: float = SETTLE
) -> Verdict:
    """Bring the copy up to date, then compare. `full` compares object by object in any case, and `settle` is for how
    many seconds the feed may still tell of what differs: somebody may just be writing it.

    Raises CursorGone where the copy is too old to be compared: mirror it first.
    """
    places, differences = _compare(access, store, tell, full=full, settle=settle)
    verdict = Verdict(_tallies(access, store, differences), places, differences)
    if repair and differences:
        _mend(store, differences)
        verdict.mended = not _compare(access, store, tell, full=full, settle=settle)[1]
    return verdict


def _tallies(access: Access, store: Store, differences: list[Difference]) -> list[Tally]:
    objects, partitions = store.counts(), Counter(kind for kind, *_ in store.sums())
    differing = Counter(found.key[0] for found in differences)
    named = sorted({*kinds(access), *objects, *differing})
    return [Tally(kind, objects.get(kind, 0), partitions[kind], differing[kind]) for kind in named]


def _compare(
    access: Access, store: Store, tell: Telling, *, full: bool, settle: float
) -> tuple[list[Place], list[Difference]]:
    tell.begin("变更")
    catch_up(access, store, tell)
    damaged, places = _damaged(store, tell), _differing_places(access, store, tell)
    if not (damaged or places or full):
        return [], []
    tell(f"{len(places)} 个分区（种类、区县、月份）的摘要不一致，{damaged} 条校验和不符；逐条比对")
    return places, _settled(access, store, tell, _differences(access, store, tell), settle)


def _damaged(store: Store, tell: Telling) -> int:
    """How many rows are not what was once written."""
    tell.begin("核对校验和")
    damaged = 0
    for document in store.documents():
        damaged += not document.is_whole
        tell.add(1)
    return damaged


def _differing_places(access: Access, store: Store, tell: Telling) -> list[Place]:
    """Asked some times more if changes come in meanwhile: the portal's digests are of another moment than the copy."""
    places: list[Place] = []
    for _ in range(ROUNDS):
        ours = store.sums()
        theirs = {place: told for kind in kinds(access) for place, told in digests(access, kind).items()}
        places = sorted(place for place in theirs | ours if theirs.get(place) != ours.get(place))
        if not places or not catch_up(access, store, tell):
            break
    return places


def _differences(access: Access, store: Store, tell: Telling) -> dict[Key, Difference]:
    """Everything that a snapshot says otherwise than the copy."""
    tell.begin("逐条比对")
    found: dict[Key, Difference] = {}
    seen: set[Key] = set()
    for stretch in stretches(access, tell):
        ours = store.find([document.key for document in stretch.documents])
        for theirs in stretch.documents:
            seen.add(theirs.key)
            own = ours.get(theirs.key)
            if own != theirs:
                what = What.CHANGED if own else What.MISSING
                found[theirs.key] = Difference(what, theirs.key, theirs.number, theirs)
        for unread in stretch.unread:
            seen.add(unread.key)
            own = store.find([unread.key]).get(unread.key)
            if own is None or own.revision != unread.revision:
                found[unread.key] = Difference(What.UNREAD, unread.key, own.number if own else "", None)
        tell.add(len(stretch.documents))
    for own in store.documents():
        if own.key not in seen:
            found[own.key] = Difference(What.ADDED, own.key, own.number, None)
    return found


def _settled(
    access: Access, store: Store, tell: Telling, found: dict[Key, Difference], settle: float
) -> list[Difference]:
    """Without what the feed brings in by itself: it was written while we compared."""
    end = time.monotonic() + settle
    while True:
        left = max(0, min(HOLD, round(end - time.monotonic())))
        for key in catch_up(access, store, tell, wait=left):
            found.pop(key, None)
        if not (found and left):
            return [found[key] for key in sorted(found)]


def _mend(store: Store, differences: list[Difference]) -> None:
    at = store.progress
    theirs = [difference.theirs for difference in differences if difference.theirs]
    gone = [difference.key for difference in differences if difference.what is What.ADDED]
    store.keep(theirs, gone, at=at, becomes=at)
