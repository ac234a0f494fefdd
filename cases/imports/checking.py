"""Reads one row of a ledger into a petition and its petitioner, and says what is wrong with it, column by column."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cases.imports import choices
from cases.imports.cells import EXCEL_ERRORS, Cell, folded, text_of
from cases.imports.checked import Checked, Defaults, Remark
from cases.imports.clocks import Clocks
from cases.imports.headings import FIELDS
from cases.imports.moments import EXAMPLE, read_moment
from cases.imports.places import Places, UnknownPlace
from cases.imports.reading import Row
from cases.models import MatterClass, Party
from fedportal.lib.id_card import IdCard, WrongIdCard, read_id_card
from fedportal.orgs.models import Organization

ANONYMOUS = "匿名"
EXAMPLE_ROW = "示例"  # the number of the template's example row
FOUNDED = dt.date(1949, 10, 1)  # nothing was received by a federation before
OLDEST = 120  # years
LONGEST_TEXT = 50_000  # characters; more does not fit into the search index
UNKNOWN_WORDS = frozenset({"不详", "不明", "不清", "不知", "未知", "无", "/", "-", "—"})
LIMITS = {"head_count": 9999, "repeat_count": 999}  # as on the registration page
LENGTHS = {
    **{"name": 60, "ethnicity": 20, "occupation": 40, "phone": 40, "address": 200},
    **{"request": LONGEST_TEXT, "facts": LONGEST_TEXT},
}
NO_LONGER_EXACT = 10**15  # spreadsheets keep fifteen digits of a number


class Checker:
    """Reads rows of one ledger for one organization."""

    def __init__(
        self,
        headings: Sequence[str],
        mapping: Sequence[str],
        *,
        defaults: Defaults,
        org: Organization,
        clocks: Clocks,
        at: dt.datetime,
    ) -> None:
        self.columns = {name: column for column, name in enumerate(mapping) if name}
        self.titles = {name: headings[column] or FIELDS[name].label for name, column in self.columns.items()}
        self.defaults, self.org, self.clocks, self.at = defaults, org, clocks, at
        self.places = Places(org)

    def check(self, row: Row) -> Checked:
        """The row with everything that is to be said about it."""
        return _Reading(self, row).read()


class _Reading:
    """One row while it is read."""

    def __init__(self, checker: Checker, row: Row) -> None:
        self.checker = checker
        self.cells = list(row.cells)
        self.result = Checked(row)

    def read(self) -> Checked:
        self._spreadsheet_errors()
        petition, party = self.result.petition, self.result.party
        petition["received_at"] = received_at = self._received_at()
        petition["request"], petition["facts"] = self._texts()
        petition["channel"] = self._choice("channel", choices.CHANNEL, self.checker.defaults.channel)
        petition["matter_class"] = self._choice(
            "matter_class", choices.MATTER_CLASS, self.checker.defaults.matter_class
        )
        petition["category"] = self._category()
        petition["place_id"] = self._place()
        petition["head_count"] = self._count("head_count")
        petition["repeat_count"] = self._count("repeat_count")
        party["name"] = self._name()
        party["phone"], party["address"] = self._text("phone"), self._text("address")
        party["ethnicity"], party["occupation"] = self._text("ethnicity"), self._text("occupation")
        party["education"] = self._soft_choice("education", choices.EDUCATION, "")
        party["marital"] = self._soft_choice("marital", choices.MARITAL, Party.Marital.UNKNOWN)
        party |= self._person(received_at)
        self._identity()
        self.result.external_id = self._external_id()
        self._accusation()
        return self.result

    # what is said

    def _wrong(self, name: str, words: str) -> None:
        self.result.remarks.append(Remark(self._title(name), words))

    def _warn(self, name: str, words: str) -> None:
        self.result.remarks.append(Remark(self._title(name), words, fatal=False))

    def _title(self, name: str) -> str:
        return self.checker.titles.get(name) or FIELDS[name].label

    # what is read

    def _cell(self, name: str) -> Cell:
        column = self.checker.columns.get(name)
        return None if column is None else self.cells[column]

    def _text(self, name: str) -> str:
        text = text_of(self._cell(name))
        longest = LENGTHS.get(name, LONGEST_TEXT)
        if len(text) > longest:
            self._wrong(name, f"有 {len(text):,} 个字，最多 {longest:,} 个，请缩短")
        return "" if text in UNKNOWN_WORDS and name not in {"request", "facts"} else text

    def _spreadsheet_errors(self) -> None:
        for name, column in self.checker.columns.items():
            if (cell := self.cells[column]) in EXCEL_ERRORS:
                self._wrong(name, f"单元格是表格软件的错误值“{cell}”，请改为正确内容")
                self.cells[column] = None

    def _received_at(self) -> dt.datetime | None:
        cell = self._cell("received_at")
        text = text_of(cell)
        if not text:
            self._wrong("received_at", f"空着，请填写收到时间，如 {EXAMPLE}")
            return None
        moment = read_moment(cell)
        if moment is None:
            self._wrong("received_at", f"“{_short(text)}”认不出是什么时间，请改成 {EXAMPLE} 这样的格式")
        elif moment > self.checker.at:
            self._wrong("received_at", f"“{_short(text)}”晚于现在，请核对")
        elif moment.date() < FOUNDED:
            self._wrong("received_at", f"“{_short(text)}”早于 1949 年，请核对年份")
        else:
            return moment
        return None

    def _texts(self) -> tuple[str, str]:
        request, facts = self._text("request"), self._text("facts")
        if not request and not facts:
            name = "request" if "request" in self.checker.columns else "facts"
            self._wrong(name, "诉求、主要事实都空着，请至少填写一项")
        return request or facts, facts or request

    def _name(self) -> str:
        name = self._text("name")
        self.result.petition["identity_unclear"] = not name or name == ANONYMOUS
        if not name and "name" in self.checker.columns:
            self._warn("name", "空着，按“匿名”登记，不适用 15 日告知时限")
        return name or ANONYMOUS

    def _choice(self, name: str, wordings: Mapping[str, str], default: str) -> str:
        """An unknown wording is wrong: putting another in its place would change what the ledger says."""
        text = self._text(name)
        if not text:
            return default
        value = wordings.get(folded(text))
        if value is None:
            self._wrong(name, f"“{_short(text)}”不是可选的{FIELDS[name].label}，请对照模板的“选项”表修改")
        return value or default

    def _accusation(self) -> None:
        """An accusation has named readers and an accused, which no ledger says; what else it says is nobody's here."""
        if self.result.petition["matter_class"] == MatterClass.ACCUSATION:
            self.result.secret = True
            self.result.remarks.clear()
            self._wrong("matter_class", "检举控告事项只能由指定的人阅读，不能随台账导入，请逐件登记")

    def _soft_choice(self, name: str, wordings: Mapping[str, str], unknown: str) -> str:
        text = self._text(name)
        value = wordings.get(folded(text), "") if text else unknown
        if text and not value:
            self._warn(name, f"“{_short(text)}”认不出，按“不详”登记")
        return str(value or unknown)

    def _category(self) -> str:
        text = self._text("category")
        if not text:
            return self.checker.defaults.category
        codes = choices.category(text)
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            self._wrong("category", f"“{_short(text)}”在几个大类里都有，请写成“大类/小类”，如“婚姻家庭权益/其他”")
        else:
            self._wrong("category", f"“{_short(text)}”不是可选的事项类别，请对照模板的“选项”表修改")
        return self.checker.defaults.category

    def _place(self) -> int:
        text = self._text("place")
        if not text:
            return self.checker.org.pk
        try:
            return self.checker.places.find(text)
        except UnknownPlace as error:
            self._wrong("place", str(error))
            return self.checker.org.pk

    def _count(self, name: str) -> int:
        text = folded(self._text(name))
        if not text:
            return 1
        number = re.fullmatch(r"(\d{1,9})(?:\.0+)?[人次名位]?", text)
        if number is None:
            self._wrong(name, f"“{_short(text)}”不是整数，请填数字")
        elif not 1 <= int(number[1]) <= LIMITS[name]:
            self._wrong(name, f"“{_short(text)}”应在 1 到 {LIMITS[name]} 之间，请核对")
        else:
            return int(number[1])
        return 1

    def _person(self, received_at: dt.datetime | None) -> dict[str, Any]:
        """Sex and birth: by the identity number where there is one, else as the columns say."""
        card = self._id_card()
        sex = self._soft_choice("sex", choices.SEX, Party.Sex.UNKNOWN)
        birth_on, birth_year = self._birth_on(), self._birth_year(received_at)
        if card is None:
            return {"sex": sex, "birth_on": birth_on, "birth_year": None if birth_on else birth_year}
        if sex not in {Party.Sex.UNKNOWN, card.sex}:
            self._warn("sex", "与身份证号不一致，按身份证号登记")
        if birth_on not in {None, card.birth_on}:
            self._warn("birth_on", "与身份证号不一致，按身份证号登记")
        return {"id_number": card.number, "sex": card.sex, "birth_on": card.birth_on}

    def _id_card(self) -> IdCard | None:
        cell = self._cell("id_number")
        text = self._text("id_number")
        if not text:
            return None
        if isinstance(cell, int | float) and cell >= NO_LONGER_EXACT:
            self._wrong("id_number", "被存成了数字，末尾几位已经丢失，请把单元格设为文本后重新填写")
            return None
        try:
            return read_id_card(text, on=timezone.localdate(self.checker.at))
        except WrongIdCard as error:
            self._wrong("id_number", f"{str(error).rstrip('。')}；问不到的请空着")
            return None

    def _birth_on(self) -> dt.date | None:
        cell = self._cell("birth_on")
        text = self._text("birth_on")
        moment = read_moment(cell) if text else None
        today = timezone.localdate(self.checker.at)
        if moment is not None and 0 <= today.year - moment.year <= OLDEST and moment.date() <= today:
            return moment.date()
        if text:
            self._warn("birth_on", f"“{_short(text)}”认不出是哪一天，没有导入这一项")
        return None

    def _birth_year(self, received_at: dt.datetime | None) -> int | None:
        text = folded(self._text("age"))
        years = re.fullmatch(r"(\d{1,3})(?:\.0+)?(?:周?岁)?", text)
        if years and int(years[1]) <= OLDEST and received_at is not None:
            return received_at.year - int(years[1])
        if text and received_at is not None:
            self._warn("age", f"“{_short(text)}”不是周岁数字，没有导入这一项")
        return None

    def _identity(self) -> None:
        """The clock of telling the petitioner needs rules that reach back to the day of receipt."""
        petition = self.result.petition
        received_at = petition["received_at"]
        if received_at is None or petition["identity_unclear"]:
            return
        if not self.checker.clocks.reach(received_at, self.checker.org):
            self._wrong("received_at", f"{received_at.year} 年的时限规则系统里没有，请核对年份")

    def _external_id(self) -> str:
        text = self._text("external_id")
        if text.startswith(EXAMPLE_ROW):
            self._wrong("external_id", "这是模板里的示例行，不会导入")
        return text


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
