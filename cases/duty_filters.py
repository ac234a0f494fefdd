"""Filters that speak of a petition's duties: those of one list speak of one and the same duty."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.counted import CountedIn, duties_of
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.statistics import notices_due
from fedportal.accounts.models import User
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.orgs.codes import code_end


@dataclass(frozen=True)
class Asked:
    """Who asks, and when."""

    user: User
    at: dt.datetime


def with_duty(rows: PetitionQuerySet, given: Mapping[str, Any], user: User, at: dt.datetime) -> PetitionQuerySet:
    """The petitions that have such a duty: an open one by the questions about open ones, any by the others."""
    asked, counted = Asked(user, at), CountedIn.read(given.get("counted") or "")
    if counted is None or not counted.is_of_duties:
        given = {**given, "counted": ""}
    for duty, questions in ((Deadline.objects.open(), _OPEN_DUTY), (Deadline.objects.all(), _ANY_DUTY)):
        names = [name for name in questions if given.get(name) not in ("", None)]
        for name in names:
            duty = questions[name](duty, given[name], asked)
        if {"light", "step"} & set(names):
            duty = duty.filter(~Exists(_worse_duties()))
        if names:
            rows = rows.with_duty(duty)
    return rows


def month_of(text: str) -> tuple[dt.datetime, dt.datetime] | None:
    """The first moments of a month like 2026-11 and of the one after it; None for what is no month."""
    try:
        first = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=SHANGHAI)
        return first, (first + dt.timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):  # the last month of all has none after it
        return None


def _notices(duty: DeadlineQuerySet, value: str, asked: Asked) -> DeadlineQuerySet:
    due = notices_due(duty, asked.at)
    in_time = Q(outcome=Deadline.Outcome.MET)
    return {"due": due, "in_time": due.filter(in_time), "late": due.exclude(in_time)}[value]


def _counted(duty: DeadlineQuerySet, value: str, asked: Asked) -> DeadlineQuerySet:
    counted = CountedIn.read(value)
    return duties_of(duty, counted, asked.at) if counted else duty.none()


def _late_when_it_ended(duty: DeadlineQuerySet, value: str, asked: Asked) -> DeadlineQuerySet:
    month = month_of(value)
    return duty.late_between(month[1], month[1]) if month else duty.none()


_ANY_DUTY: dict[str, Any] = {
    "told": _notices,
    "counted": _counted,
    "overdue_at": _late_when_it_ended,
    "owed_under": lambda duty, value, asked: duty.filter(org_code__gte=value, org_code__lt=code_end(value)),
    "owed_by": lambda duty, value, asked: duty.filter(org_code=value),
}
_OPEN_DUTY: dict[str, Any] = {
    "overdue": lambda duty, value, asked: duty.overdue(asked.at),
    "desk": lambda duty, value, asked: duty.on_desk_of(asked.user.org),
    "unacknowledged": lambda duty, value, asked: duty.unacknowledged(),
    "due": lambda duty, value, asked: duty.due_today(asked.at) if value == "today" else duty.due_this_week(asked.at),
    "stranded": lambda duty, value, asked: duty.stranded(),
    "quarantined": lambda duty, value, asked: duty.quarantined(),
    "light": lambda duty, value, asked: duty.filter(light=value),
    "step": lambda duty, value, asked: duty.filter(step=value),
}


def _worse_duties() -> DeadlineQuerySet:
    """The open duties of the same petition that stand worse (the order of deadlines.querysets.WORST_FIRST)."""
    light, step, due_at, pk = (OuterRef(name) for name in ("light", "step", "due_at", "pk"))
    worse = Q(light__gt=light) | Q(light=light, step__gt=step)
    worse |= Q(light=light, step=step, due_at__lt=due_at) | Q(light=light, step=step, due_at=due_at, pk__lt=pk)
    return Deadline.objects.for_model(Petition).open().filter(worse, object_id=OuterRef("object_id"))
