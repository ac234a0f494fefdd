"""Reads one row of a roster that somebody kept elsewhere, and says what is wrong with it, column by column."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.imports.cells import folded
from cases.imports.checked import Remark
from cases.imports.checking import EXAMPLE_ROW, NO_LONGER_EXACT
from cases.imports.moments import read_moment
from cases.imports.places import Places, UnknownPlace
from cases.imports.reading import Row
from cases.indexing import phone_of
from fedportal.lib.blind_index import id_index
from fedportal.lib.id_card import WrongIdCard, read_id_card
from fedportal.orgs.models import Level, Organization
from stations.actions.people import PersonFacts
from stations.actions.roles import Appointment
from stations.imports.roster_columns import COLUMNS
from stations.imports.sheet import Sheet
from stations.models import NetworkPerson
from stations.network_facts import RoleKind, Sex

KINDS = {folded(word): value for value, label in RoleKind.choices for word in (label, value)}
KINDS[folded("信访干部")] = RoleKind.CADRE  # as offices call them
SEXES = {label: value for value, label in Sex.choices}
Identity = tuple[int, str, str]  # the unit, and by what she is known there: her number, or name and telephone


@dataclass
class CheckedPerson:
    """One row, read. `known_as` is who is in the roster already."""

    row: Row
    org: Organization
    remarks: list[Remark] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    known_as: str = ""
    secret: bool = False

    @property
    def is_bad(self) -> bool:
        return any(remark.fatal for remark in self.remarks)

    @property
    def is_good(self) -> bool:
        return not self.is_bad and not self.known_as

    @property
    def identity(self) -> Identity:
        """By the identity number where there is one, else by name and telephone."""
        if self.said["id_number"]:
            return self.org.pk, id_index(self.said["id_number"]), ""
        return self.org.pk, self.said["name"], phone_of(self.said["phone"], self.org)

    @property
    def facts(self) -> PersonFacts:
        """What is said of her."""
        names = ("name", "sex", "joined_on", "phone", "id_number", "workplace")
        return PersonFacts(**{name: self.said[name] for name in names})

    @property
    def appointment(self) -> Appointment:
        """Her role, since she joined."""
        names = ("kind", "until", "full_time", "appointed_by")
        return Appointment(begins=self.said["joined_on"], **{name: self.said[name] for name in names})


class Roster:
    """Reads rows of one roster for one unit."""

    def __init__(self, headings: Sequence[str], mapping: Sequence[str], *, org: Organization, at: dt.datetime) -> None:
        self.sheet = Sheet(COLUMNS, headings, mapping)
        self.org, self.today = org, timezone.localdate(at)
        self.places, self.units = Places(org), {org.pk: org}
        self.seen: dict[Identity, int] = {}

    def check(self, row: Row) -> CheckedPerson:
        """The row with everything that is to be said about it."""
        return _Reading(self, row).read()

    def recognise(self, rows: Sequence[CheckedPerson]) -> None:
        """Tell apart who stands twice and who is there."""
        mark_repeated(rows, self.seen)

    def unit(self, pk: int) -> Organization:
        if pk not in self.units:
            self.units[pk] = Organization.objects.get(pk=pk)
        return self.units[pk]


class _Reading:
    """One row while it is read."""

    def __init__(self, roster: Roster, row: Row) -> None:
        self.roster, self.row = roster, row
        self.result = CheckedPerson(row, roster.org)

    def read(self) -> CheckedPerson:
        said = self.result.said
        said["name"] = self._text("name")
        if said["name"].startswith(EXAMPLE_ROW):
            self._wrong("name", "这是模板里的示例行，不会导入")
            return self.result
        self._unit()
        for name in ("phone", "workplace", "appointed_by"):
            said[name] = self._text(name)
        said["joined_on"], said["until"] = self._day("joined_on"), self._day("until")
        self._check_days(said["joined_on"], said["until"])
        said["kind"] = self._kind()
        said["full_time"] = self._text("full_time") in {"专职", "是"}
        said |= self._identity()
        return self.result

    def _wrong(self, name: str, words: str) -> None:
        self.result.remarks.append(self.roster.sheet.remark(name, words))

    def _text(self, name: str) -> str:
        text, wrong = self.roster.sheet.text(self.row, name)
        self.result.remarks += wrong
        return text

    def _unit(self) -> None:
        """Its own, or a village below it: who else is kept by others."""
        text = self._text("unit")
        if not text:
            return
        try:
            unit = self.roster.unit(self.roster.places.find(text))
        except UnknownPlace as unknown:
            self._wrong("unit", str(unknown))
            return
        if unit.pk != self.roster.org.pk and unit.level != Level.VILLAGE:
            self._wrong("unit", f"“{text[:30]}”的人员由该单位自己登记，这里只能是本单位或者村（社区）")
        self.result.org = unit

    def _day(self, name: str) -> dt.date | None:
        text = self._text(name)
        moment = read_moment(self.roster.sheet.cell(self.row, name)) if text else None
        if moment is None:
            if text:
                self._wrong(name, f"“{text[:30]}”认不出是哪一天，请写成 2026-03-08 的样子")
            return None
        return moment.date()

    def _check_days(self, joined: dt.date | None, until: dt.date | None) -> None:
        if joined and not dt.date(1949, 10, 1) <= joined <= self.roster.today:
            self._wrong("joined_on", "早于 1949 年或者晚于今天，请核对")
        if joined and until and until < joined:
            self._wrong("until", "早于加入日期，请核对")

    def _kind(self) -> str:
        text = self._text("kind")
        kind = KINDS.get(folded(text), "")
        if text and not kind:
            self._wrong("kind", f"“{text[:30]}”不是可选的身份，请对照模板的“选项”表修改")
        return kind

    def _identity(self) -> dict[str, str]:
        cell, text = self.roster.sheet.cell(self.row, "id_number"), self._text("id_number")
        sex = SEXES.get(self._text("sex").removesuffix("性"), "")
        if not text:
            if not sex:
                self._wrong("sex", "空着或者认不出，请填女、男")
            return {"id_number": "", "sex": sex}
        if isinstance(cell, int | float) and cell >= NO_LONGER_EXACT:
            self._wrong("id_number", "被存成了数字，末尾几位已经丢失，请设为文本后重新填写")
            return {"id_number": "", "sex": sex}
        try:
            card = read_id_card(text, on=self.roster.today)
        except WrongIdCard as wrong:
            self._wrong("id_number", str(wrong).rstrip("。"))
            return {"id_number": "", "sex": sex}
        if sex and sex != card.sex:
            self._wrong("sex", "与身份证号不一致，请核对")
        return {"id_number": card.number, "sex": card.sex}


def mark_repeated(rows: Sequence[CheckedPerson], seen: dict[Identity, int]) -> None:
    """Nobody comes in twice: a row that repeats an earlier one is wrong, who is there is known. One question."""
    good = [row for row in rows if not row.is_bad]
    there = _standing(good)
    for row in good:
        first = seen.setdefault(row.identity, row.row.number)
        if first != row.row.number:
            row.remarks.append(Remark("", f"与第 {first} 行是同一个人，只导入第 {first} 行"))
        elif row.identity in there:
            row.known_as = row.said["name"]


def _standing(wanted: Sequence[CheckedPerson]) -> set[Identity]:
    """By what those of these units are known who bear one of these names or numbers: no more than came at once,
    however long the roster has become."""
    named = Q(name__in={row.said["name"] for row in wanted})
    numbered = Q(id_index__in={row.identity[1] for row in wanted if not row.identity[2]})
    serving = NetworkPerson.objects.filter(org__in={row.org.pk for row in wanted}, left_on=None)
    rows = serving.filter(named | numbered)
    found: set[Identity] = set()
    for org, index, name, phone in rows.values_list("org_id", "id_index", "name", "phone_index"):
        found |= {(org, name, phone)} | ({(org, index, "")} if index else set())
    return found
