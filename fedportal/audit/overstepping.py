"""Writes down that somebody asked too often: once a user and stretch of time, so that nobody can fill the trail."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.rate_limits import Limit, LimitOfDifferent


def oversteps(limit: Limit, *, by: User, at: dt.datetime) -> bool:
    """Count one more act of this user; whether it is one too many. Raises redis.RedisError without Redis."""
    return _is_over(limit.excess(str(by.pk)), limit, by=by, at=at)


def oversteps_with(limit: LimitOfDifferent, things: Iterable[str], *, by: User, at: dt.datetime) -> bool:
    """The same of different things."""
    return _is_over(limit.excess_with(str(by.pk), things), limit, by=by, at=at)


def _is_over(excess: int, limit: Limit, *, by: User, at: dt.datetime) -> bool:
    if excess == 1:
        note_overstepped(limit, by=by, at=at)
    return excess > 0


def note_overstepped(limit: Limit, *, by: User, at: dt.datetime) -> None:
    record("limit.reach", by=by, at=at, limit=limit.name, most=limit.most)


def hear(sender: object, *, user: User, limit: Limit, **_: object) -> None:
    """Answers the guard of all pages, which stands below this room."""
    note_overstepped(limit, by=user, at=timezone.now())
