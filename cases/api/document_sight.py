"""How much of each of many petitions one reader sees: as `shown.Shown` says of one, asked for all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from cases.actions.turns import WAITING, on_turn_of
from cases.knowing import Kind, Sight, Tie, sight, sight_of_her_own, tie_of
from cases.law import GROUP_SKIPS_FROM
from cases.models import BreakGlass, MatterClass, Petition
from cases.querysets import PetitionQuerySet
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.lib.any_of import AnyOf

_ASKED = ("pk", "org_id", "matter_class", "guarded", "danger", "head_count", "repeat_count", "same_as_id", "status")


class Row(Protocol):
    """What decides on one petition, as `decisive` reads it."""

    pk: int
    org_id: int
    matter_class: str
    guarded: bool
    danger: str
    head_count: int
    repeat_count: int
    same_as_id: int | None
    status: str
    is_close: bool


def decisive(rows: PetitionQuerySet, reader: User, *more: str) -> QuerySet[Petition, Any]:
    """Of these petitions, what decides on how much of each this reader sees, and more columns if they are named."""
    return rows.with_closeness(reader).values_list(*_ASKED, "is_close", *more, named=True)


@dataclass(frozen=True)
class Seen:
    """Which of the petitions are before the reader, and how much of each; which of the earlier ones, too."""

    sights: dict[int, Sight]
    ties: dict[int, Tie]
    earlier: list[int]

    def told(self) -> list[int]:
        """Those whose story she reads as it was written."""
        return [pk for pk, seen in self.sights.items() if seen is not Sight.MASKED]

    def known(self) -> list[int]:
        """Those whose people she knows by name."""
        return [pk for pk, seen in self.sights.items() if seen is Sight.WHOLE]

    def held(self) -> list[int]:
        """Those that her unit holds."""
        return [pk for pk, tie in self.ties.items() if tie is Tie.HOLDS]

    def worked_on(self) -> list[int]:
        """Those that her unit holds, or has to decide on now."""
        return [pk for pk, tie in self.ties.items() if tie in (Tie.HOLDS, Tie.DECIDES)]


def seen_by(reader: User, pks: Sequence[int]) -> Seen:
    """In one question, and those of `seen_of`; in the order of `pks`."""
    visible = Petition.objects.visible_to(reader).filter(AnyOf("pk", pks))
    rows = {row.pk: row for row in decisive(visible, reader)}
    return seen_of([rows[pk] for pk in pks if pk in rows], reader)


def seen_of(rows: Sequence[Row], reader: User) -> Seen:
    """Of rows that are before her, in their order. One question each where some wait for another unit's decision,
    where the rule shows nothing of some, and where some repeat an earlier one."""
    turns = _turns([row.pk for row in rows if row.status in WAITING], reader)
    ties = {row.pk: _tie(row, reader.org_id, turns) for row in rows}
    level = reader.org.level
    sights = {row.pk: sight(_kind(row), level, ties[row.pk]) for row in rows}
    beyond = [pk for pk, seen in sights.items() if seen is Sight.NOTHING]
    opened = _opened(beyond, reader)
    sights |= {pk: sight_of_her_own(opened=pk in opened) for pk in beyond}
    return Seen(sights, ties, _visible([row.same_as_id for row in rows if row.same_as_id is not None], reader))


def _kind(row: Row) -> Kind:
    if row.matter_class == MatterClass.ACCUSATION:
        return Kind.SECRET
    return Kind.GUARDED if row.guarded else Kind.PLAIN


def _tie(row: Row, unit: int, turns: set[int]) -> Tie:
    return tie_of(
        holds=row.org_id == unit,
        decides=row.pk in turns,
        close=row.is_close,
        danger=row.danger == Danger.HIGH,
        striking=row.head_count >= GROUP_SKIPS_FROM or row.repeat_count > 1 or row.same_as_id is not None,
    )


def _visible(pks: list[int], reader: User) -> list[int]:
    """Those of the petitions that are before her."""
    return _keys(Petition.objects.visible_to(reader).filter(AnyOf("pk", pks))) if pks else []


def _turns(waiting: list[int], reader: User) -> set[int]:
    """Those about which the reader's unit was asked to decide."""
    if not waiting:
        return set()
    return set(_keys(Petition.objects.filter(AnyOf("pk", waiting), pk__in=on_turn_of(reader.org))))


def _opened(beyond: list[int], reader: User) -> set[int]:
    """Those that she has opened in an emergency, and may still look at."""
    if not beyond:
        return set()
    rows = BreakGlass.objects.current().filter(AnyOf("petition_id", beyond), user=reader)
    return set(rows.values_list("petition", flat=True))


def _keys(rows: PetitionQuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))
