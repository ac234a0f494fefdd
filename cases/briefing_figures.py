"""The figures of a briefing: matters (件) and contacts (次) apart, by kind and unit, and where it is late (art. 41).

They leave this module as words, small figures about guarded matters already hidden unless the county that owns them
reads them for itself.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q, Sum

from cases.categories import CATEGORIES, GUARDED
from cases.models import Channel, Document, DocumentKind, Petition, Transfer
from cases.querysets import IN_GROUP, REPEATED, PetitionQuerySet
from cases.shown import short
from cases.small_cells import BELOW, WITHHELD, Cell, shown, shown_parts
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Level, Organization

GUARDED_Q = Q(category__in=sorted(GUARDED)) | Q(minor=True)


@dataclass(frozen=True)
class Table:
    """One table, ready to be printed."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    remark: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of column and word."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def figures(
    rows: PetitionQuerySet, org: Organization, *, beyond: bool, at: dt.datetime, quarter: bool = False
) -> list[Table]:
    """Everything about these matters, for a reader in that unit; `beyond`: it will be read outside her county, where
    of guarded ones is told by the `quarter` that is over, and nothing of other days: two filters may overlap."""
    count = Counting(rows, org, whole=not beyond and org.level >= Level.COUNTY, at=at, kept=not quarter)
    return [count.totals(), count.by_category(), count.by_channel(), count.by_unit(), count.handled(), count.late()]


@dataclass(frozen=True)
class Part:
    """One line of a table of parts; `second` is what stands beside its figure."""

    label: str
    cell: Cell
    second: int


@dataclass(frozen=True)
class Counting:
    """The matters of one filter before one reader."""

    rows: PetitionQuerySet
    org: Organization
    whole: bool
    at: dt.datetime
    kept: bool

    @property
    def matters(self) -> PetitionQuerySet:
        """Free of the filter's own joins and order."""
        return Petition.objects.filter(pk__in=self.rows.order_by().values("pk"))

    @cached_property
    def _all_guarded(self) -> bool:
        return not self.matters.exclude(GUARDED_Q).exists()

    def totals(self) -> Table:
        guarded = self._all_guarded
        facts = self.matters.aggregate(
            n=Count("pk"),
            open=Count("pk", filter=Q(closed_at=None)),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
            group=Count("pk", filter=IN_GROUP),
            repeated=Count("pk", filter=REPEATED),
            urgent=Count("pk", filter=Q(urgent=True)),
            dv=Count("pk", filter=Q(category="family.dv")),
            minor=Count("pk", filter=Q(minor=True) | Q(category__startswith="child.")),
        )
        overdue = self.matters.overdue(self.at).count()
        total = self._cell(facts["n"], guarded)
        states = [self._cell(facts["open"], guarded), self._cell(facts["closed"], guarded)]
        open_, closed = shown_parts(states, whole=self.whole) or [WITHHELD, WITHHELD]
        lines = [
            ["信访事项（件）", self._one(total)],
            ["来访来信来电（次）", "—" if self._hides(total) else f"{self.matters.times():,}"],
            ["其中在办（件）", open_],
            ["已办结（件）", closed],
            ["超期未办结（件）", self._one(self._cell(overdue, guarded))],
            ["集体访（件）", self._one(self._cell(facts["group"], guarded))],
            ["重复信访（件）", self._one(self._cell(facts["repeated"], guarded))],
            ["重大紧急（件）", self._one(self._cell(facts["urgent"], guarded))],
            ["家庭暴力（件）", self._one(self._cell(facts["dv"]))],
            ["涉及未成年人（件）", self._one(self._cell(facts["minor"]))],
        ]
        return Table("总体情况", ["项目", "数量"], lines)

    def by_category(self) -> Table:
        kinds, every = self._grouped("category"), self._all_guarded
        parts = [
            Part(CATEGORIES[code].path, self._cell(n, every or code in GUARDED), contacts)
            for code, (n, contacts) in kinds.items()
        ]
        return self._parts("类别分布", ["类别", "件", "次"], parts)

    def by_channel(self) -> Table:
        labels, every = dict(Channel.choices), self._all_guarded
        ways = self._grouped("channel")
        parts = [Part(labels[code], self._cell(n, every), contacts) for code, (n, contacts) in ways.items()]
        return self._parts("信访形式", ["形式", "件", "次"], parts)

    def by_unit(self) -> Table:
        """The writer's own unit and those right below it, each with everything further down."""
        matters, contacts, name = Counter[str](), Counter[str](), self._namer()
        for code, (n, times) in self._grouped("org_code").items():
            matters[name(code)] += n
            contacts[name(code)] += times
        parts = [Part(unit, self._cell(n, self._all_guarded), contacts[unit]) for unit, n in matters.items()]
        return self._parts("地区分布", ["承办单位", "件", "次"], parts)

    def late(self) -> Table:
        """Which units owe most after its last moment, and for how many days."""
        duties = Deadline.objects.for_model(Petition).overdue(self.at)
        duties = duties.filter(object_id__in=self.rows.order_by().values("pk"))
        facts = duties.values("org_code").annotate(n=Count("object_id", distinct=True), oldest=Min("due_at"))
        matters, days, name = Counter[str](), dict[str, int](), self._namer()
        for row in facts.order_by("org_code"):
            unit = name(row["org_code"])
            matters[unit] += row["n"]
            days[unit] = max(days.get(unit, 0), (self.at - row["oldest"]).days)
        parts = [Part(unit, self._cell(n, self._all_guarded), days[unit]) for unit, n in matters.items()]
        return self._parts("超期的单位", ["责任单位", "超期（件）", "最长超期（天）"], parts)

    def _grouped(self, field: str) -> dict[Any, tuple[int, int]]:
        """Matters and contacts by the value of that field, in the order of those values."""
        counted = self.matters.values(field).annotate(n=Count("pk")).order_by(field)
        times = self.matters.each_time_once().values(field).annotate(n=Sum("repeat_count")).order_by()
        contacts = {row[field]: row["n"] for row in times}
        return {row[field]: (row["n"], contacts.get(row[field], 0)) for row in counted}

    def _parts(self, title: str, columns: list[str], parts: list[Part]) -> Table:
        """Parts of a whole, the most frequent first. What is hidden stands last and in its own order, which tells
        nothing of its size; neither does its second figure.
        """
        words = shown_parts([part.cell for part in parts], whole=self.whole)
        if words is None:
            return Table(title, columns, [], "件数很少，不分列显示，以防推算。")
        pairs = list(zip(parts, words, strict=True))
        hidden = [[part.label, word, "—"] for part, word in pairs if word in (BELOW, WITHHELD)]
        open_ = sorted((part for part, word in pairs if word not in (BELOW, WITHHELD)), key=lambda part: -part.cell.n)
        rows = [[part.label, f"{part.cell.n:,}", f"{part.second:,}"] for part in open_] + hidden
        return Table(title, columns, rows, "“<5”为 1 至 4 件；“*”不予显示，以防推算。" if hidden else "")

    def handled(self) -> Table:
        """Passed on, assigned, supervised, and what was suggested (art. 41)."""
        ids, every = self.rows.order_by().values("pk"), self._all_guarded
        hops = Counter(Transfer.objects.filter(petition__in=ids).order_by().values_list("mode", flat=True))
        papers = Counter(Document.objects.filter(petition__in=ids).order_by().values_list("kind", flat=True))
        lines = (
            ("转送（次）", hops[Transfer.Mode.PASS_ON]),
            ("交办（次）", hops[Transfer.Mode.ASSIGN]),
            ("要求查处、督促处理（份）", papers[DocumentKind.INVESTIGATION] + papers[DocumentKind.URGING]),
            ("督办（份）", papers[DocumentKind.SUPERVISION]),
            ("提出建议（份）", papers[DocumentKind.SUGGESTION]),
            ("紧急报告（份）", papers[DocumentKind.URGENT_REPORT]),
        )
        return Table("办理情况", ["项目", "数量"], [[label, self._one(self._cell(n, every))] for label, n in lines])

    def _namer(self) -> Callable[[int], str]:
        """The unit right below the writer's under which a code lies, or her own."""
        below = list(Organization.objects.filter(parent=self.org).order_by("code", "-valid_from"))

        def name(code: int) -> str:
            unit = next((unit for unit in below if unit.covers(code)), self.org)
            return f"{short(unit.name)}（本级）" if unit is self.org else short(unit.name)

        return name

    def _cell(self, n: int, guarded: object = True) -> Cell:
        return Cell(n, bool(guarded), self.kept)

    def _one(self, cell: Cell) -> str:
        return shown(cell, whole=self.whole)

    def _hides(self, cell: Cell) -> bool:
        return (cell.is_kept or cell.is_small) and not self.whole
