"""How the dashboard is laid out: the order of the ranking, the data of the charts, the way up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from fedportal.dashboards.contents import Dashboard, Unit
from fedportal.orgs.models import Organization

# What each step of the ordinary ladder means, as short as a column's head.
STEP_WORDS = {2: "超期", 3: "超 3 日", 4: "超 7 日", 5: "超 15 日", 6: "超 30 日"}

SORTS: dict[str, Callable[[Unit], Any]] = {
    "code": lambda unit: unit.code,
    "open": lambda unit: -unit.open.value,
    "overdue": lambda unit: (-unit.overdue.value, -unit.share),
    "share": lambda unit: -unit.share,
    "red": lambda unit: -unit.red.value,
    "deep": lambda unit: -unit.deep.value,
    "told": lambda unit: 2 if unit.told.share is None else unit.told.share,
    "median": lambda unit: -(unit.told.median_days or 0),
}
COLUMNS = (
    ("code", "单位"),
    ("open", "在办"),
    ("overdue", "超期"),
    ("share", "超期占比"),
    ("red", "已上报"),
    ("deep", "报至省级"),
    ("told", "按期告知率"),
    ("median", "告知中位天数"),
)
DEFAULT_SORT = "overdue"
HEAT_SIZES = (("low", 3), ("middle", 8))  # how many units each has room for


@dataclass(frozen=True)
class Column:
    """One head of the ranking."""

    sort: str
    label: str
    current: bool
    direction: str


@dataclass(frozen=True)
class Board:
    """The figures as the template draws them."""

    figures: Dashboard
    line: list[Organization]
    asked_sort: str

    @property
    def sort(self) -> str:
        return self.asked_sort if self.asked_sort in SORTS else DEFAULT_SORT

    @cached_property
    def crumbs(self) -> list[dict[str, str]]:
        address = reverse("dashboards:dashboard")
        above = [{"label": org.region_name, "url": f"{address}?org={org.code}"} for org in self.line[:-1]]
        return [*above, {"label": self.line[-1].region_name, "url": ""}]

    @cached_property
    def columns(self) -> list[Column]:
        ascending = {"code", "told"}
        return [
            Column(sort, label, sort == self.sort, "ascending" if sort in ascending else "descending")
            for sort, label in COLUMNS
        ]

    @cached_property
    def units(self) -> list[Unit]:
        """The units with work, as ranked."""
        busy = [unit for unit in self.figures.units if not unit.is_quiet]
        return sorted(busy, key=lambda unit: (SORTS[self.sort](unit), unit.code))

    @cached_property
    def quiet_units(self) -> list[Unit]:
        return [unit for unit in self.figures.units if unit.is_quiet]

    @cached_property
    def step_words(self) -> list[str]:
        return [f"{step} 级 {STEP_WORDS.get(step, '')}".strip() for step in self.figures.steps]

    @cached_property
    def late_units(self) -> list[Unit]:
        """The units with anything overdue, as ranked; the heat shows no empty rows."""
        return [unit for unit in self.units if unit.overdue.value]

    @property
    def heat_size(self) -> str:
        """As high as its rows need, so that a few do not grow into blocks."""
        return next((name for name, most in HEAT_SIZES if len(self.late_units) <= most), "high")

    @cached_property
    def heat(self) -> dict[str, object]:
        cells = [
            [x, y, figure.value, figure.url]
            for y, unit in enumerate(self.late_units)
            for x, figure in enumerate(unit.steps.values())
        ]
        return {
            "kind": "heat",
            "x": [words.replace(" 级 ", " 级\n") for words in self.step_words],
            "y": [unit.name for unit in self.late_units],
            "cells": cells,
            "unit": "件",
        }

    @cached_property
    def trend(self) -> dict[str, object]:
        months = self.figures.months
        return {
            "kind": "line",
            "x": [f"{month.first:%Y-%m}" for month in months],
            "series": [
                {"name": "收到", "values": [month.received.value for month in months]},
                {"name": "办结", "values": [month.concluded.value for month in months]},
                {"name": "月末超期", "values": [month.overdue.value for month in months]},
            ],
            "unit": "件",
        }

    @property
    def received_change(self) -> int:
        return self.figures.received.value - self.figures.received_last_month.value

    @property
    def received_change_of_year(self) -> int:
        return self.figures.received.value - self.figures.received_last_year.value

    @property
    def overdue_change(self) -> int:
        """Against the end of last month."""
        return self.figures.overdue.value - self.figures.months[-2].overdue.value
