"""The table of the hotline as a page and a file draw it (T-16): a line a unit right below, the sum last."""

import datetime as dt
import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.dashboards.links import Figure
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from fedportal.lib.templatetags.portal import moment
from hotline.call_statistics import Figures
from hotline.call_ticket_figures import FIGURES
from hotline.call_workflow import CallClass

NAME = "12338 热线表"
# Head, numerator, denominator; without a denominator a count, with “/s” an average in seconds.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("呼入", "came", ""),
    ("接通率", "connected", "came"),
    ("15 秒接听率", "quick", "connected"),
    ("平均等待", "waited", "connected/s"),
    ("平均通话", "talked", "ended/s"),
    ("当场解答率", "resolved", "real"),
    ("工单", "ordered", ""),
    ("按期反馈率", "in_time", "owed"),
    ("回访率", "called_back", "fed_back"),
    ("满意率", "content", "rated"),
    ("漏接回拨", "reached", "missed"),
    ("夜间", "night", ""),
)
CLASSES = tuple((label, f"class_{value}") for value, label in CallClass.choices)
BASES = {
    "呼入": "期内打进各线路的来电，含未接；夜间为 18 时至次日 8 时（内部口径）",
    "接通率": "振铃后接听 ÷ 呼入；GB/T 33358 的目标是 95% 以上",
    "15 秒接听率": "15 秒内接听 ÷ 接通",
    "当场解答率": "当场解答 ÷ 接通（骚扰无效的除外）",
    "工单": "期内由来电生成、登记的工单，按接听单位",
    "按期反馈率": "按期 ÷ 到期：反馈时限（含延期、重办）在期内届满的工单，各次都按期的计入",
    "回访率": "已回访（含三个时段未联系上、没有联系方式）÷ 期内反馈",
    "满意率": "满意、基本满意 ÷ 期内反馈并且回访到本人的",
    "漏接回拨": "回拨接通 ÷ 未接",
}


def _words(of: Figures, name: str, whole: str) -> str:
    """97.5%（39/40）; 12 秒; 40."""
    base, _, unit = whole.partition("/")
    if not base:
        return f"{of[name]:,}"
    if not of[base]:
        return "—"
    if unit:
        return _seconds(round(of[name] / of[base]))
    return f"{of[name] / of[base]:.1%}（{of[name]:,}/{of[base]:,}）"


def _seconds(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


@dataclass(frozen=True)
class HotlineLine:
    """One unit's figures; `url` is its own table, `links` are the lists behind its figures."""

    name: str
    url: str
    figures: Figures
    links: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Head, words, and the list behind the figure if this reader may see all of it."""
        return [
            (head, _words(self.figures, name, whole), self.links.get(name, "") if self.figures[name] else "")
            for head, name, whole in COLUMNS
        ]

    @property
    def classes(self) -> list[tuple[str, str]]:
        return [(label, f"{self.figures[name]:,}") for label, name in CLASSES]


@dataclass(frozen=True)
class HotlineSheet:
    """The table of one range and period. `seen`: what of the orders this reader may open, by unit: a number leads to
    its list only where that holds exactly so many."""

    scope: Range
    period: ReportPeriod
    figures: dict[int, Figures]
    seen: dict[int, Figures]

    heads = tuple(head for head, _, _ in COLUMNS)
    class_heads = tuple(label for label, _ in CLASSES)

    @cached_property
    def lines(self) -> list[HotlineLine]:
        """Units that had anything, by code; what the organization answers itself on top."""
        found = [self._line("本级", "", OWN, self.scope.org.code, own=True)]
        for unit in self.scope.units:
            url = f"{reverse('dashboards:hotline')}?org={unit.code}&period={self.period}"
            found.append(self._line(unit.region_name, url, self.scope.index_of(unit), unit.code))
        return [line for line in found if any(line.figures.values())]

    def _line(self, name: str, url: str, index: int, code: int, *, own: bool = False) -> HotlineLine:
        figures, seen = self.figures.get(index, Figures()), self.seen.get(index, Figures())
        return HotlineLine(name, url, figures, self._links(figures, seen, code, own=own))

    def _links(self, figures: Figures, seen: Figures, code: int, *, own: bool) -> dict[str, str]:
        days = self.period.days
        asked = {"under": code, "first": days.first, "last": days.last, **({"own": "true"} if own else {})}
        address = reverse("hotline:call_ticket_list")
        return {
            name: f"{address}?{urlencode({'figure': name} | asked)}"
            for name in FIGURES
            if figures[name] and figures[name] == seen[name]
        }

    @cached_property
    def total(self) -> HotlineLine:
        figures, seen = Figures(), Figures()
        for found, of in ((self.figures, figures), (self.seen, seen)):
            for line in found.values():
                of.update(line)
        return HotlineLine("合计", "", figures, self._links(figures, seen, self.scope.org.code, own=False))

    @property
    def is_empty(self) -> bool:
        return not any(self.total.figures.values())

    @property
    def drilled(self) -> list[Figure]:
        """Every number that leads somewhere, with its list."""
        return [
            Figure(line.figures[name], url) for line in (*self.lines, self.total) for name, url in line.links.items()
        ]


def hotline_file(sheet: HotlineSheet, *, by: User, at: dt.datetime) -> bytes:
    """The same as an .xlsx file: counts in columns of their own, so that they can be added up."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    bold, cell = book.add_format({"bold": True, "border": 1, "text_wrap": True}), book.add_format({"border": 1})
    count, title = book.add_format({"border": 1, "num_format": "#,##0"}), book.add_format({"bold": True})
    page = book.add_worksheet("热线表")
    page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", title)
    page.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}")
    names = [*_counts(), *CLASSES]
    _row(page, 3, ["单位", *(head for head, _ in names)], bold, bold)
    for number, line in enumerate([*sheet.lines, sheet.total], start=4):
        _row(page, number, [line.name, *(line.figures[name] for _, name in names)], cell, count)
    page.set_column(0, 0, 20)
    page.set_column(1, len(names), 12)
    page.freeze_panes(4, 1)
    bases = book.add_worksheet("口径")
    for number, words in enumerate(BASES.items()):
        _row(bases, number, list(words), cell, cell)
    bases.set_column(0, 0, 16)
    bases.set_column(1, 1, 80)
    book.set_properties({"title": NAME, "author": by.name, "company": by.org.name, "created": at.replace(tzinfo=None)})
    book.close()
    return file.getvalue()


def _counts() -> list[tuple[str, str]]:
    """Every numerator and denominator once, with its words."""
    words = {
        **{"came": "呼入", "connected": "接通", "quick": "15 秒内接听", "waited": "等待合计（秒）"},
        **{"ended": "已挂断的通话", "talked": "通话合计（秒）", "real": "有效来电", "resolved": "当场解答"},
        **{
            "ordered": "工单",
            "owed": "反馈到期",
            "in_time": "按期反馈",
            "fed_back": "已反馈",
            "called_back": "已回访",
        },
        **{"rated": "回访到本人", "content": "满意、基本满意", "returned": "退回过的工单", "reworked": "重办过的工单"},
        **{"missed": "未接", "reached": "回拨接通", "night": "夜间"},
    }
    return [(label, name) for name, label in words.items()]


def _row(page: Any, number: int, values: list[Any], words: Any, figures: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int):
            page.write_number(number, column, value, figures)
        else:
            page.write_string(number, column, value, words)
