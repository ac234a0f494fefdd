"""The table of shelters as a page and a file draw it (T-09): a line a unit right below, the sum last. What could be
told to be whose it is stands nowhere, but before those who lead the unit that has it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse

from cases.small_cells import WITHHELD, Cell, shown_parts
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.periods import QUARTER, ReportPeriod
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.table_file import Looks, table_file
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.codes import SPAN
from fedportal.orgs.models import Level, Organization
from stations.shelter_check_figures import Looked
from stations.shelter_facts import DeclineReason, Exit, ReferralKind
from stations.shelter_nights import Nights, by_quarter
from stations.shelter_statistics import OPEN_TO_ALL, Figures, Told, alone, in_quarters, of_shelters, together

NAME = "庇护救助表"
COUNTS = {
    **{"beds": "床位", "applied": "申请", "admitted": "接收", "declined": "不予接收", "adults": "成人"},
    **{"minors": "随行未成年人", "left": "离所", "days": "平均天数", "extended": "延期", "visited": "已回访结案"},
}
NIGHTS = ("期间", "入住夜数", "可用床夜数", "使用率", "离所的平均天数")
LOOKS = ("单位", "庇护所", "一年内自查", "自查得分率", "一年内上级检查", "上级检查得分率")
PARTS = (
    ("不予接收的原因", {f"declined_{reason}": reason.label for reason in DeclineReason}),
    ("离所去向", {f"by_{kind}": kind.label for kind in Exit}),
    ("转介", {f"to_{kind}": kind.label for kind in ReferralKind}),
)
BASES = {
    "床位": "现在可以安排的床位，不随期间变化",
    "申请、接收、不予接收": "期内登记的申请，按户计；其余的候床、待审核或者本人撤回",
    "成人、随行未成年人": "期内入住的人数",
    "离所、平均天数": "期内离所的户数，从入住到离所的平均天数",
    "延期": "期内报备案或者经同意延期的户数（民发〔2015〕189号，成年人一般不超过 10 日）",
    "入住夜数、使用率": "最近十二个月（县以外按已经结束的季度），每人每晚计一夜；"
    "可用床夜数自庇护所启用起按现有床位计，停用的床计至停用之日",
    "已回访结案": "期内离所、回访确认目前安全并已结案的户数",
    "期间": "县以外按已经结束的季度、半年、年度统计，能由较短期间推算出来的不显示",
    "*": "为保护当事人，含有 1 至 4 的数字的，除本单位负责人以外都不显示；能由它推算出的合计、几个单位的构成也不显示",
}
_DAY = 86_400  # seconds
_CITY = SPAN[Level.CITY]  # codes of a city: below it no unit with a shelter lies below another


@dataclass(frozen=True)
class ShelterLine:
    """One unit's figures; `url` is its own table."""

    name: str
    url: str
    told: Told

    def cells(self, names: Iterable[str]) -> list[str]:
        """Words; a star for what is kept back."""
        return [self._word(name) for name in names]

    def _word(self, name: str) -> str:
        figures = self.told.figures
        if name not in OPEN_TO_ALL and not self.told.may_show:
            return WITHHELD
        if name == "days":
            return f"{figures['seconds'] / _DAY / figures['left']:.1f}" if figures["left"] else "—"
        return f"{figures[name]:,}"

    @property
    def main(self) -> list[str]:
        return self.cells(COUNTS)


@dataclass(frozen=True)
class ShelterSheet:
    """The table of one range and period, for one reader."""

    scope: Range
    period: ReportPeriod
    figures: dict[int, list[Figures]]  # by code, of the period; where it is told whole, of each of its quarters
    reader: User

    @classmethod
    def of(cls, scope: Range, period: ReportPeriod, reader: User) -> "ShelterSheet":
        parts = period.quarters if period.whole else [period]
        counted = [of_shelters(scope.org, *part.days.period) for part in parts]
        codes = {code for figures in counted for code in figures}
        return cls(
            scope, period, {code: [figures.get(code, Counter()) for figures in counted] for code in codes}, reader
        )

    heads = tuple(COUNTS.values())

    @cached_property
    def lines(self) -> list[ShelterLine]:
        """Units that have a shelter or had somebody in one, by code; the organization's own on top."""
        org = self.scope.org
        own = self.figures.get(org.code, [Counter()])
        found = [ShelterLine("本级", "", self._own(own))]
        for unit in self.scope.units:
            url = f"{reverse('dashboards:shelters')}?org={unit.code}&period={self.period}"
            found.append(ShelterLine(unit.region_name, url, self._under(unit)))
        return [line for line in found if any(line.told.figures.values())]

    @cached_property
    def total(self) -> ShelterLine:
        told = [line.told for line in self.lines]
        return ShelterLine("合计", "", told[0] if len(told) == 1 else together(told))

    @property
    def is_empty(self) -> bool:
        return not self.lines

    @property
    def parts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the figures of one unit are made of, where that tells of nobody. Of several units it is not told: taken
        from one another, their pages would tell small ones."""
        if [line.url for line in self.lines] != [""] or not self.total.told.may_show:
            return []
        if self.period.whole and self.period.months > QUARTER:  # what a quarter hides would follow from a year
            return []
        return [(name, self._made_of(words)) for name, words in PARTS]

    def _made_of(self, named: dict[str, str]) -> list[tuple[str, str]]:
        figures = self.total.told.figures
        cells = [Cell(figures[name], guarded=True) for name in named]
        words = shown_parts(cells, whole=self._leads) or [WITHHELD] * len(cells)
        return list(zip(named.values(), words, strict=True))

    def _under(self, unit: Organization) -> Told:
        """Of a unit with all below it, city by city: what the pages below keep back is not told by their sum."""
        codes = sorted(code for code in self.figures if unit.code <= code < unit.code_end)
        cities = [
            [in_quarters(self.figures[code]) for code in found]
            for _, found in groupby(codes, key=lambda code: code // _CITY)
        ]
        told = [together(city) for city in cities]
        return told[0] if len(told) == 1 else together(told)

    def _own(self, parts: list[Figures]) -> Told:
        told = in_quarters(parts)
        return alone(told.figures, whole=True) if self._leads else told

    @property
    def _leads(self) -> bool:
        return self.reader.org_id == self.scope.org.pk and self.reader.can(Can.KEEP_SHELTERS)


def shown_nights(
    scope: Range, period: ReportPeriod, months: dict[dt.date, dict[int, Figures]], reader: User
) -> list[Nights]:
    """Month by month, and where periods are told whole quarter by quarter, as far as they are over. Where units keep
    something back, their sum does."""
    parts = by_quarter(months, period.today) if period.whole else months
    found = []
    for first, figures in parts.items():
        sheet = ShelterSheet(scope, period, {code: [own] for code, own in figures.items()}, reader)
        found.append(Nights(first, sheet.total.told, QUARTER if period.whole else 1))
    return found


def shelter_file(
    sheet: ShelterSheet, nights: Sequence[Nights], looked: Sequence[Looked], *, by: User, at: dt.datetime
) -> bytes:
    """The same as an .xlsx file: what the page keeps back, it keeps back; and who sees no scores there finds none."""

    def write(book: Any, looks: Looks) -> None:
        page, parts = (book.add_worksheet(name) for name in (NAME, "构成"))
        _write_lines(book.add_worksheet("入住夜数、使用率"), looks, NIGHTS, [each.words for each in nights])
        if looked:
            _write_lines(book.add_worksheet("条件检查"), looks, LOOKS, [each.words for each in looked])
        bases = book.add_worksheet("口径")
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", looks.title)
        page.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}")
        looks.heads(page, 3, ["单位", *sheet.heads])
        for number, line in enumerate([*sheet.lines, sheet.total], start=4):
            looks.row(page, number, [line.name, *map(_number, line.main)])
        page.set_column(0, 0, 20)
        page.set_column(1, len(COUNTS), 12)
        page.freeze_panes(4, 1)
        number = 0
        for head, rows in sheet.parts:
            looks.heads(parts, number, [head, "合计"])
            for words, figure in rows:
                number += 1
                looks.row(parts, number, [words, _number(figure)])
            number += 2
        parts.set_column(0, 0, 30)
        for number, (name, base) in enumerate(BASES.items()):
            looks.row(bases, number, [name, base])
        bases.set_column(0, 0, 24)
        bases.set_column(1, 1, 80)

    return table_file(NAME, write, by=by, at=at)


def _write_lines(page: Any, looks: Looks, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    looks.heads(page, 0, heads)
    for number, (name, *words) in enumerate(lines, start=1):
        looks.row(page, number, [name, *map(_number, words)])
    page.set_column(0, len(heads), 16)
    page.freeze_panes(1, 1)


def _number(word: str) -> int | float | str:
    """As the file adds it up."""
    plain = word.replace(",", "")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return word
