"""Figures about petitions, in matters (件). What is open, overdue or worst is asked of the querysets."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncMonth

from cases.law import NOTICE
from cases.models import Petition, Rating
from cases.querysets import PetitionQuerySet
from cases.workflow.aftercare import Aspect, Grade
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet, was_overdue

CONTENT = (Grade.SATISFIED, Grade.FAIRLY)
RATING_DAYS = 90  # 满意率 speaks of the ratings of these days
TOLD = (Deadline.Outcome.MET, Deadline.Outcome.LATE)
IN_TIME = Q(outcome=Deadline.Outcome.MET)  # of a duty: done by its last moment
TELLING_DAYS = 90  # 按期告知率 speaks of the matters whose fifteenth day lay in these days


@dataclass(frozen=True)
class Standing:
    """How many open matters of one unit stand alike: by the worst of their duties (none: no duty is owed)."""

    unit: int
    light: int | None
    step: int | None
    worst_is_late: bool
    matters: int
    overdue: int  # of these, matters with any duty owed after its last moment


@dataclass(frozen=True)
class Telling:
    """How the petitioners of one unit were told whose fifteenth day fell into a period."""

    unit: int
    fell_due: int
    in_time: int
    median_days: float | None


class UnitIndex(Func):
    """Which of the disjoint ranges a code lies in, given their sorted bounds: 1 for [b0, b1), 3 for [b2, b3) …"""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, code: str, bounds: list[int]) -> None:
        array = ArrayField(BigIntegerField())
        super().__init__(F(code), Cast(Value(bounds, output_field=array), array))


class MedianDays(Aggregate):
    """The median of a duration, in days."""

    name = "MedianDays"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %(expressions)s) / 86400)"
    output_field = FloatField()
    allow_distinct = False


_STANDING = """
WITH held AS ({held}), worst AS ({worst}), late AS ({late})
SELECT held.unit, worst.light, worst.step, coalesce(worst.is_late, false), count(*), count(late.object_id)
FROM held LEFT JOIN worst ON worst.object_id = held.id LEFT JOIN late ON late.object_id = held.id
GROUP BY 1, 2, 3, 4
"""


def standing(rows: PetitionQuerySet, bounds: list[int], at: dt.datetime) -> list[Standing]:
    """Where the open ones among these matters stand, by unit; one statement."""
    held = rows.open().order_by()
    duties = Deadline.objects.for_model(Petition).filter(object_id__in=held.values("pk"))
    is_late = Case(When(due_at__lt=at, then=True), default=False, output_field=BooleanField())
    worst = duties.open().worst_of_each().annotate(is_late=is_late)
    parts = {
        "held": held.annotate(unit=UnitIndex("org_code", bounds)).values("id", "unit"),
        "worst": worst.values("object_id", "light", "step", "is_late"),
        "late": duties.overdue(at).order_by().values("object_id").distinct(),
    }
    compiled = {name: part.query.sql_with_params() for name, part in parts.items()}
    sql = _STANDING.format(**{name: text for name, (text, _) in compiled.items()})
    params = [value for _, values in compiled.values() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Standing(*row) for row in cursor.fetchall()]


Period = tuple[dt.datetime, dt.datetime]  # from the first moment, up to but without the second


def duties_due(duties: DeadlineQuerySet, kinds: Collection[str], period: Period, at: dt.datetime) -> DeadlineQuerySet:
    """The duties of these kinds whose last moment lay in a period and has passed; those that fell away are none."""
    return duties.for_model(Petition).filter(kind__in=kinds).fell_due(period[0], min(period[1], at))


def of_late(at: dt.datetime, days: int) -> Period:
    """So many days before today, and today up to now."""
    return dt.datetime.combine(at.astimezone(SHANGHAI).date() - dt.timedelta(days=days), dt.time(), SHANGHAI), at


def notices_due(duties: DeadlineQuerySet, at: dt.datetime) -> DeadlineQuerySet:
    """The duties to tell a petitioner that fell due in the TELLING_DAYS before today, or earlier today."""
    return duties_due(duties, [NOTICE.kind], of_late(at, TELLING_DAYS), at)


def telling(duties: DeadlineQuerySet, bounds: list[int], at: dt.datetime) -> list[Telling]:
    """按期告知率: notices served by their last day, of those that fell due of late; by unit."""
    figures = (
        notices_due(duties, at)
        .annotate(unit=UnitIndex("org_code", bounds))
        .values("unit")
        .annotate(
            fell_due=Count("pk"),
            in_time=Count("pk", filter=IN_TIME),
            median=MedianDays(F("closed_at") - F("opened_at"), filter=Q(outcome__in=TOLD)),
        )
        .order_by()
    )
    return [Telling(row["unit"], row["fell_due"], row["in_time"], row["median"]) for row in figures]


@dataclass(frozen=True)
class Contentment:
    """How petitioners rated the handling of late, in matters."""

    rated: int
    content: int


def ratings_in(period: Period) -> QuerySet[Rating]:
    """Ratings of the handling that were given in a period."""
    return Rating.objects.filter(aspect=Aspect.HANDLING, at__gte=period[0], at__lt=period[1])


def ratings_of_late(at: dt.datetime) -> QuerySet[Rating]:
    """Ratings of the handling in the RATING_DAYS before today, or earlier today."""
    return ratings_in(of_late(at, RATING_DAYS))


def contentment(rows: PetitionQuerySet, at: dt.datetime) -> Contentment:
    """满意率: satisfied or fairly so, of those who rated the handling of late."""
    rated = ratings_of_late(at).filter(petition__in=rows.order_by().values("pk"))
    return Contentment(**rated.aggregate(rated=Count("pk"), content=Count("pk", filter=Q(grade__in=CONTENT))))


def received_by_month(rows: PetitionQuerySet, since: dt.datetime) -> dict[dt.date, int]:
    """Matters by the month of receipt (收到口径), in Beijing time."""
    return _by_month(rows.filter(received_at__gte=since), "received_at")


def concluded_by_month(rows: PetitionQuerySet, since: dt.datetime) -> dict[dt.date, int]:
    """Matters by the month of conclusion (办结口径), in Beijing time."""
    return _by_month(rows.filter(closed_at__gte=since), "closed_at")


def _by_month(rows: PetitionQuerySet, field: str) -> dict[dt.date, int]:
    months = rows.annotate(month=TruncMonth(field, tzinfo=SHANGHAI)).values("month").order_by()
    return {row["month"].date(): row["n"] for row in months.annotate(n=Count("pk"))}


def overdue_at(duties: DeadlineQuerySet, moments: list[dt.datetime]) -> list[int]:
    """How many matters were overdue at each of these moments, which are in order."""
    late = duties.for_model(Petition).late_between(moments[0], moments[-1])
    counts = {
        f"m{n}": Count("object_id", distinct=True, filter=was_overdue(moment)) for n, moment in enumerate(moments)
    }
    figures = late.aggregate(**counts)
    return [figures[f"m{n}"] for n in range(len(moments))]


def received_in(rows: PetitionQuerySet, periods: dict[str, Period]) -> dict[str, int]:
    """Matters received in each of several named periods."""
    return rows.aggregate(**{name: Count("pk", filter=received(period)) for name, period in periods.items()})


def by_category(rows: PetitionQuerySet, period: Period, before: Period) -> list[tuple[str, int, int]]:
    """Kinds of matters received in a period, and how many in the one before; the most frequent first."""
    kinds = rows.filter(received(period) | received(before)).values("category").order_by()
    counted = kinds.annotate(n=Count("pk", filter=received(period)), m=Count("pk", filter=received(before)))
    return list(counted.order_by("-n", "category").values_list("category", "n", "m"))


def received(period: Period) -> Q:
    """Matters received in a period (收到口径)."""
    return within("received_at", period)


def concluded(period: Period) -> Q:
    """Matters concluded in a period, by their last conclusion (办结口径)."""
    return within("closed_at", period)


def within(field: str, period: Period) -> Q:
    """That moment lies in the period."""
    return Q(**{f"{field}__gte": period[0], f"{field}__lt": period[1]})
