"""A telephone system with the lines of its unit, which are asked for each of its calls."""

from dataclasses import dataclass
from typing import Self

from hotline.models import HotlineLine, PhoneSwitch


def digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdecimal())


@dataclass(frozen=True)
class Exchange:
    """Read once for all calls of one message; `lines` are told apart by the digits of their numbers."""

    switch: PhoneSwitch
    lines: dict[str, HotlineLine]

    @classmethod
    def of(cls, switch: PhoneSwitch) -> Self:
        """Of two lines with one number the one that is answered, or else the last that was."""
        if switch.account.org_id == switch.org_id:
            switch.account.org = switch.org  # which is known, and need not be asked for
        lines: dict[str, HotlineLine] = {}
        rows = HotlineLine.objects.filter(org=switch.org_id).order_by("-closed_on", "-pk")
        for row in rows.only("org_id", "org_code", "number"):
            row.org = switch.org
            lines.setdefault(digits(row.number), row)
        return cls(switch, lines)

    def line(self, number: str) -> HotlineLine | None:
        """However it is written."""
        return self.lines.get(digits(number))
