"""Who must do what when signing in: a second factor for those whose reach is wide, another password in time."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import ADMINISTRATORS, Role
from fedportal.orgs.models import Level

OBLIGED = ADMINISTRATORS | {Role.SUPERVISOR}


def must_have_second_factor(user: User) -> bool:
    """Whether this account needs one (P9: two factors): cities and above, supervisors, administrators."""
    if not settings.MFA_REQUIRED or user.is_client:
        return False
    return user.org.level <= Level.CITY or bool(OBLIGED.intersection(user.roles))


def grace_lasts(at: dt.datetime) -> bool:
    """Whether the day has still to come from which a second factor is asked for."""
    until = settings.MFA_GRACE_UNTIL
    return bool(until) and timezone.localdate(at) < dt.date.fromisoformat(until)


def must_change_password(user: User, at: dt.datetime) -> bool:
    """Whether her password is too old, or comes from someone else who knows it."""
    if not user.has_usable_password():
        return False  # she comes by single sign-on only
    changed, days = user.password_changed_at, settings.PASSWORD_MAX_DAYS
    return changed is None or bool(days and at - changed > dt.timedelta(days=days))
