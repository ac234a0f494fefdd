"""Finds the unit that a ledger means by a place: its name, a path of names, or its code."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cases.imports.cells import folded
from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import short_name

_FEDERATION = ("妇女联合会", "妇联")


class Unit(NamedTuple):
    """What is known of a unit: enough to recognise a path of names."""

    pk: int
    code: int
    name: str
    level: int
    parent: int | None


class UnknownPlace(Exception):
    """A place that is not one of this unit's range; the message is a Chinese sentence."""


@dataclass
class Places:
    """The living units of one organization's range by name. Superiors are known too, to read whole paths."""

    org: Organization
    _answers: dict[str, int] = field(default_factory=dict)

    def find(self, text: str) -> int:
        """The id of the unit that the text means; raises UnknownPlace."""
        if text not in self._answers:
            self._answers[text] = self._find(text)
        return self._answers[text]

    def _find(self, text: str) -> int:
        word = folded(text)
        if word.isascii() and word.isdigit():
            return self._by_code(text, word)
        for ending in _FEDERATION:
            word = word.removesuffix(ending)
        found = self._named(word, self._names) or self._named(word, self._short_names)
        if len(found) > 1:
            examples = "、".join(self._path(unit) for unit in found[:3])
            raise UnknownPlace(f"“{text}”有 {len(found)} 处（{examples}），请写上所在的上级地名")
        if found:
            return found[0].pk
        raise UnknownPlace(self._why_unknown(text, word))

    def _by_code(self, text: str, word: str) -> int:
        try:
            code = full_code(word)
        except ValueError as error:
            raise UnknownPlace(f"“{text}”不是区划代码，代码应为 2、4、6、9 或 12 位数字") from error
        unit = self._by_full_code.get(code)
        if unit is not None:
            return unit.pk
        if not self.org.covers(code):
            raise UnknownPlace(f"“{text}”不在本单位（{self.org.region_name}）的范围内")
        raise UnknownPlace(f"查不到区划代码“{text}”，请改为本单位辖区内的地名或代码")

    def _why_unknown(self, text: str, word: str) -> str:
        if any(word.endswith(name) for name in self._names_elsewhere):
            return f"“{text}”不在本单位（{self.org.region_name}）的范围内，请改为辖区内的地名，或空着按本单位登记"
        return f"查不到“{text}”，请改为本单位辖区内的地名或区划代码，或空着按本单位登记"

    def _named(self, word: str, names: dict[str, list[Unit]]) -> list[Unit]:
        """Units whose name ends the text and whose superiors' names make up the rest of it."""
        endings = (word[start:] for start in range(len(word)))
        return [unit for ending in endings for unit in names.get(ending, ()) if self._leads_to(unit, word, ending)]

    def _leads_to(self, unit: Unit, word: str, ending: str) -> bool:
        rest = word.removesuffix(ending)
        above = unit.parent
        while rest and above is not None:
            superior = self._units.get(above)
            if superior is None:
                break
            name = next((name for name in _names_of(superior) if rest.endswith(name)), "")
            rest = rest.removesuffix(name)
            above = superior.parent
        return not rest

    def _path(self, unit: Unit) -> str:
        above = self._units.get(unit.parent or 0)
        return f"{above.name if above else ''}{unit.name}"

    @cached_property
    def _units(self) -> dict[int, Unit]:
        """Everything in the range, and the superiors of its top."""
        rows = Organization.objects.filter(valid_to=None)
        fields = ("pk", "code", "region_name", "level", "parent_id")
        inside = [Unit(*row) for row in rows.in_range_of(self.org).values_list(*fields)]
        above = rows.filter(code__lt=self.org.code_end, code_end__gte=self.org.code_end).values_list(*fields)
        return {unit.pk: unit for unit in (*inside, *(Unit(*row) for row in above))}

    @cached_property
    def _inside(self) -> list[Unit]:
        return [unit for unit in self._units.values() if self.org.covers(unit.code)]

    @cached_property
    def _by_full_code(self) -> dict[int, Unit]:
        return {unit.code: unit for unit in self._inside}

    @cached_property
    def _names(self) -> dict[str, list[Unit]]:
        return _indexed((_names_of(unit)[0], unit) for unit in self._inside)

    @cached_property
    def _short_names(self) -> dict[str, list[Unit]]:
        return _indexed((_names_of(unit)[1], unit) for unit in self._inside)

    @cached_property
    def _names_elsewhere(self) -> set[str]:
        """Regions of the whole country down to the county."""
        rows = Organization.objects.filter(level__lte=Level.COUNTY, valid_to=None)
        return {folded(name) for name in rows.values_list("region_name", flat=True)}


def _names_of(unit: Unit) -> tuple[str, str]:
    """The full name and the short one: 滨城区, 滨城."""
    return folded(unit.name), folded(short_name(unit.name, Level(unit.level)))


def _indexed(pairs: Iterable[tuple[str, Unit]]) -> dict[str, list[Unit]]:
    index: dict[str, list[Unit]] = defaultdict(list)
    for name, unit in pairs:
        index[name].append(unit)
    return dict(index)
