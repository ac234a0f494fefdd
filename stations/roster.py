"""Reads a roster that somebody kept elsewhere, line by line, and says what is wrong with each."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from cases.imports.cells import EXCEL_ERRORS, Cell, folded, text_of
from cases.imports.checking import EXAMPLE_ROW, NO_LONGER_EXACT
from cases.imports.moments import read_moment
from cases.imports.places import Places, UnknownPlace
from cases.imports.reading import Row
from cases.indexing import phone_of
from fedportal.lib.blind_index import id_index
from fedportal.lib.id_card import WrongIdCard, read_id_card
from fedportal.orgs.models import Level, Organization
from stations.models import NetworkPerson
from stations.network_facts import RoleKind, Sex

GOOD, BAD, KNOWN = "good", "bad", "known"
MOST = 500  # lines of one file: all of them are taken in at once, or none


@dataclass(frozen=True)
class Field:
    """One column: its heading, what its cells look like, and how else offices call it."""

    label: str
    hint: str
    longest: int = 0
    also: str = ""


FIELDS: dict[str, Field] = {
    "name": Field("姓名", "必填", 60, "人员姓名"),
    "sex": Field("性别", "女、男；填了身份证号的可以空着"),
    "unit": Field("登记单位", "本单位空着；村（社区）写地名或者区划代码", also="单位 所属单位 所在村（社区）"),
    "phone": Field("联系电话", "单元格请设为文本", 40, "电话 手机 手机号 联系方式"),
    "id_number": Field("身份证号", "18 位，单元格请设为文本；可以不填", also="身份证 身份证号码 公民身份号码"),
    "workplace": Field("工作单位", "可以不填", 120, "工作单位及职务"),
    "joined_on": Field("加入日期", "必填，如 2026-03-08", also="加入时间 任职时间 聘任时间"),
    "kind": Field("身份", "必填，照“选项”表填写", also="类别 人员类别 队伍类别"),
    "full_time": Field("专兼职", "专职、兼职；空着为兼职", also="专职兼职"),
    "appointed_by": Field("任命、聘任单位", "可以不填", 120, "聘任单位 任命单位 任命机关"),
    "until": Field("任期至", "如 2029-03-07；没有任期的不填", also="任期届满 聘期至"),
}
NEEDED = ("name", "joined_on", "kind")
_HEADINGS = {
    folded(word): name for name, column in FIELDS.items() for word in (column.label, *column.also.split()) if word
}


@dataclass
class Line:
    """One line, read: what it says, and what is to be said about it."""

    number: int
    state: str = GOOD
    remarks: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Which column holds which field; the first of two alike."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        name = _HEADINGS.get(folded(heading).strip("*"))
        if name and name not in found:
            found[name] = column
    return found


def missing(columns: Mapping[str, int]) -> list[str]:
    """The headings without which nobody can be entered."""
    return [FIELDS[name].label for name in NEEDED if name not in columns]


class Roster:
    """Reads the lines of one file for one unit."""

    def __init__(self, columns: Mapping[str, int], *, org: Organization, at: dt.datetime) -> None:
        self.columns, self.org, self.today = columns, org, timezone.localdate(at)
        self.places, self.units = Places(org), {org.pk: org}

    def read(self, rows: Iterable[Row]) -> list[Line]:
        """Every line; those that are there already, and those that stand twice, are told apart."""
        lines = [self._line(row) for row in rows]
        seen: dict[tuple[Any, ...], int] = {}
        for line in lines:
            if line.state == GOOD:
                self._recognise(line, seen)
        return lines

    def _line(self, row: Row) -> Line:
        line = Line(row.number)
        say = line.remarks.append
        cell = {name: row.cells[column] for name, column in self.columns.items()}
        text = {name: text_of(cell.get(name)) for name in FIELDS}
        for name, words in text.items():
            column = FIELDS[name]
            if words in EXCEL_ERRORS:
                say(f"{column.label}是表格软件的错误值“{words}”")
            elif column.longest and len(words) > column.longest:
                say(f"{column.label}最多 {column.longest} 个字")
        if text["name"].startswith(EXAMPLE_ROW):
            say("这是模板里的示例行，不会导入")
        elif not text["name"]:
            say("姓名空着")
        values: dict[str, Any] = {name: text[name] for name in ("name", "phone", "workplace", "appointed_by")}
        values["org"] = self._unit(text["unit"], say)
        values["joined_on"] = self._day(cell.get("joined_on"), "加入日期", say, needed=True)
        values["until"] = self._day(cell.get("until"), "任期至", say, needed=False)
        values["kind"] = self._kind(text["kind"], say)
        values["full_time"] = text["full_time"] in {"专职", "是"}
        values |= self._identity(cell.get("id_number"), text["sex"], say)
        line.values, line.state = values, BAD if line.remarks else GOOD
        return line

    def _unit(self, text: str, say: Any) -> int:
        """Its own, or a village below it: who else is kept by others."""
        if not text:
            return self.org.pk
        try:
            pk = self.places.find(text)
        except UnknownPlace as unknown:
            say(str(unknown))
            return self.org.pk
        unit = self.units.setdefault(pk, Organization.objects.get(pk=pk))
        if pk != self.org.pk and unit.level != Level.VILLAGE:
            say(f"“{text}”的人员由该单位自己登记，这里只能是本单位或者村（社区）")
        return pk

    def _day(self, cell: Cell, label: str, say: Any, *, needed: bool) -> str:
        moment = read_moment(cell) if text_of(cell) else None
        if moment is None:
            if needed or text_of(cell):
                say(f"{label}空着或者认不出，请写成 2026-03-08 的样子")
            return ""
        if needed and moment.date() > self.today:
            say(f"{label}晚于今天")
        return str(moment.date())

    def _kind(self, text: str, say: Any) -> str:
        kinds = {folded(word): value for value, label in RoleKind.choices for word in (label, value)}
        kind = kinds.get(folded(text), "")
        if not kind:
            say(f"“{text[:30]}”不是可选的身份，请对照模板的“选项”表" if text else "身份空着")
        return kind

    def _identity(self, cell: Cell, said: str, say: Any) -> dict[str, str]:
        sex = {label: value for value, label in Sex.choices}.get(said.removesuffix("性"), "")
        text = text_of(cell)
        if not text:
            if not sex:
                say("性别空着或者认不出，请填女、男")
            return {"id_number": "", "sex": sex}
        if isinstance(cell, int | float) and cell >= NO_LONGER_EXACT:
            say("身份证号被存成了数字，末尾几位已经丢失，请设为文本后重新填写")
            return {"id_number": "", "sex": sex}
        try:
            card = read_id_card(text, on=self.today)
        except WrongIdCard as wrong:
            say(str(wrong).rstrip("。"))
            return {"id_number": "", "sex": sex}
        if sex and sex != card.sex:
            say("性别与身份证号不一致")
        return {"id_number": card.number, "sex": card.sex}

    def _recognise(self, line: Line, seen: dict[tuple[Any, ...], int]) -> None:
        """By the identity number where there is one, else by name and telephone in the same unit."""
        said, unit = line.values, self.units[line.values["org"]]
        key = (unit.pk, said["id_number"] or (said["name"], said["phone"]))
        if key in seen:
            line.state = BAD
            line.remarks.append(f"与第 {seen[key]} 行是同一个人")
            return
        seen[key] = line.number
        there = NetworkPerson.objects.filter(org=unit, left_on=None)
        index = id_index(said["id_number"])
        same = {"id_index": index} if index else {"name": said["name"], "phone_index": phone_of(said["phone"], unit)}
        if there.filter(**same).exists():
            line.state = KNOWN
            line.remarks.append("名册中已有这个人，不再导入")
