"""What stood of the petitioner's data before it was corrected, masked as what stands is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from cases.corrections import FIELDS, said
from cases.models import FormerValue, Petition
from fedportal.lib.masking import mask_address, mask_name, mask_phone

MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "address": mask_address,
    "birth": lambda day: f"{day[:4]} 年",
}
KEPT_BACK = ("phone", "address")  # stands on no page unasked


@dataclass(frozen=True)
class FormerLine:
    """One former value, in words."""

    label: str
    words: str
    at: dt.datetime
    by: str

    @classmethod
    def of(cls, row: FormerValue, *, whole: bool) -> "FormerLine":
        mask = MASKS.get(row.field)
        shown = mask is None or (whole and row.field not in KEPT_BACK)
        words = said(row.field, row.value) if mask is None or shown else mask(row.value)
        return cls(FIELDS[row.field].label, words, row.at, row.by.name)


def former_lines(petition: Petition, *, whole: bool) -> list[FormerLine]:
    """The newest first; `whole` for who sees the people whole."""
    rows = petition.former_values.select_related("by").order_by("-at", "-pk")
    return [FormerLine.of(row, whole=whole) for row in rows]
