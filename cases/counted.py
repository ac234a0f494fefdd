"""What the yearly papers count (条例 art. 38, 39, 41): each figure once, as the rows that it stands for.

The papers count these rows by unit, the list of petitions shows the same rows: `counted=told.2026-01-01.2026-12-31`.
Accusations are in none of them: a figure that a reader's own list does not bear out would tell her of one (art. 30).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import DurationField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from cases.law import FOLLOW_UP, HANDLE, NOTICE, SETTLED_AFTER
from cases.models import Contact, Petition, Rating
from cases.models.handling import Diversion
from cases.querysets import IN_GROUP, REPEATED, PetitionQuerySet
from cases.statistics import CONTENT, IN_TIME, TOLD, Period, concluded, duties_due, ratings_in, received
from cases.supervision_law import SUPERVISION_REPLY
from cases.workflow import Refusal, Remedy, Route, Status
from cases.workflow.aftercare import Aspect
from cases.workflow.states import SENT
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.querysets import DeadlineQuerySet

# Nobody has decided yet whether it is accepted, passed down or refused.
UNDECIDED = SENT | {Status.REGISTERED, Status.OBJECTED, Status.DISPUTED}


class Counted(models.TextChoices):
    """One figure of the yearly papers, as a chip of the list names it."""

    RECEIVED = "received", "收到"
    FIRST = "first", "初次信访"
    REPEATED = "repeated", "重复信访"
    ALONE = "alone", "个人访"
    GROUP = "group", "集体访"
    CONCLUDED = "concluded", "办结"
    TO_TELL = "to_tell", "告知期限届满"
    TOLD = "told", "按期告知"
    NOT_TOLD = "not_told", "未按期告知"
    UNDECIDED = "undecided", "告知期限届满仍未决定是否受理"
    TO_FINISH = "to_finish", "办理期限届满"
    FINISHED = "finished", "按期办结"
    NOT_FINISHED = "not_finished", "未按期办结"
    TO_VISIT = "to_visit", "回访到期"
    VISITED = "visited", "已回访"
    TO_ANSWER = "to_answer", "督办回复到期"
    ANSWERED = "answered", "按期回复督办"
    ENDED_FIRST = "ended_first", "初次信访办结"
    SETTLED = "settled", "初次化解"
    TO_RATE = "to_rate", "应评价"
    RATED = "rated", "已评价"
    GRADED = "graded", "期内评价"
    CONTENT = "content", "评价满意、基本满意"


@dataclass(frozen=True)
class CountedIn:
    """Which figure, of which days, both included."""

    what: Counted
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        """As the address says it."""
        return f"{self.what}.{self.first}.{self.last}"

    @classmethod
    def read(cls, text: str) -> "CountedIn | None":
        """From the address; None for what is no such question."""
        try:
            what, first, last = text.split(".")
            return cls(Counted(what), dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        except ValueError:
            return None

    @property
    def is_of_duties(self) -> bool:
        return self.what not in _MATTERS

    @property
    def words(self) -> str:
        return f"{self.what.label}（{self.first} 至 {self.last}）"

    @property
    def period(self) -> Period:
        after = self.last + dt.timedelta(days=self.last < dt.date.max)
        return tuple(dt.datetime.combine(day, dt.time(), SHANGHAI) for day in (self.first, after))  # type: ignore[return-value]


def duty_figures() -> dict[Counted, tuple[str, Q]]:
    """The figures about duties: of which kind, and what of those that fell due. Each duty counts (项)."""
    undecided = Petition.objects.open().filter(status__in=sorted(UNDECIDED)).values("pk")
    return {
        Counted.TO_TELL: (NOTICE.kind, Q()),
        Counted.TOLD: (NOTICE.kind, IN_TIME),
        Counted.NOT_TOLD: (NOTICE.kind, ~IN_TIME),
        Counted.UNDECIDED: (NOTICE.kind, Q(closed_at=None, object_id__in=undecided)),
        Counted.TO_FINISH: (HANDLE.kind, Q()),
        Counted.FINISHED: (HANDLE.kind, IN_TIME),
        Counted.NOT_FINISHED: (HANDLE.kind, ~IN_TIME),
        Counted.TO_VISIT: (FOLLOW_UP.kind, Q()),
        Counted.VISITED: (FOLLOW_UP.kind, Q(outcome__in=TOLD)),
        Counted.TO_ANSWER: (SUPERVISION_REPLY.kind, Q()),
        Counted.ANSWERED: (SUPERVISION_REPLY.kind, IN_TIME),
    }


def duties_of(duties: DeadlineQuerySet, asked: CountedIn, at: dt.datetime) -> DeadlineQuerySet:
    """The duties that a figure counts; none where it counts no duties."""
    kind, which = duty_figures()[asked.what]
    return duties_due(duties, [kind], asked.period, at).filter(which)


def ended_first(rows: PetitionQuerySet, period: Period) -> PetitionQuerySet:
    """First-time matters (初信初访) concluded in a period: until then she had come once, and had asked it nowhere
    before. What was withdrawn or joined to another is no answer to anybody.
    """
    later = Contact.objects.filter(petition=OuterRef("pk"), at__gt=OuterRef("closed_at")).order_by()
    count = later.values("petition").annotate(n=models.Count("pk")).values("n")
    rows = rows.filter(concluded(period), same_as=None).exclude(status__in=[Status.WITHDRAWN, Status.MERGED])
    rows = rows.alias(later=Coalesce(Subquery(count, output_field=IntegerField()), 0))
    return rows.filter(Q(repeat_count=1) | Q(repeat_count__gt=1, repeat_count=F("later") + 1))


def came_back() -> Q:
    """She came with it again within SETTLED_AFTER days of its conclusion, here or as a new matter."""
    lasts = Value(dt.timedelta(days=SETTLED_AFTER), output_field=DurationField())
    until = ExpressionWrapper(OuterRef("closed_at") + lasts, output_field=models.DateTimeField())
    again = Contact.objects.filter(petition=OuterRef("pk"), at__gt=OuterRef("closed_at"), at__lte=until)
    anew = Petition.objects.filter(
        same_as=OuterRef("pk"), received_at__gt=OuterRef("closed_at"), received_at__lte=until
    )
    return Q(repeat_count__gt=1) & Q(Exists(again)) | Q(Exists(anew))


def to_rate(rows: PetitionQuerySet, period: Period) -> PetitionQuerySet:
    """Matters concluded in a period that she may rate (X41): none before the courts, none joined to another."""
    in_court = Diversion.objects.filter(petition=OuterRef("pk"), remedy=Remedy.LITIGATION)
    rows = rows.filter(concluded(period)).exclude(status=Status.MERGED)
    return rows.exclude(route=Route.LITIGATION).exclude(refusal=Refusal.LITIGATION).exclude(Exists(in_court))


def was_rated() -> Q:
    return Q(Exists(Rating.objects.filter(petition=OuterRef("pk"), aspect=Aspect.HANDLING)))


_MATTERS: dict[Counted, Callable[[PetitionQuerySet, Period], PetitionQuerySet]] = {
    Counted.RECEIVED: lambda rows, period: rows.filter(received(period)),
    Counted.FIRST: lambda rows, period: rows.filter(received(period)).exclude(REPEATED),
    Counted.REPEATED: lambda rows, period: rows.filter(received(period)).filter(REPEATED),
    Counted.ALONE: lambda rows, period: rows.filter(received(period)).exclude(IN_GROUP),
    Counted.GROUP: lambda rows, period: rows.filter(received(period)).filter(IN_GROUP),
    Counted.CONCLUDED: lambda rows, period: rows.filter(concluded(period)),
    Counted.ENDED_FIRST: ended_first,
    Counted.SETTLED: lambda rows, period: ended_first(rows, period).exclude(came_back()),
    Counted.TO_RATE: to_rate,
    Counted.RATED: lambda rows, period: to_rate(rows, period).filter(was_rated()),
    Counted.GRADED: lambda rows, period: rows.filter(pk__in=ratings_in(period).values("petition")),
    Counted.CONTENT: lambda rows, period: rows.filter(
        pk__in=ratings_in(period).filter(grade__in=CONTENT).values("petition")
    ),
}


def matters_of(rows: PetitionQuerySet, asked: CountedIn) -> PetitionQuerySet:
    """The matters that a figure counts; all of them where it counts duties, which `duties_of` finds."""
    rows = rows.exportable()
    return _MATTERS[asked.what](rows, asked.period) if asked.what in _MATTERS else rows
