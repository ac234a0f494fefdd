"""The tables of violence at home as a page and a file draw them (T-05 to T-08): a line a unit right below, then sums.

Outside the owning county figures below five are hidden, and so are others and sums from which they would follow; also
what nobody draws and everybody can count, as those not in time. There a period is told once it is over, from a quarter
on, and a longer one tells nothing that a shorter one within it hides (cases.small_periods).
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse

from cases import violence_statistics as figures
from cases.small_cells import BELOW, NONE, SMALL
from cases.small_periods import added, shown_period, sum_of
from cases.small_tables import Partition
from cases.statistics import Period
from cases.workflow.violence import VictimGroup
from cases.workflow.violence_reports import PoliceResult, Trigger
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.months import YEAR
from fedportal.dashboards.periods import ReportPeriod, reads_running
from fedportal.dashboards.ranges import OWN, Range
from fedportal.dashboards.table_file import Looks, table_file
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Organization
from stations.violence_help import help_figures

NAME = "家庭暴力统计表"
CLOSED = "庇护、法律援助只告诉本单位负责人；其他人按已经结束的年度看，不足 5 件的（含没有的）显示为“<5”。"
WHOLE_PERIODS = "县以外按已经结束的季度、半年、年度统计；能由较短期间推算出来的数一并隐去。"


@dataclass(frozen=True)
class Table:
    """One table: what it counts, heads by name, and which columns add up to another."""

    code: str
    name: str
    counted: Callable[[Organization, list[int], Period], figures.Figures]
    heads: dict[str, str]
    sums: tuple[Partition, ...]
    bases: str
    rests: dict[str, tuple[str, ...]] = field(default_factory=dict)  # not drawn: the first column less the others
    closed: tuple[str, ...] = ()  # small ones are read by those who lead the unit alone, also in its county
    stocks: tuple[str, ...] = ()  # what was there at the end of the period: quarters do not add up to it

    @property
    def partitions(self) -> tuple[Partition, ...]:
        """Also those whose last part is a rest: it follows from what is drawn, and so must not be small."""
        return (*self.sums, *((whole, (*parts, rest)) for rest, (whole, *parts) in self.rests.items()))


_DANGER = {"danger_low": "低", "danger_medium": "中", "danger_high": "高", "danger_unknown": "未评估"}
_RELATION = {
    **{"relation_spouse": "配偶", "relation_former": "前配偶、前恋人", "relation_cohabitant": "同居"},
    **{"relation_others": "其他关系", "relation_unknown": "未登记关系"},
}
_VIOLENCE = {
    **{"matters": "投诉件", "people": "人", "form_physical": "身体", "form_mental": "精神", "form_sexual": "性"},
    **{"form_economic": "经济控制", **_RELATION},
    **{f"group_{group.value}": str(group.label).split("、")[0] for group in VictimGroup},
    **_DANGER,
    "told": "报警",
    **{f"police_{result.value}": str(result.label) for result in PoliceResult},
    **{"appraised": "伤情鉴定", "orders_own": "保护令自申", "orders_for_her": "保护令代申"},
    **{"orders_granted": "保护令签发", "orders_refused": "保护令驳回", "breaches": "违反保护令"},
    **{"sheltered": "庇护", "aided": "法律援助", "visited": "已回访", "relapses": "再次施暴"},
}
_WARNINGS = {
    **{"letters": "收到告诫通知", "first_due": "应首访", "first_in_time": "7 日内首访", "later_due": "三月查访应访"},
    **{"later_done": "三月查访已访", "violence_again": "再犯"},
}
_ORDERS = {
    **{"in_force": "在效", "visits_due": "应回访", "visits_done": "已回访", "breaches": "违反"},
    "ends_soon": "30 日内到期",
}
_MANDATORY = {
    **{"reports": "强制报告", **{f"trigger_{number}": f"情形{number}" for number in Trigger.values}},
    **{
        "at_once": "立即报告",
        "feedback_due": "应反馈",
        "feedback_in_time": "3 日内反馈",
        "feedback_missing": "未反馈",
    },
}


def _with_help(org: Organization, bounds: list[int], period: Period) -> figures.Figures:
    """What petitions know, and what stations know of their women."""
    return figures.together(figures.violence_figures(org, bounds, period), help_figures(org, bounds, period))


TABLES = {
    table.code: table
    for table in (
        Table(
            "t05",
            "家庭暴力统计",
            _with_help,
            _VIOLENCE,
            (("matters", tuple(_DANGER)), ("matters", tuple(_RELATION)), ("people", ("matters",))),
            "件、形式、关系、危险等级、报警、庇护、法律援助、回访按期内收到；处理结果、保护令、违反、再次施暴按期内发生。",
            {
                **{"untold": ("matters", "told"), "unvisited": ("matters", "visited")},
                **{"unsheltered": ("matters", "sheltered"), "unaided": ("matters", "aided")},
            },
            closed=("sheltered", "aided"),
        ),
        Table(
            "t06",
            "告诫查访",
            figures.warning_figures,
            _WARNINGS,
            (),
            "应访按期内到期的查访时限；7 日内首访是其中按期的，三月查访已访含逾期补访的。",
            {"first_late": ("first_due", "first_in_time"), "later_missed": ("later_due", "later_done")},
        ),
        Table(
            "t07",
            "保护令协助执行",
            figures.order_figures,
            _ORDERS,
            (),
            "在效、30 日内到期按期末；应回访、已回访是有保护令的事项期内到期的回访。",
            {"visits_missed": ("visits_due", "visits_done")},
            stocks=("in_force", "ends_soon"),
        ),
        Table(
            "t08",
            "强制报告",
            figures.mandatory_figures,
            _MANDATORY,
            (),
            "一次报告有几种情形的分别计入；立即报告指知悉后 2 小时内（内部口径）；反馈按期内到期的时限。",
            {
                "later_told": ("reports", "at_once"),
                "feedback_late": ("feedback_due", "feedback_in_time", "feedback_missing"),
            },
        ),
    )
}


@dataclass(frozen=True)
class ViolenceLine:
    """One unit's figures; `url` is its own table, `words` what this reader may read of them."""

    name: str
    url: str
    words: list[str]


@dataclass(frozen=True)
class ViolenceSheet:
    """One table of one range and period before one reader."""

    table: Table
    scope: Range
    period: ReportPeriod
    counted: list[figures.Figures]  # of the period; where it is told whole, of each of its quarters
    reader: User

    @classmethod
    def of(cls, table: Table, scope: Range, period: ReportPeriod, reader: User) -> "ViolenceSheet":
        parts = period.quarters if period.whole else [period]
        counted = [table.counted(scope.org, scope.bounds, part.days.period) for part in parts]
        return cls(table, scope, period, counted, reader)

    @property
    def heads(self) -> list[str]:
        return list(self.table.heads.values())

    @property
    def bases(self) -> str:
        """What is counted; and what is not closed by hiding, where figures are hidden."""
        if not self.is_whole:
            return f"{self.table.bases}{WHOLE_PERIODS}"
        return f"{self.table.bases}{CLOSED if self.table.closed and not self._leads else ''}"

    @property
    def is_whole(self) -> bool:
        """A county and what lies in it read their own small figures whole."""
        return reads_running(self.reader)

    @cached_property
    def _units(self) -> list[tuple[str, str, list[Counter[str]]]]:
        """Name, address and figures of each part of the period, of those units that have any."""
        found = [("本级", "", self._counted_of(OWN))]
        for unit in self.scope.units:
            url = f"{reverse('dashboards:violence')}?org={unit.code}&period={self.period}&table={self.table.code}"
            found.append((unit.region_name, url, self._counted_of(self.scope.index_of(unit))))
        return [unit for unit in found if any(any(part.values()) for part in unit[2])]

    def _counted_of(self, index: int) -> list[Counter[str]]:
        return [part.get(index, Counter()) for part in self.counted]

    @cached_property
    def _shown(self) -> list[dict[str, str]]:
        """By line, then the sum: what may be read, by name of the column."""
        quarters = [[parts[place] for _, _, parts in self._units] for place in range(len(self.counted))]
        if self.is_whole:
            rows = added(quarters, self.table.stocks)
            words = [{name: f"{row[name]:,}" for name in self.table.heads} for row in [*rows, sum_of(rows)]]
            return words if self._leads else self._closed(words)
        names = [*self.table.heads, *self.table.rests]
        whole = [[self._with_rests(row) for row in rows] for rows in quarters]
        found = shown_period(whole, names, self.table.partitions, self.table.stocks)
        return [{name: words[name] for name in self.table.heads} for words in found]

    @property
    def _leads(self) -> bool:
        return self.reader.org_id == self.scope.org.pk and self.reader.can(Can.KEEP_SHELTERS)

    def _closed(self, words: list[dict[str, str]]) -> list[dict[str, str]]:
        """Of a year that is over, and no figure below five, not even none: he who works in the county's office asks
        whether she is in a shelter."""
        over = self.period.months == YEAR and not self.period.is_running
        for name in self.table.closed:
            *lines, total = words
            for line in lines:
                line[name] = (line[name] if _is_large(line[name]) else BELOW) if over else NONE
            total[name] = total[name] if all(_is_large(line[name]) for line in lines) else NONE
        return words

    def _with_rests(self, row: Counter[str]) -> Counter[str]:
        rests = {
            rest: row[whole] - sum(row[part] for part in parts) for rest, (whole, *parts) in self.table.rests.items()
        }
        return Counter({**row, **rests})

    @property
    def lines(self) -> list[ViolenceLine]:
        return [
            ViolenceLine(name, url, list(words.values()))
            for (name, url, _), words in zip(self._units, self._shown, strict=False)
        ]

    @property
    def total(self) -> ViolenceLine:
        return ViolenceLine("合计", "", list(self._shown[-1].values()))


def violence_file(sheet: ViolenceSheet, *, by: User, at: dt.datetime) -> bytes:
    """The same as an .xlsx file; what is hidden on the page is hidden there."""

    def write(book: Any, looks: Looks) -> None:
        page = book.add_worksheet(sheet.table.name)
        page.write_string(0, 0, f"{sheet.scope.org.name}{sheet.period.label}{sheet.table.name}", looks.title)
        page.write_string(1, 0, f"制表 {by.org.name} {by.name}，{moment(at)}；口径：{sheet.bases}")
        looks.heads(page, 3, ["单位", *sheet.heads])
        for number, line in enumerate([*sheet.lines, sheet.total], start=4):
            looks.row(page, number, [line.name, *map(_value, line.words)])
        page.set_column(0, 0, 20)
        page.set_column(1, len(sheet.heads), 12)
        page.freeze_panes(4, 1)

    return table_file(sheet.table.name, write, by=by, at=at)


def _is_large(word: str) -> bool:
    plain = word.replace(",", "")
    return plain.isdigit() and int(plain) >= SMALL


def _value(words: str) -> int | str:
    plain = words.replace(",", "")
    return int(plain) if plain.isdigit() else words
