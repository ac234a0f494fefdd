"""The table of lines of 12338 as a page draws it (T-16, first part): a line a unit right below, the sum last."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from fedportal.dashboards.table_file import Looks, table_file
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Organization
from hotline.coverage import Figures

NAME = "12338 热线覆盖表"
HEADS = {
    "counties": "县（市、区）",
    "live": "已开通",
    "round": "24 小时接听",
    "centre": "进驻综治中心",
    "sign": "统一标识",
    "redirected": "非接听时间转接",
}
BASES = {
    "县（市、区）": "期末在用的县级妇联",
    "已开通": "其中期末有线路在接听的；市级统一接听的，县级登记了号码才计入",
    "覆盖率": "已开通 ÷ 县（市、区）",
    "24 小时接听": "其中有线路昼夜接听的；其余为工作时间接听",
    "非接听时间转接": "其中有线路在接听时间以外转到上级妇联的",
    "进驻综治中心、统一标识": "按线路登记；全国妇联办公厅 2024 年《关于推进12338妇联维权服务中心建设的指导意见》",
}


@dataclass(frozen=True)
class CoverageLine:
    """One unit's figures; `url` is its own table."""

    name: str
    url: str
    figures: Figures

    @property
    def share(self) -> str:
        """88.9%（8/9）"""
        part, whole = self.figures["live"], self.figures["counties"]
        return f"{part / whole:.1%}（{part:,}/{whole:,}）" if whole else "—"

    @property
    def cells(self) -> list[str]:
        counts = [f"{self.figures[name]:,}" for name in HEADS]
        return [*counts[:2], self.share, *counts[2:]]


@dataclass(frozen=True)
class CoverageSheet:
    """The table of one range at the end of one period, or as it stands today where that has not ended."""

    scope: Range
    period: ReportPeriod
    on: dt.date
    figures: dict[int, Figures]
    missing: list[Organization]

    heads = (*list(HEADS.values())[:2], "覆盖率", *list(HEADS.values())[2:])

    @cached_property
    def lines(self) -> list[CoverageLine]:
        own = [CoverageLine(self.scope.org.region_name, "", self.figures.get(OWN, Figures()))]
        below = [
            CoverageLine(unit.region_name, self._url(unit), self.figures.get(self.scope.index_of(unit), Figures()))
            for unit in self.scope.units
        ]
        return [line for line in own + below if line.figures["counties"]]

    @property
    def total(self) -> CoverageLine:
        found = Figures()
        for figures in self.figures.values():
            found.update(figures)
        return CoverageLine("合计", "", found)

    @property
    def missing_by_city(self) -> list[tuple[str, list[Organization]]]:
        """Where nobody answers, under the names of the cities."""
        by_city = groupby(self.missing, key=lambda unit: unit.parent.region_name if unit.parent else "")
        return [(city, list(units)) for city, units in by_city]

    def _url(self, unit: Organization) -> str:
        return f"{reverse('dashboards:lines')}?org={unit.code}&period={self.period}"


def coverage_file(sheet: CoverageSheet, *, by: User, at: dt.datetime) -> bytes:
    """The same as an .xlsx file: the table, and on a second page the counties without a line."""

    def write(book: Any, looks: Looks) -> None:
        page, missing = book.add_worksheet("覆盖表"), book.add_worksheet("尚未开通")
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", looks.title)
        page.write_string(1, 0, f"截至 {sheet.on}；制表 {by.org.name} {by.name}，{moment(at)}")
        looks.heads(page, 3, ["单位", *HEADS.values()])
        for number, line in enumerate([*sheet.lines, sheet.total], start=4):
            looks.row(page, number, [line.name, *(line.figures[name] for name in HEADS)])
        page.set_column(0, 0, 20)
        page.set_column(1, len(HEADS), 14)
        looks.heads(missing, 0, ["市", "县（市、区）"])
        for number, unit in enumerate(sheet.missing, start=1):
            looks.row(missing, number, [unit.parent.region_name if unit.parent else "", unit.region_name])
        missing.set_column(0, 1, 20)

    return table_file(NAME, write, by=by, at=at)
