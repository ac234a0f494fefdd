"""The assessment sheet as it is drawn: units, numerators over denominators, the sum, the order (T-10, T-28)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cases.assessment import Fault, Tally
from cases.counted import Counted, CountedIn
from fedportal.dashboards.links import Figure, Links
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import OWN, Range
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Indicator:
    """One rate: how many of how many; `basis` says of which time it speaks."""

    code: str
    label: str
    part: Counted
    whole: Counted
    part_label: str
    whole_label: str
    basis: str


INDICATORS = (
    Indicator(
        "told", "按期告知率", Counted.TOLD, Counted.TO_TELL, "按期", "到期", "告知期限在期内届满的（条例第二十三条）"
    ),
    Indicator(
        "finished",
        "按期办结率",
        Counted.FINISHED,
        Counted.TO_FINISH,
        "按期",
        "到期",
        "办理期限（含延期）在期内届满的（条例第三十四条）",
    ),
    Indicator(
        "settled",
        "初次化解率",
        Counted.SETTLED,
        Counted.ENDED_FIRST,
        "化解",
        "办结",
        "期内办结的初次信访，办结后 90 日内没有再来",
    ),
    Indicator(
        "content", "满意率", Counted.CONTENT, Counted.GRADED, "满意", "评价", "期内对办理单位的评价，满意和基本满意"
    ),
    Indicator("rated", "参评率", Counted.RATED, Counted.TO_RATE, "已评", "应评", "期内办结、应当评价的"),
    Indicator("visited", "回访率", Counted.VISITED, Counted.TO_VISIT, "已回访", "应回访", "回访日期在期内到期的"),
    Indicator(
        "answered",
        "督办按期答复率",
        Counted.ANSWERED,
        Counted.TO_ANSWER,
        "按期",
        "到期",
        "督办单回复期限在期内届满的（条例第四十条）",
    ),
)
# 条例 art. 43 to 46. What has no list of petitions behind it is a number alone.
FAULTS: tuple[tuple[Counted | Fault, str], ...] = (
    (Fault.UNREGISTERED, "未按规定登记"),
    (Counted.UNDECIDED, "期满未受理"),
    (Counted.NOT_TOLD, "未按期告知"),
    (Counted.NOT_FINISHED, "未按期办结"),
    (Fault.IGNORED, "建议逾期未反馈"),
    (Fault.FOUNDED, "投诉属实"),
)
DEFAULT_SORT = "told"


@dataclass(frozen=True)
class Rate:
    """A numerator and its denominator, each with its list."""

    indicator: Indicator
    part: Figure
    whole: Figure

    @property
    def share(self) -> float | None:
        return self.part.value / self.whole.value if self.whole.value else None


@dataclass(frozen=True)
class Line:
    """One unit, or the sum of all."""

    name: str
    code: int
    url: str  # its own sheet
    rates: list[Rate]
    faults: list[Figure]

    @property
    def is_empty(self) -> bool:
        return not any(rate.whole.value for rate in self.rates) and not any(fault.value for fault in self.faults)


@dataclass(frozen=True)
class Ranked:
    """A line with its place; none where it has nothing to be measured by. Equal rates share a place."""

    place: int | None
    line: Line


@dataclass(frozen=True)
class Sheet:
    """The figures of one range and period before one reader."""

    scope: Range
    period: ReportPeriod
    tally: Tally
    links: Links
    asked_sort: str = ""

    @property
    def sort(self) -> str:
        codes = {"code", *(indicator.code for indicator in INDICATORS)}
        return self.asked_sort if self.asked_sort in codes else DEFAULT_SORT

    @cached_property
    def lines(self) -> list[Line]:
        """The units below, what the organization holds itself, and what units hold that are no more."""
        indexes = {self.scope.index_of(unit) for unit in self.scope.units} | {OWN}
        lines = [self._unit(unit, self.scope.index_of(unit)) for unit in self.scope.units]
        own = self._line("本级", self.scope.org.code, "", self.tally.get(OWN, Counter()), ("held_by", "owed_by"))
        gone = sum((counts for index, counts in self.tally.items() if index not in indexes), Counter())
        ended = self._line("已撤并单位", self.scope.org.code_end, "", gone, None)
        return [*lines, *(line for line in (own, ended) if not line.is_empty)]

    @cached_property
    def total(self) -> Line:
        """The sum of the lines; its lists are those of the units."""
        return self._line("合计", self.scope.org.code, "", sum(self.tally.values(), Counter()), None)

    @cached_property
    def ranked(self) -> list[Ranked]:
        """Units with anything to show, the best first; without a denominator there is no place, and none for what
        is no unit below.
        """
        shown = [line for line in self.lines if not line.is_empty]
        units = [line for line in shown if line.url]
        others = [Ranked(None, line) for line in shown if not line.url]
        if self.sort == "code":
            return [*(Ranked(None, line) for line in units), *others]
        shares = {line.code: share for line in units if (share := self._share(line)) is not None}
        order = sorted(units, key=lambda line: (-shares.get(line.code, -1.0), line.code))
        best = sorted(shares.values(), reverse=True)
        places = {code: best.index(share) + 1 for code, share in shares.items()}
        return [*(Ranked(places.get(line.code), line) for line in order), *others]

    @property
    def quiet(self) -> list[Line]:
        return [line for line in self.lines if line.is_empty]

    def heads(self) -> Iterator[tuple[Indicator, bool]]:
        """The columns, and whether the lines stand in their order."""
        return ((indicator, indicator.code == self.sort) for indicator in INDICATORS)

    @property
    def fault_labels(self) -> list[str]:
        return [label for _, label in FAULTS]

    def _share(self, line: Line) -> float | None:
        return next(rate.share for rate in line.rates if rate.indicator.code == self.sort)

    def _unit(self, unit: Organization, index: int) -> Line:
        url = f"?org={unit.code}&period={self.period}"
        return self._line(unit.region_name, unit.code, url, self.tally.get(index, Counter()), ("under", "owed_under"))

    def _line(self, name: str, code: int, url: str, counts: Counter[str], asked: tuple[str, str] | None) -> Line:
        """`asked`: the parameters by which the list asks for what this unit holds, and for what it owes."""
        rates = [
            Rate(each, self._figure(each.part, counts, code, asked), self._figure(each.whole, counts, code, asked))
            for each in INDICATORS
        ]
        return Line(name, code, url, rates, [self._figure(what, counts, code, asked) for what, _ in FAULTS])

    def _figure(self, what: Counted | Fault, counts: Counter[str], code: int, asked: tuple[str, str] | None) -> Figure:
        value = counts[what.value]
        if asked is None or not isinstance(what, Counted):
            return Figure(value)
        days = self.period.days
        counted = CountedIn(what, days.first, days.last)
        return self.links.figure(value, **{asked[counted.is_of_duties]: code}, counted=counted)
