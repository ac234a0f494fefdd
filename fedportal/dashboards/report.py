"""The yearly report as a page draws it: the sections of cases.report_figures with their lists, the way around."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from cases.compared import BEFORE, NOW, YEAR_AGO, Periods
from cases.counted import CountedIn
from cases.report_figures import Item, Section, report_sections
from cases.small_cells import HIDDEN
from cases.statistics import Period
from fedportal.accounts.models import User
from fedportal.dashboards.links import Links
from fedportal.dashboards.months import YEAR, months_earlier
from fedportal.dashboards.periods import QUARTER, ReportPeriod
from fedportal.dashboards.ranges import Range
from fedportal.orgs.models import Level, Organization


@dataclass(frozen=True)
class Line:
    """One line of a table; `url` is the list behind its first figure."""

    label: str
    url: str
    cells: list[tuple[str, str]]  # each with its column's head


@dataclass(frozen=True)
class Drawn:
    """One table."""

    section: Section
    lines: list[Line]


@dataclass(frozen=True)
class ReportPage:
    """The report of one range and period before one reader."""

    scope: Range
    period: ReportPeriod
    user: User

    @cached_property
    def sections(self) -> list[Section]:
        return report_sections(self.scope.org, compared_periods(self.period, whole=self.is_whole), whole=self.is_whole)

    @property
    def is_whole(self) -> bool:
        """A county and what lies in it read their own small figures whole."""
        return self.user.org.level >= Level.COUNTY

    @property
    def is_empty(self) -> bool:
        """Nothing came; what is withheld whatever it is says nothing against it."""
        words = [item.words[0] for section in self.sections for item in section.items]
        return words[0] == "0" and all(word in ("0", *HIDDEN) for word in words)

    def drawn(self) -> Iterator[Drawn]:
        for section in self.sections:
            lines = [
                Line(item.label, self._url(item), list(zip(section.heads, item.words, strict=True)))
                for item in section.items
            ]
            yield Drawn(section, lines)

    def _url(self, item: Item) -> str:
        if not item.has_list or item.counted is None:
            return ""
        days = self.period.days
        counted = CountedIn(item.counted, days.first, days.last)
        return self._links.figure(0, under=self.scope.org.code, counted=counted, **item.filters).url

    @cached_property
    def _links(self) -> Links:
        return Links(self.user)


def compared_periods(period: ReportPeriod, *, whole: bool) -> Periods:
    """What the report compares: for a year the one before is that of a year ago. Not `whole`: with the quarters that
    figures about guarded matters are told by."""
    before = None if period.is_year else period.before.period
    earlier = {NOW: 0, BEFORE: period.months, YEAR_AGO: YEAR}
    quarters = None if whole else {name: _quarters(period, months) for name, months in earlier.items()}
    if quarters and before is None:
        del quarters[BEFORE]
    return Periods(
        period.days.period, before, period.year_before.period, period.firsts, period.is_running, quarters=quarters
    )


def _quarters(period: ReportPeriod, earlier: int) -> list[Period]:
    """Of that which lies so many months before this one; none of one that is running, or compared with such a one."""
    if not period.is_over or period.months < QUARTER:
        return []
    then = replace(period, first=months_earlier(period.first, earlier))
    return [quarter.days.period for quarter in then.quarters]


def default_report_title(org: Organization, period: ReportPeriod) -> str:
    """滨城区妇联2026年度信访情况报告."""
    name = org.name.replace("妇女联合会", "妇联")
    return f"{name}{period.spoken.replace(' ', '')}信访情况报告"
