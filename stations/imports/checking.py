"""Reads one row of a ledger of stations, and says what is wrong with it, column by column."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cases.imports.checked import Remark
from cases.imports.moments import read_moment
from cases.imports.places import Places, UnknownPlace
from cases.imports.reading import Row
from fedportal.orgs.models import Level, Organization
from stations.imports.columns import COLUMNS, HOSTS, KINDS, YES_NO, key
from stations.imports.sheet import Sheet
from stations.models import Station
from stations.station_facts import HostKind

EXAMPLE = "示例"  # how the name of the template's example begins
Names = dict[tuple[int, str, str], int]  # unit, kind and name of a station, and the row that has it


@dataclass
class CheckedStation:
    """One row, read. `known_as` is the live station that is there already."""

    row: Row
    remarks: list[Remark] = field(default_factory=list)
    station: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    known_as: str = ""
    secret: bool = False

    @property
    def is_bad(self) -> bool:
        return any(remark.fatal for remark in self.remarks)

    @property
    def is_good(self) -> bool:
        return not self.is_bad and not self.known_as

    @property
    def name(self) -> tuple[int, str, str]:
        """What a unit has once."""
        return self.station["org_id"], self.station["kind"], self.station["name"]


class Checker:
    """Reads rows of one ledger for one organization."""

    def __init__(self, headings: Sequence[str], mapping: Sequence[str], *, org: Organization, at: dt.datetime) -> None:
        self.sheet = Sheet(COLUMNS, headings, mapping)
        self.places, self.today = Places(org), timezone.localdate(at)
        # What was there before the ledger: in it, a row that repeats another is wrong.
        standing = Station.objects.in_range_of(org).live().values_list("org_id", "kind", "name")
        self.standing = {name: f"{name[2]}" for name in standing.iterator(chunk_size=10_000)}
        self.seen: Names = {}
        self.units = dict(
            Organization.objects.in_range_of(org)
            .filter(valid_to=None, level__gte=Level.COUNTY)
            .values_list("pk", "code")
        )

    def check(self, row: Row) -> CheckedStation:
        """The row with everything that is to be said about it."""
        return _Reading(self, row).read()

    def recognise(self, rows: Sequence[CheckedStation]) -> None:
        """Tell apart what stands twice and what is there."""
        mark_repeated(rows, self.seen, self.standing)


class _Reading:
    """One row while it is read."""

    def __init__(self, checker: Checker, row: Row) -> None:
        self.checker, self.row = checker, row
        self.result = CheckedStation(row)

    def read(self) -> CheckedStation:
        station, contact = self.result.station, self.result.contact
        station["name"] = self._text("name")
        if station["name"].startswith(EXAMPLE):
            self._wrong("name", "这是模板里的示例行，不会导入")
            return self.result
        station["org_id"] = self._unit()
        station["org_code"] = self.checker.units.get(station["org_id"], 0)
        station["kind"] = self._choice("kind", KINDS, "")
        station["host_kind"] = self._choice("host_kind", HOSTS, HostKind.OTHER)
        for name in ("host_name", "address", "hours", "phone"):
            station[name] = self._text(name)
        station["opened_on"] = self._day()
        station["public"] = self._yes("public", True)
        contact |= {"name": self._text("person"), "duty": self._text("duty"), "phone": self._text("person_phone")}
        contact["published"] = self._yes("published", False)
        if not contact["name"] and (contact["duty"] or contact["phone"]):
            self._wrong("person", "有职责或者电话，没有姓名，请补上姓名")
        return self.result

    def _wrong(self, name: str, words: str) -> None:
        self.result.remarks.append(self.checker.sheet.remark(name, words))

    def _text(self, name: str) -> str:
        text, wrong = self.checker.sheet.text(self.row, name)
        self.result.remarks += wrong
        return text

    def _unit(self) -> int:
        text = self._text("org")
        if not text:
            return 0
        try:
            found = self.checker.places.find(text)
        except UnknownPlace as unknown:
            self._wrong("org", str(unknown))
            return 0
        if found not in self.checker.units:
            self._wrong("org", f"“{text}”不是县级、乡级或者村级单位")
        return found

    def _choice(self, name: str, wordings: Mapping[str, str], default: str) -> str:
        text = self._text(name)
        value = wordings.get(key(text), "") if text else default
        if text and not value:
            self._wrong(name, f"“{text[:30]}”不是可选的{COLUMNS[name].label}，请对照模板的“选项”表修改")
        return str(value)

    def _yes(self, name: str, default: bool) -> bool:
        text = self._text(name)
        if text and key(text) not in YES_NO:
            self._wrong(name, f"“{text[:30]}”请改为“是”或者“否”")
        return YES_NO.get(key(text), default)

    def _day(self) -> dt.date | None:
        text = self._text("opened_on")
        moment = read_moment(self.checker.sheet.cell(self.row, "opened_on")) if text else None
        if moment is None:
            if text:
                self._wrong("opened_on", f"“{text[:30]}”认不出是哪一天，请改成 2024-03-08 这样的格式")
            return None
        if not dt.date(1949, 10, 1) <= moment.date() <= self.checker.today:
            self._wrong("opened_on", f"“{text[:30]}”早于 1949 年或者晚于今天，请核对")
        return moment.date()


def mark_repeated(rows: Sequence[CheckedStation], seen: Names, standing: Mapping[tuple[int, str, str], str]) -> None:
    """Nothing comes in twice: a row that repeats an earlier one is wrong, a station that is there is known."""
    for row in rows:
        if row.is_bad:
            continue
        first = seen.setdefault(row.name, row.row.number)
        if first != row.row.number:
            row.remarks.append(Remark("", f"与第 {first} 行是同一单位、同一类别、同一名称的站点，只导入第 {first} 行"))
        elif row.name in standing:
            row.known_as = standing[row.name]
