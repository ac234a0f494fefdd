"""What a legal limit and a ladder of escalation are, as plain data; each field of work lists its own limits."""

import enum
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models


class Unit(models.TextChoices):
    """Units of limits and of steps. Days, months: the day itself is not counted, and the last one runs to its end."""

    SECOND = "second", "秒"
    MINUTE = "minute", "分钟"
    HOUR = "hour", "小时"
    DAY = "day", "日"
    WORKING_DAY = "working_day", "个工作日"
    MONTH = "month", "个月"


class Light(models.IntegerChoices):
    """The colour of lateness (domain.md 3.7), stored as the engine climbs; worse is greater."""

    GREEN = 0, "正常"
    BLUE = 1, "已提醒"
    YELLOW = 2, "临近"
    ORANGE = 3, "超期"
    RED = 4, "已上报"
    DEEP_RED = 5, "报至省级"


class Base(models.TextChoices):
    """From which moment of a deadline a ladder measures its steps."""

    DUE = "due", "到期时刻"
    OPENED = "opened", "起算时刻"


@dataclass(frozen=True)
class Limit:
    """One limit of law or policy. `kind` is the duty it bounds; several limits may bound one kind."""

    code: str
    kind: str
    label: str  # the duty, as a cadre says it: 告知受理情况
    amount: int
    unit: Unit
    article: str
    starts: str  # what the count starts from, in words: 收到之日
    ladder: str = "ordinary"
    policy: bool = False  # no rule of law: a default that a region may set either way


class Tell(enum.StrEnum):
    """Whose people a step tells: those of the unit that owes the duty, or of its superiors. A township is told of what
    it owes itself or a village of its; above it there is none to tell."""

    OWN = "own"
    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True)
class Step:
    """One rung: when it is reached, on whose desk the lateness then lies, who is told what.

    `amount` is signed and counted from the ladder's base (negative: before it). With `share`, the rung is
    reached at the earlier of that share of the limit and `amount`.
    `desk_level` is the level (orgs.Level) the desk rises to; None leaves it with the unit that owes the duty.
    """

    step: int
    amount: int
    unit: Unit
    light: Light
    demand: str
    desk_level: int | None = None
    share: Decimal | None = None
    unless_acknowledged: bool = False
    tells: tuple[tuple[Tell, str], ...] = field(default=())  # (whose, role)


@dataclass(frozen=True)
class LadderPlan:
    """A whole ladder, with the rhythm of reminders after its last rung."""

    code: str
    label: str
    base: Base
    remind_amount: int
    remind_unit: Unit
    steps: tuple[Step, ...]
