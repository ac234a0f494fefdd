"""What a dashboard shows: figures, each with the list behind it."""

import datetime as dt
from dataclasses import dataclass

from fedportal.dashboards.alarms import Alarm
from fedportal.dashboards.links import Figure
from fedportal.deadlines.limits import Light


@dataclass
class Told:
    """How petitioners were told by those who owed it, of late."""

    fell_due: Figure
    in_time: Figure
    late: Figure  # or not at all
    median_days: float | None

    @property
    def share(self) -> float | None:
        return self.in_time.value / self.fell_due.value if self.fell_due.value else None


@dataclass
class Contentment:
    """How petitioners rated the handling of late."""

    rated: Figure
    content: Figure
    unsatisfied: Figure


@dataclass
class Unit:
    """One line of the ranking: a unit below, or what the organization holds itself."""

    name: str
    code: int
    url: str  # its own dashboard
    open: Figure
    overdue: Figure
    red: Figure
    deep: Figure
    steps: dict[int, Figure]
    told: Told

    @property
    def share(self) -> float:
        return self.overdue.value / self.open.value if self.open.value else 0.0

    @property
    def is_quiet(self) -> bool:
        return not self.open.value and not self.told.fell_due.value


@dataclass
class Month:
    """One point of the trend."""

    first: dt.date
    received: Figure
    concluded: Figure
    overdue: Figure  # at its end, or now


@dataclass
class CategoryChange:
    """One kind of matter of the last days, and the days before."""

    path: str
    label: str
    now: Figure
    before: Figure

    @property
    def change(self) -> int:
        return self.now.value - self.before.value


@dataclass
class Dashboard:
    """What the page shows, top to bottom."""

    at: dt.datetime
    alarms: list[Alarm]
    waiting: Figure | None  # on the reader's own desk; None where she looks at another unit
    late_here: Figure | None
    open: Figure
    overdue: Figure
    received: Figure
    received_last_month: Figure
    received_last_year: Figure
    told: Told
    contentment: Contentment
    lights: list[tuple[Light, Figure]]
    without_duty: int
    steps: dict[int, Figure]
    units: list[Unit]
    months: list[Month]
    categories: list[CategoryChange]
    keeps_guarded: bool  # of these kinds none is told: its days overlap with those of tomorrow

    @property
    def is_empty(self) -> bool:
        return not self.open.value and not any(month.received.value for month in self.months)
