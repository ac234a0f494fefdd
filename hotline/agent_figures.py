"""What an agent's calls come to, for coaching: she sees her own, who leads the unit sees everybody's."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from hotline.call_statistics import TALKED
from hotline.models import Call, CallAttempt, CallEvent, QualityReview


@dataclass(frozen=True)
class AgentFigures:
    """Of one agent in one stretch of time; `minutes` and `points` are averages, None where there is nothing."""

    name: str
    calls: int
    answered: int
    minutes: float | None
    classified: int
    tried: int
    reached: int
    reviewed: int
    points: float | None


def figures_of(reader: User, since: dt.datetime, until: dt.datetime) -> list[AgentFigures]:
    """By name; four questions, whoever asks."""
    stretch = {"rang_at__gte": since, "rang_at__lt": until}
    calls = Call.objects.visible_to(reader).filter(**stretch)
    at = {"at__gte": since, "at__lt": until}
    tried = CallAttempt.objects.filter(call__in=Call.objects.visible_to(reader), **at)
    reached = CallEvent.objects.filter(verb="call.reach", call__in=Call.objects.visible_to(reader), **at)
    reviews = QualityReview.objects.visible_to(reader).filter(at__gte=since, at__lt=until)
    if not reader.can(Can.RUN_HOTLINE):
        calls, tried = calls.filter(agent=reader), tried.filter(by=reader)
        reached, reviews = reached.filter(actor=reader), reviews.filter(agent=reader)
    talked = Q(answered_at__isnull=False)
    rows = (
        calls.exclude(agent__roles__contains=[Role.DATA_CLIENT])  # nobody sat where it rang
        .order_by()
        .values("agent", "agent__name")
        .annotate(
            calls=Count("pk"),
            answered=Count("pk", filter=talked),
            length=Avg(TALKED, filter=talked & Q(ended_at__isnull=False)),
            classified=Count("pk", filter=talked & ~Q(call_class="")),
        )
    )
    attempts = dict(tried.order_by().values_list("by").annotate(Count("pk")))
    reaches = dict(reached.order_by().values_list("actor").annotate(Count("pk")))
    found = {agent: (count, mean) for agent, count, mean in _found(reviews)}
    return [
        AgentFigures(
            name=row["agent__name"],
            calls=row["calls"],
            answered=row["answered"],
            minutes=row["length"].total_seconds() / 60 if row["length"] is not None else None,
            classified=row["classified"],
            tried=attempts.get(row["agent"], 0) + reaches.get(row["agent"], 0),
            reached=reaches.get(row["agent"], 0),
            reviewed=found.get(row["agent"], (0, None))[0],
            points=found.get(row["agent"], (0, None))[1],
        )
        for row in sorted(rows, key=lambda row: str(row["agent__name"]))
    ]


def _found(reviews: QuerySet[QualityReview]) -> list[tuple[int, int, float]]:
    return list(reviews.order_by().values_list("agent").annotate(Count("pk"), Avg("total")))
