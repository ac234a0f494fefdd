"""The ladder once more, in plain Python: what the engine must come to, one deadline at a time."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.violence_ladders import LADDERS as OF_VIOLENCE
from fedportal.calendar.working_days import CalendarEnds, WorkingDays
from fedportal.deadlines.clock import rung_moment
from fedportal.deadlines.ladders import LADDERS
from fedportal.deadlines.limits import LadderPlan, Light, Step, Unit
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.orgs.models import Level, Organization
from hotline.ladder import LADDERS as OF_HOTLINE
from stations.ladder import LADDERS as OF_PLACES

PLANS = {plan.code: plan for plan in (*LADDERS, *OF_VIOLENCE, *OF_HOTLINE, *OF_PLACES)}


class Climbed(NamedTuple):
    """One escalation."""

    cycle: int
    step: int
    from_desk: int
    to_desk: int
    planned_at: dt.datetime
    at: dt.datetime
    alarm: bool


class State(NamedTuple):
    """Where a deadline stands."""

    desk: int
    step: int
    next_step: int
    cycle: int
    light: int
    climb_at: dt.datetime
    awaiting_ack: bool
    closed: bool
    quarantined: bool


def line_of(org: Organization) -> list[tuple[int, int]]:
    """(id, level) of a unit and its superiors, upwards."""
    above = [] if org.parent is None else line_of(org.parent)
    return [(org.pk, org.level), *above]


@dataclass
class PlainDeadline:
    """One duty on its ladder."""

    plan: LadderPlan
    line: list[tuple[int, int]]
    opened_at: dt.datetime
    due_at: dt.datetime
    days: WorkingDays
    from_step: int = 0
    starts_at: dt.datetime | None = None  # of a deadline that skips steps
    cycle: int = 0
    step: int = -1
    light: int = Light.GREEN
    awaiting_ack: bool = False
    closed: bool = False
    quarantined: bool = False
    history: list[Climbed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = self.owner
        if self.starts_at is None:
            self._aim(self.from_step)
        else:  # on that rung already: where the one before it lay does not matter
            self.next_step, self.climb_at = self.from_step, self.starts_at

    @property
    def owner(self) -> int:
        return self.line[0][0]

    @property
    def state(self) -> State:
        return State(
            self.desk,
            self.step,
            self.next_step,
            self.cycle,
            self.light,
            self.climb_at,
            self.awaiting_ack,
            self.closed,
            self.quarantined,
        )

    def sweep(self, at: dt.datetime) -> None:
        while not self.closed and not self.quarantined and self.climb_at <= at:
            self.climb(at)

    def climb(self, at: dt.datetime) -> None:
        rung = self._rung(self.next_step)
        to_desk = self.desk if rung.desk_level is None else self._desk_at(rung.desk_level)
        alarm = rung.desk_level is not None and rung.desk_level < Level.COUNTY and len(self.line) == 1
        self.history.append(Climbed(self.cycle, rung.step, self.desk, to_desk, self.climb_at, at, alarm))
        self.desk, self.step, self.light = to_desk, rung.step, max(self.light, rung.light)
        after = next((step for step in self.plan.steps if step.step > rung.step), None)
        self.awaiting_ack = to_desk != self.owner or (after is not None and after.unless_acknowledged)
        try:
            if after is None:
                self.cycle += 1
                self.climb_at = self._reminder_after(at)
            else:
                self._aim(after.step)
        except CalendarEnds:
            self.quarantined = True

    def acknowledge(self) -> None:
        self.awaiting_ack = False
        ahead = [step for step in self.plan.steps if step.step >= self.next_step]
        if ahead[0].unless_acknowledged:
            self._aim(next(step.step for step in ahead if not step.unless_acknowledged))

    def extend(self, due_at: dt.datetime) -> None:
        self.due_at, self.cycle, self.step, self.light = due_at, self.cycle + 1, -1, Light.GREEN
        self.desk, self.awaiting_ack = self.owner, False
        self._aim(self.plan.steps[0].step)

    def close(self) -> None:
        self.closed, self.awaiting_ack = True, False

    def _aim(self, step: int) -> None:
        self.next_step = step
        self.climb_at = rung_moment(
            self._rung(step), base=self.plan.base, opened_at=self.opened_at, due_at=self.due_at, days=self.days
        )

    def _reminder_after(self, at: dt.datetime) -> dt.datetime:
        pause = Step(0, self.plan.remind_amount, Unit(self.plan.remind_unit), Light.GREEN, "")
        return rung_moment(pause, base=self.plan.base.DUE, opened_at=self.opened_at, due_at=at, days=self.days)

    def _rung(self, step: int) -> Step:
        return next(rung for rung in self.plan.steps if rung.step == step)

    def _desk_at(self, level: int) -> int:
        """The nearest unit upwards that stands as high as this, or the top one."""
        return next((pk for pk, its_level in self.line if its_level <= level), self.line[-1][0])


def plain_of(
    row: Deadline, days: WorkingDays, *, from_step: int = 0, starts_at: dt.datetime | None = None
) -> PlainDeadline:
    """The plain twin of a deadline that has not climbed yet, or that is to climb a rung at that moment."""
    return PlainDeadline(
        PLANS[row.ladder.code],
        line_of(row.org),
        row.opened_at,
        row.due_at,
        days,
        from_step=from_step,
        starts_at=starts_at or (row.climb_at if from_step else None),
    )


def stored_state(row: Deadline) -> State:
    return State(
        row.desk_id,
        row.step,
        row.next_step,
        row.cycle,
        row.light,
        row.climb_at,
        row.awaiting_ack,
        row.closed_at is not None,
        row.quarantined_at is not None,
    )


def stored_history(deadline: int) -> list[Climbed]:
    """A deadline's escalations, oldest first."""
    rows = Escalation.objects.filter(deadline=deadline).order_by("id")
    columns = ("cycle", "step", "from_desk", "to_desk", "planned_at", "at", "alarm")
    return [Climbed(*row) for row in rows.values_list(*columns)]
