"""The figures of the yearly report (条例 art. 41): how much, by which way, about what, of whom, and what was done.

A dozen statements for a whole range; they leave this module as words, small figures about guarded matters hidden
unless the county that owns them reads them for itself. No accusation is in them (art. 30).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper

from cases.briefing_figures import Table
from cases.categories import GROUPS, GUARDED
from cases.compared import NOW, Counts, Periods, change, compared, compared_parts, monthly, year_before
from cases.counted import Counted
from cases.models import Channel, Contact, MatterClass, Petition
from cases.querysets import IN_GROUP, REPEATED
from cases.report_acts import acts, complained_of, required, suggested
from cases.small_cells import HIDDEN, NONE, WITHHELD
from cases.statistics import Period, within
from fedportal.orgs.models import Organization

RECEIVED, CONCLUDED, CAME, ACTED = "收到口径", "办结口径", "按来访来信来电时间", "按发生时间"


@dataclass(frozen=True)
class Item:
    """One line: its words, and how the list of petitions asks for its first figure (none: there is no such list)."""

    label: str
    words: list[str]
    counted: Counted | None = None
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def has_list(self) -> bool:
        return self.counted is not None and self.words[0] not in HIDDEN


@dataclass(frozen=True)
class Section:
    """One table; `basis` says by which moment its rows are counted."""

    title: str
    basis: str
    heads: list[str]
    items: list[Item]
    remark: str = ""

    @property
    def table(self) -> Table:
        """As a paper prints it."""
        rows = [[item.label, *item.words] for item in self.items]
        return Table(f"{self.title}（{self.basis}）", ["项目", *self.heads], rows, self.remark)


@dataclass(frozen=True)
class Group:
    """Matters that are alike, in each period."""

    category: str
    channel: str
    repeated: bool
    crowd: bool
    minor: bool
    counts: Counter[str]

    @property
    def is_guarded(self) -> bool:
        return self.minor or self.category in GUARDED


def report_sections(org: Organization, periods: Periods, *, whole: bool) -> list[Section]:
    """All tables of one organization with everything below it."""
    return Report(org, periods, whole).sections()


@dataclass(frozen=True)
class Report:
    """One organization's report before one reader."""

    org: Organization
    periods: Periods
    whole: bool

    def sections(self) -> list[Section]:
        return [
            self.totals(),
            self.channels(),
            self.contacts(),
            self.categories(),
            self._named("被投诉较多的单位", "对办理工作的投诉，按收到时间", complained_of(self.org, self.periods)),
            self._named("要求查处、督促处理较多的部门", "按送达时间", required(self.org, self.periods)),
            self._acts("转送、交办、督办", acts(self.org, self.periods)),
            self._acts("三项建议", suggested(self.org, self.periods)),
            self.trend(),
        ]

    @property
    def matters(self) -> Any:
        return Petition.objects.in_range_of(self.org).exportable().order_by()

    @cached_property
    def groups(self) -> list[Group]:
        """What was received in any of the periods, in one scan: the tables add up what they ask for."""
        marks = {"repeated": REPEATED, "crowd": IN_GROUP}
        flags = {name: ExpressionWrapper(which, output_field=BooleanField()) for name, which in marks.items()}
        names = ("category", "channel", *marks, "minor")
        rows: Any = self.matters.filter(self.periods.any_of("received_at")).annotate(**flags).values(*names)
        counted = rows.annotate(**self.periods.counts("received_at"))
        return [Group(**{name: row[name] for name in names}, counts=_counter(self.periods, row)) for row in counted]

    @cached_property
    def concluded(self) -> dict[str, int]:
        """Matters concluded in each period and in each month of the trend, in one scan."""
        return self._scan("closed_at", self.periods.counted | self.periods.trend)

    @cached_property
    def received_by_month(self) -> dict[str, int]:
        return self._scan("received_at", self.periods.trend)

    def _scan(self, moment: str, periods: dict[str, Period]) -> dict[str, int]:
        """Filters cost less than a group by month, whose size the planner cannot foresee."""
        counts = {name: Count("pk", filter=within(moment, period)) for name, period in periods.items()}
        since = min(first for first, _ in periods.values())
        found: dict[str, int] = self.matters.filter(**{f"{moment}__gte": since}).aggregate(**counts)
        return found

    @cached_property
    def all_guarded(self) -> bool:
        """Whether all that came in one of these periods, or in a quarter of it, is guarded: then no figure of it tells
        of others, neither here nor where that quarter is read alone."""
        received = [[group for group in self.groups if group.counts[name]] for name in self.periods.counted]
        return any(groups and all(group.is_guarded for group in groups) for groups in received)

    def totals(self) -> Section:
        dv = self._sum(lambda group: group.category == "family.dv")
        minors = self._sum(lambda group: group.minor or group.category.startswith("child."))
        items = [
            self._one("信访事项（件）", self._sum(lambda group: True), Counted.RECEIVED),
            *self._two(
                "初次信访（件）", Counted.FIRST, "重复信访（件）", Counted.REPEATED, lambda group: group.repeated
            ),
            *self._two("个人（件）", Counted.ALONE, "集体（件）", Counted.GROUP, lambda group: group.crowd),
            self._one("其中家庭暴力（件）", dv, Counted.RECEIVED, guarded=True, category="family.dv"),
            self._one("其中涉及未成年人（件）", minors, None, guarded=True),
            self._one("办结（件，办结口径）", self.concluded, Counted.CONCLUDED),
        ]
        return Section("总量", RECEIVED, self.periods.heads, items)

    def channels(self) -> Section:
        parts = {channel: self._sum(lambda group, c=channel: group.channel == c) for channel in Channel}  # type: ignore[misc]
        words = compared_parts(self.periods, [(n, self.all_guarded) for n in parts.values()], whole=self.whole)
        items = [
            Item(f"{channel.label}（件）", row, Counted.RECEIVED, {"channel": channel.value})
            for (channel, counts), row in zip(parts.items(), words, strict=True)
            if any(counts.values()) or row[0] in HIDDEN
        ]
        return Section("信访形式，按件", RECEIVED, self.periods.heads, items, _remark(items))

    def contacts(self) -> Section:
        """次: each time that somebody came, wrote or called, whenever the matter began."""
        rows = Contact.objects.filter(
            self.periods.any_of("at"),
            petition__org_code__gte=self.org.code,
            petition__org_code__lt=self.org.code_end,
        ).exclude(petition__matter_class=MatterClass.ACCUSATION)
        counted: Any = rows.values("channel").annotate(**self.periods.counts("at")).order_by()
        found = {row["channel"]: _counter(self.periods, row) for row in counted}
        parts = [(channel.label, found[channel]) for channel in Channel if channel in found]
        total = sum((counts for _, counts in parts), Counter())
        lines = [("合计（次）", total), *((f"{label}（次）", counts) for label, counts in parts)]
        # A few contacts would tell how few the matters are: where those are guarded, these are not shown at all.
        hides = (self.all_guarded or not self.groups) and not self.whole
        items = [] if hides else [self._one(label, counts, None) for label, counts in lines]
        return Section(
            "信访形式，按次", CAME, self.periods.heads, items, "件数很少，不分列显示，以防推算。" if hides else ""
        )

    def categories(self) -> Section:
        """By the statutory groups, in their own order, which tells nothing of what is hidden; with the share."""
        parts = {code: self._sum(lambda group, c=code: group.category.startswith(f"{c}.")) for code in GROUPS}  # type: ignore[misc]
        guarded = [(n, self.all_guarded or code == "child") for code, n in parts.items()]
        total = sum(counts[NOW] for counts in parts.values())
        items = []
        for (code, counts), row in zip(
            parts.items(), compared_parts(self.periods, guarded, whole=self.whole), strict=True
        ):
            share = f"{counts[NOW] / total:.1%}" if total and row[0] not in HIDDEN else NONE
            words = [row[0], share, *row[1:]]
            items.append(Item(f"{GROUPS[code]}（件）", words, Counted.RECEIVED, {"category": code}))
        heads = [self.periods.heads[0], "占比", *self.periods.heads[1:]]
        return Section("领域分布", RECEIVED, heads, items if self.groups else [], _remark(items))

    def trend(self) -> Section:
        """Month by month, with the same month a year before."""
        items = []
        for first in self.periods.months:
            words: list[str] = []
            for months in (self.received_by_month, self.concluded):
                now, ago = months[monthly(first)], months[monthly(year_before(first))]
                words += (
                    [WITHHELD, WITHHELD, NONE] if self._hides_months else [f"{now:,}", f"{ago:,}", change(now, ago)]
                )
            items.append(Item(f"{first:%Y-%m}", words))
        heads = ["收到", "上年同月", "同比", "办结", "上年同月", "同比"]
        return Section(
            "趋势",
            "件，收到口径和办结口径",
            heads,
            items,
            "最后一个月尚未结束，为至今的数字。" if self.periods.running else "",
        )

    @property
    def _hides_months(self) -> bool:
        return self.all_guarded and not self.whole

    def _sum(self, which: Callable[[Group], bool]) -> Counter[str]:
        return sum((group.counts for group in self.groups if which(group)), Counter())

    def _one(
        self, label: str, counts: Counts, counted: Counted | None, *, guarded: bool = False, **filters: str
    ) -> Item:
        words = compared(self.periods, counts, guarded=guarded or self.all_guarded, whole=self.whole)
        return Item(label, words, counted, filters)

    def _two(
        self, label: str, counted: Counted, other: str, other_counted: Counted, which: Callable[[Group], bool]
    ) -> list[Item]:
        """What is not so, and what is."""
        parts = [(self._sum(lambda group: not which(group)), self.all_guarded), (self._sum(which), self.all_guarded)]
        words = compared_parts(self.periods, parts, whole=self.whole)
        return [Item(label, words[0], counted), Item(other, words[1], other_counted)]

    def _acts(self, title: str, lines: Iterable[tuple[str, Counts]]) -> Section:
        return Section(title, ACTED, self.periods.heads, [self._one(label, counts, None) for label, counts in lines])

    def _named(self, title: str, basis: str, lines: Sequence[tuple[str, Counts]]) -> Section:
        items = [self._one(label, counts, None) for label, counts in lines]
        return Section(title, basis, self.periods.heads, items, "" if items else "本期没有。")


def _counter(periods: Periods, row: Mapping[str, Any]) -> Counter[str]:
    return Counter({name: row[name] for name in periods.counted})


def _remark(items: list[Item]) -> str:
    hides = any(word in HIDDEN for item in items for word in item.words)
    return "“<5”为 1 至 4 件；“*”不予显示，以防推算。" if hides else ""
