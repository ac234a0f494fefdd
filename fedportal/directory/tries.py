"""Counts the codes that somebody tries for one user: as many wrong ones as wrong passwords, and the same pause."""

from django.conf import settings

from fedportal.accounts.models import User
from fedportal.lib.rate_limits import Limit


def is_one_too_many(user: User) -> bool:
    """Count one more; it is counted before it is looked at, so that many at once are many."""
    return _limit().is_over(str(user.pk))


def forget(user: User) -> None:
    """A right one came: she begins anew."""
    _limit().forget(str(user.pk))


def minutes() -> int:
    return round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)


def _limit() -> Limit:
    return Limit("second_factor", f"{settings.AXES_FAILURE_LIMIT}/{minutes()} minutes")
