"""Who may know of a matter, and how much of it: the whole rule (domain.md P10, M4, M7, X22; design.md, Scope).

Read it as a table. What kind of matter is it, at what level does the reader's unit stand, and how close has the unit
come to it? `RULE` answers with what she sees. The querysets and the pages ask here and nowhere else.
"""

import enum
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from fedportal.accounts.roles import LEADING, Can, Role
from fedportal.lib.prepared_exists import Slot
from fedportal.orgs.models import Level

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class Sight(enum.Enum):
    """How much of a matter stands before a reader."""

    NOTHING = "看不到"  # as if it were not there
    MASKED = "隐去身份"  # 王某某; no contacts; the story without names, numbers and addresses; no files
    TOLD = "看经过"  # 王某某; no contacts; the story as it was written
    WHOLE = "看全部"


class Kind(enum.Enum):
    """What kind of matter it is. The stricter kind counts: an accusation about violence is an accusation."""

    PLAIN = "一般事项"
    GUARDED = "家庭暴力等人身安全事项、涉及未成年人事项"
    SECRET = "检举控告事项"  # nosec B105


class Tie(enum.Enum):
    """How the reader's unit stands to the matter; the first that fits counts."""

    HOLDS = "承办"
    DECIDES = "正由本单位审查决定"
    CLOSE = "已上报、交办、督办、包案、报告到本单位"  # a row of models.Concern
    DANGER = "高度危险"
    STRIKING = "集体或者重复信访"
    ABOVE = "仅在辖区内"


# Which people of the unit may know at all. Of a plain matter everyone who reads cases; of the others:
#   guarded, held:       whoever registered it, its handler, its named readers, the heads; while nobody handles it,
#                        those who decide what is accepted
#   guarded, from above: heads, supervisors and named readers
#   secret:              named readers, and the head of a unit that holds it or owes a duty about it (art. 30, 46)
_N, _M, _T, _W = Sight.NOTHING, Sight.MASKED, Sight.TOLD, Sight.WHOLE

RULE: dict[Kind, dict[Tie, tuple[Sight, Sight, Sight]]] = {
    #                 county and below, city, province
    Kind.PLAIN: {
        Tie.HOLDS: (_W, _W, _W),
        Tie.DECIDES: (_W, _W, _W),
        Tie.CLOSE: (_W, _W, _W),
        Tie.DANGER: (_T, _W, _N),
        Tie.STRIKING: (_T, _W, _N),
        Tie.ABOVE: (_T, _M, _N),
    },
    Kind.GUARDED: {
        Tie.HOLDS: (_W, _W, _W),
        Tie.DECIDES: (_W, _W, _W),
        Tie.CLOSE: (_W, _W, _W),
        Tie.DANGER: (_N, _W, _N),
        Tie.STRIKING: (_N, _N, _N),
        Tie.ABOVE: (_N, _N, _N),
    },
    Kind.SECRET: {
        Tie.HOLDS: (_W, _W, _W),
        Tie.DECIDES: (_W, _W, _W),
        Tie.CLOSE: (_T, _T, _T),
        Tie.DANGER: (_T, _T, _T),
        Tie.STRIKING: (_T, _T, _T),
        Tie.ABOVE: (_T, _T, _T),
    },
}


@dataclass(frozen=True)
class Reader:
    """All that the rule knows of a reader: nothing else about her may decide what she sees.

    Where the database itself bounds what a session reads, these are its settings (accounts.row_scopes): keys, codes,
    and a letter for each of the others.
    """

    user: int  # her key
    org: int  # her unit's key
    code: int  # her unit's code: her range is [code, code_end)
    code_end: int
    level: int  # of her unit: orgs.models.Level
    reads: bool  # Can.SEE_CASES
    heads: bool  # leads the unit or its department (roles.LEADING)
    chief: bool  # Role.UNIT_HEAD: reads accusations by her office
    oversees: bool  # Role.SUPERVISOR
    decides: bool  # Can.DECIDE: accepts what nobody handles yet

    @classmethod
    def of(cls, user: "User") -> "Reader":
        org = user.org
        return cls(
            user=user.pk,
            org=org.pk,
            code=org.code,
            code_end=org.code_end,
            level=org.level,
            reads=user.can(Can.SEE_CASES),
            heads=not LEADING.isdisjoint(user.roles),
            chief=Role.UNIT_HEAD in user.roles,
            oversees=Role.SUPERVISOR in user.roles,
            decides=user.can(Can.DECIDE),
        )

    @property
    def anyone(self) -> "Reader":
        """Whoever has these rights at this level: the place of her keys and codes is filled in later."""
        return replace(self, user=Slot.READER, org=Slot.ORG, code=Slot.CODE, code_end=Slot.CODE_END)

    @property
    def values(self) -> dict[Slot, int]:
        return {
            Slot.READER: self.user,
            Slot.ORG: self.org,
            Slot.CODE: self.code,
            Slot.CODE_END: self.code_end,
        }


@cache  # asked of every row of a list
def sight(kind: Kind, level: int, tie: Tie) -> Sight:
    """What a reader of that level sees, if she is one of those who may know at all."""
    low, city, province = RULE[kind][tie]
    return {Level.PROVINCE: province, Level.CITY: city}.get(Level(level), low)


@cache
def tie_of(*, holds: bool, decides: bool, close: bool, danger: bool, striking: bool) -> Tie:
    """The first that fits of all the ways in which a unit may stand to a matter of its range."""
    fits = ((holds, Tie.HOLDS), (decides, Tie.DECIDES), (close, Tie.CLOSE), (danger, Tie.DANGER))
    return next((tie for holds_true, tie in fits if holds_true), Tie.STRIKING if striking else Tie.ABOVE)


def sight_of_her_own(*, opened: bool) -> Sight:
    """What a reader sees of a matter of which the rule shows her nothing: she was named, or has opened it in an
    emergency."""
    return Sight.WHOLE if opened else Sight.MASKED


def ties_that_show(kind: Kind, level: int) -> list[Tie]:
    """The ties by which a matter of that kind is before a reader of that level at all."""
    return [tie for tie in Tie if sight(kind, level, tie) is not Sight.NOTHING]
