"""The table of work with 12345 as a page draws it (T-17): a line a unit right below, the sum last."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from hotline.statistics import Figures


@dataclass(frozen=True)
class TicketLine:
    """One unit's figures; `url` is its own table."""

    name: str
    url: str
    figures: Figures

    @property
    def cells(self) -> list[tuple[str, str]]:
        """By the heads of HEADS; a share with its numerator and denominator."""
        of = self.figures
        return list(
            zip(
                HEADS,
                (
                    f"{of['received']:,}",
                    f"{of['returned']:,}",
                    _share(of["in_time"], of["owed"]),
                    f"{of['extended']:,}",
                    f"{of['reworked']:,}",
                    _share(of["agreeing"], of["doubled"]),
                ),
                strict=True,
            )
        )


NAME = "12345 协同表"
HEADS = ("接收", "退回（2 个工作日内）", "按期答复率", "延期", "退回重办", "双录一致率")
BASES = {
    "接收": "期内收到的 12345 工单",
    "退回（2 个工作日内）": "其中说明理由退回的；超过 2 个工作日的不能退回",
    "按期答复率": "按期 ÷ 到期：答复时限（含延期、重办）在期内届满的",
    "延期": "期内延期的次数",
    "退回重办": "期内收到的工单中，12345 退回重办过的",
    "双录一致率": "一致 ÷ 双录：登记、关联了信访事项的工单中，没有“信访已办结而工单还未答复”的（内部口径）",
}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}（{part:,}/{whole:,}）" if whole else "—"


@dataclass(frozen=True)
class TicketSheet:
    """The table of one range and period."""

    scope: Range
    period: ReportPeriod
    figures: dict[int, Figures]

    @cached_property
    def lines(self) -> list[TicketLine]:
        """Units that had anything, by code; what the organization handles itself on top."""
        own = [TicketLine("本级", "", self.figures.get(OWN, Figures()))]
        below = [
            TicketLine(unit.region_name, self._url(unit.code), self.figures.get(self.scope.index_of(unit), Figures()))
            for unit in self.scope.units
        ]
        return [line for line in own + below if any(line.figures.values())]

    @property
    def total(self) -> TicketLine:
        found = Figures()
        for figures in self.figures.values():
            found.update(figures)
        return TicketLine("合计", "", found)

    @property
    def is_empty(self) -> bool:
        return not any(self.total.figures.values())

    def _url(self, code: int) -> str:
        return f"{reverse('dashboards:tickets')}?org={code}&period={self.period}"
