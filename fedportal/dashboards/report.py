"""The yearly report as a page draws it: the sections of cases.report_figures with their lists, the way around."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cases.compared import Periods
from cases.counted import CountedIn
from cases.report_figures import Item, Section, report_sections
from fedportal.accounts.models import User
from fedportal.dashboards.links import Links
from fedportal.dashboards.periods import ReportPeriod
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
        return report_sections(self.scope.org, compared_periods(self.period), whole=self.is_whole)

    @property
    def is_whole(self) -> bool:
        """A county and what lies in it read their own small figures whole."""
        return self.user.org.level >= Level.COUNTY

    @property
    def is_empty(self) -> bool:
        return all(item.words[0] == "0" for section in self.sections for item in section.items)

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


def compared_periods(period: ReportPeriod) -> Periods:
    """What the report compares: for a year the one before is that of a year ago."""
    before = None if period.is_year else period.before.period
    return Periods(period.days.period, before, period.year_before.period, period.firsts, period.is_running)


def default_report_title(org: Organization, period: ReportPeriod) -> str:
    """滨城区妇联2026年度信访情况报告."""
    name = org.name.replace("妇女联合会", "妇联")
    return f"{name}{period.spoken.replace(' ', '')}信访情况报告"
