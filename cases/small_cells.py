"""Small figures about guarded matters are not shown outside their county, nor may they be computed from the others."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 5  # figures from 1 up to but without this could be told to be whose they are
BELOW = f"<{SMALL}"
WITHHELD = "*"  # hidden only so that no other figure follows from it
HIDDEN = (BELOW, WITHHELD)
NONE = "—"  # there is nothing to compare with, or what there is may not be shown


@dataclass(frozen=True)
class Cell:
    """One figure of a table; `guarded`: it counts violence at home or minors alone; `kept`: its period tells nothing
    of such figures, be they large or none, for an overlapping one would give away the days in between."""

    n: int
    guarded: bool = False
    kept: bool = False

    @property
    def is_kept(self) -> bool:
        return self.guarded and self.kept

    @property
    def is_small(self) -> bool:
        return self.guarded and 0 < self.n < SMALL


def shown(cell: Cell, *, whole: bool) -> str:
    """A figure that stands for itself."""
    if cell.is_kept and not whole:
        return WITHHELD
    return BELOW if cell.is_small and not whole else f"{cell.n:,}"


def shown_parts(cells: Sequence[Cell], *, whole: bool) -> list[str] | None:
    """Figures whose sum is known too; None where they cannot be shown without telling a small one.

    With the small ones so many others are withheld that each small one may still be several numbers, for otherwise it
    would follow from the sum. Which are withheld depends on their order alone, which must not depend on the figures.
    """
    words = [shown(cell, whole=whole) for cell in cells]
    small = [cell.n for cell, word in zip(cells, words, strict=True) if word in HIDDEN]
    if not small:
        return words
    hidden, count = sum(small), len(small)
    for index, cell in enumerate(cells):
        if cell.n and words[index] not in HIDDEN:
            words[index] = WITHHELD
            hidden, count = hidden + cell.n, count + 1
            if hidden > count:  # not all of them are ones
                return words
    if WITHHELD in words or len(small) == 1:
        return None
    return words if len(small) < sum(small) < (SMALL - 1) * len(small) else None
