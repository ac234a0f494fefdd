"""The table of the network as a page and a file draw it (T-22): a line a unit right below, the sum last; and how the
roster has grown at each level (domain.md row 85)."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from fedportal.dashboards.table_file import Looks, table_file
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Level
from stations.network_statistics import Figures

NAME = "维权队伍培训表"
# Head, numerator, denominator (none: a count), and what the list behind it is asked for.
COLUMNS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("在册", "people", "", {}),
    ("专职", "full_time", "", {"time": "full"}),
    ("兼职", "part_time", "", {"time": "part"}),
    ("陪审员", "jurors", "", {"kind": "juror"}),
    ("调解员", "mediators", "", {"kind": "mediator"}),
    ("劳动监督员", "inspectors", "", {"kind": "labour_inspector"}),
    ("土地仲裁员", "arbitrators", "", {"kind": "land_arbitrator"}),
    ("有资质", "qualified", "people", {}),
    ("24 个月参训率", "trained_24", "cadres", {}),
    ("36 个月参训率", "trained_36", "cadres", {}),
    ("志愿者", "volunteers", "", {}),
    ("服务时长", "minutes", "", {}),
)
COUNTS = {
    **{"people": "在册", "full_time": "专职", "part_time": "兼职", "jurors": "陪审员", "mediators": "调解员"},
    **{"inspectors": "劳动监督员", "arbitrators": "土地仲裁员", "qualified": "有资质", "cadres": "信访干部"},
    **{"trained_24": "24 个月内参训", "trained_36": "36 个月内参训", "volunteers": "志愿者"},
    **{"served": "有服务时长的志愿者", "minutes": "服务时长（分钟）"},
}
GROWTH = {"before": "期初", "joined": "期内加入", "left": "期内离队", "after": "期末"}
BASES = {
    "在册": "期末在册的人员，一人有几项身份的在各项中分别计入",
    "专职、兼职": "任一身份为专职的计入专职，其余有身份的计入兼职",
    "有资质": "持有有效资质证书的 ÷ 在册",
    "24、36 个月参训率": "期末以前 24、36 个月内参加过省级举办的信访业务培训的 ÷ 信访干部",
    "志愿者": "巾帼维权志愿者、律师志愿者、心理咨询师、社会工作者",
    "服务时长": "期内服务、已由他人确认的",
}


def _words(of: Figures, name: str, whole: str) -> str:
    """87.5%（7/8）; 12.5 小时; 40."""
    if name == "minutes":
        return f"{of[name] / 60:,.1f} 小时"
    if not whole:
        return f"{of[name]:,}"
    return f"{of[name] / of[whole]:.1%}（{of[name]:,}/{of[whole]:,}）" if of[whole] else "—"


@dataclass(frozen=True)
class NetworkLine:
    """One unit's figures; `url` is its own table, `links` are the lists behind its figures."""

    name: str
    url: str
    figures: Figures
    links: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Words, and the list behind the figure."""
        return [
            (_words(self.figures, name, whole), self.links.get(head, "") if self.figures[name] else "")
            for head, name, whole, _ in COLUMNS
        ]


@dataclass(frozen=True)
class NetworkSheet:
    """The table of one range and period. `may_open`: whether this reader may see the people behind the figures, which
    are those of today: only a period that is not over leads to them."""

    scope: Range
    period: ReportPeriod
    figures: dict[int, Figures]
    growth: dict[int, Figures]
    may_open: bool

    heads = tuple(head for head, *_ in COLUMNS)
    growth_heads = tuple(GROWTH.values())

    @cached_property
    def lines(self) -> list[NetworkLine]:
        """Units that have anybody, by code; the organization's own people on top."""
        org = self.scope.org
        found = [NetworkLine("本级", "", self._of(OWN), self._links(org.code, own=True))]
        for unit in self.scope.units:
            url = f"{reverse('dashboards:network')}?org={unit.code}&period={self.period}"
            of = self._of(self.scope.index_of(unit))
            found.append(NetworkLine(unit.region_name, url, of, self._links(unit.code)))
        return [line for line in found if any(line.figures.values())]

    def _of(self, index: int) -> Figures:
        return self.figures.get(index, Figures())

    def _links(self, code: int, *, own: bool = False) -> dict[str, str]:
        if not self.may_open:
            return {}
        place = {"under": str(code), **({"own": "true"} if own else {})}
        address = reverse("stations:person_list")
        asked = {head: params for head, name, _, params in COLUMNS if params or name == "people"}
        return {head: f"{address}?{urlencode(params | place)}" for head, params in asked.items()}

    @cached_property
    def total(self) -> NetworkLine:
        found = Figures()
        for figures in self.figures.values():
            found.update(figures)
        return NetworkLine("合计", "", found, self._links(self.scope.org.code))

    @property
    def is_empty(self) -> bool:
        return not any(self.total.figures.values())

    @property
    def levels(self) -> list[tuple[str, list[str]]]:
        """How the roster of each level has grown."""
        return [
            (Level(level).label, [f"{of[name]:,}" for name in GROWTH]) for level, of in sorted(self.growth.items())
        ]


def network_file(sheet: NetworkSheet, *, by: User, at: dt.datetime) -> bytes:
    """The same as an .xlsx file: every numerator and denominator in a column of its own, so that they add up."""

    def write(book: Any, looks: Looks) -> None:
        page, growth, bases = (book.add_worksheet(name) for name in ("队伍培训表", "各级增长", "口径"))
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{NAME}", looks.title)
        page.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}")
        looks.heads(page, 3, ["单位", *COUNTS.values()])
        for number, line in enumerate([*sheet.lines, sheet.total], start=4):
            looks.row(page, number, [line.name, *(line.figures[name] for name in COUNTS)])
        page.set_column(0, 0, 20)
        page.set_column(1, len(COUNTS), 14)
        page.freeze_panes(4, 1)
        looks.heads(growth, 0, ["层级", *GROWTH.values()])
        for number, (level, of) in enumerate(sorted(sheet.growth.items()), start=1):
            looks.row(growth, number, [Level(level).label, *(of[name] for name in GROWTH)])
        for number, words in enumerate(BASES.items()):
            looks.row(bases, number, list(words))
        bases.set_column(0, 0, 20)
        bases.set_column(1, 1, 80)

    return table_file(NAME, write, by=by, at=at)
