"""The table of stations as a page and a file draw it (T-20): a line a unit right below, the sum last.

Columns come in parts, each from the module that counts it (PARTS). Rights posts stand in the table of the network.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from fedportal.dashboards.table_file import Looks, table_file
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Organization
from stations.check_figures import STANDARDS, of_standards
from stations.station_facts import Service
from stations.statistics import UNITS, Figures, Stretch, of_stations

NAME = "站点建设表"
# What a part counts, by index of the unit (cases.statistics.UnitIndex).
Counted = Callable[[Organization, list[int], Stretch], dict[int, Figures]]


@dataclass(frozen=True)
class Part:
    """Columns that are counted together: heads by name; rates by head, each numerator and denominator; their bases."""

    counted: Counted
    heads: dict[str, str]
    rates: dict[str, tuple[str, str]]
    bases: dict[str, str]


OF_STATIONS = Part(
    of_stations,
    dict(
        zip(
            UNITS,
            ("应建（乡）", "已建（乡）", "有效（乡）", "应建（村）", "已建（村）", "有效（村）"),
            strict=True,
        )
    )
    | {str(value): str(label) for value, label in Service.choices},
    {
        "覆盖率（乡）": ("towns_live", "towns"),
        "有效覆盖率（乡）": ("towns_served", "towns"),
        "覆盖率（村）": ("villages_live", "villages"),
        "有效覆盖率（村）": ("villages_served", "villages"),
    },
    {
        "应建": "期末在用的乡级、村级妇联",
        "已建": "其中期末有站点没有撤销的；一个单位有几个站点算一个",
        "有效": "其中有站点在期内登记过服务的（内部口径）",
        "六类服务": "期内各站点服务日志的人次，划去的不计",
    },
)
OF_STANDARDS = Part(
    of_standards,
    dict(
        zip(
            STANDARDS,
            ("站点", "四有·五个一达标", "示范站（省级）", "示范站（市级）", "示范站（县级）"),
            strict=True,
        )
    ),
    {"四有·五个一达标率": ("up_to_standard", "stations")},
    {
        "站点": "期末没有撤销的站点，一个单位有几个的分别计算",
        "四有·五个一达标": "其中最近一次上级检查在期末以前一年之内，四有、五个一全部达标的",
        "示范站": "期末在有效期内的，按命名级别；升级以后只计高的一级",
    },
)
PARTS: tuple[Part, ...] = (OF_STATIONS, OF_STANDARDS)


@dataclass(frozen=True)
class StationLine:
    """One unit's figures; `url` is its own table."""

    name: str
    url: str
    figures: Figures

    @property
    def counts(self) -> list[str]:
        return [f"{self.figures[name]:,}" for part in PARTS for name in part.heads]

    @property
    def rates(self) -> list[str]:
        """97.5%（39/40）."""
        return [self._rate(*pair) for part in PARTS for pair in part.rates.values()]

    def _rate(self, part: str, whole: str) -> str:
        counted, of = self.figures[part], self.figures[whole]
        return f"{counted / of:.1%}（{counted:,}/{of:,}）" if of else "—"


@dataclass(frozen=True)
class StationSheet:
    """The table of one range and period."""

    scope: Range
    period: ReportPeriod
    figures: dict[int, Figures]

    count_heads = tuple(head for part in PARTS for head in part.heads.values())
    rate_heads = tuple(head for part in PARTS for head in part.rates)
    bases = {head: words for part in PARTS for head, words in part.bases.items()}

    @classmethod
    def of(cls, scope: Range, period: ReportPeriod, today: dt.date) -> "StationSheet":
        """Counted part by part."""
        days = Stretch(period.days.first, min(period.days.last, today))
        found: dict[int, Figures] = {}
        for part in PARTS:
            for unit, figures in part.counted(scope.org, scope.bounds, days).items():
                found.setdefault(unit, Figures()).update(figures)
        return cls(scope, period, found)

    @cached_property
    def lines(self) -> list[StationLine]:
        """Units that have anything, by code; the organization itself on top."""
        found = [StationLine("本级", "", self.figures.get(OWN, Figures()))]
        for unit in self.scope.units:
            url = f"{reverse('dashboards:stations')}?org={unit.code}&period={self.period}"
            figures = self.figures.get(self.scope.index_of(unit), Figures())
            found.append(StationLine(unit.region_name, url, figures))
        return [line for line in found if any(line.figures.values())]

    @cached_property
    def total(self) -> StationLine:
        figures = Figures()
        for found in self.figures.values():
            figures.update(found)
        return StationLine("合计", "", figures)


def station_file(sheet: StationSheet, *, by: User, at: dt.datetime) -> bytes:
    """The same as an .xlsx file: counts in columns of their own, so that they can be added up."""
    heads = {name: head for part in PARTS for name, head in part.heads.items()}

    def write(book: Any, looks: Looks) -> None:
        page, bases = book.add_worksheet("站点建设表"), book.add_worksheet("口径")
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", looks.title)
        page.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}")
        looks.heads(page, 3, ["单位", *heads.values()])
        for number, line in enumerate([*sheet.lines, sheet.total], start=4):
            looks.row(page, number, [line.name, *(line.figures[name] for name in heads)])
        page.set_column(0, 0, 20)
        page.set_column(1, len(heads), 14)
        page.freeze_panes(4, 1)
        for number, words in enumerate(sheet.bases.items()):
            looks.row(bases, number, list(words))
        bases.set_column(0, 0, 16)
        bases.set_column(1, 1, 70)

    return table_file(NAME, write, by=by, at=at)
