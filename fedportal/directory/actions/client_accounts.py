"""Verbs on accounts of other systems, for whoever keeps those (fedportal.api): without a password, never signed in."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


@transaction.atomic
def create_client_account(
    *, by: User, username: str, name: str, org: Organization, roles: Iterable[str], at: dt.datetime
) -> User:
    """The account as which a system of that unit will act."""
    if not by.org.covers(org.code):
        raise NotAllowed("该单位不在您的管辖范围内。")
    if org.valid_to is not None and org.valid_to <= timezone.localdate(at):
        raise NotAllowed(f"{org.name}已停用，不能登记接口客户端。")
    user = User(username=username, name=name, org=org, roles=_sorted(roles))
    user.set_unusable_password()
    user.save()
    record("account.create", user, by=by, at=at, roles=user.roles, org=org.code)
    return user


@transaction.atomic
def set_client_roles(user: User, *, by: User, roles: Iterable[str], at: dt.datetime) -> User:
    """Other roles, as its scopes ask for; the database refuses any that a system may not hold."""
    locked = _lock(user, by)
    before, locked.roles = locked.roles, _sorted(roles)
    if locked.roles != before:
        locked.save(update_fields=["roles"])
        record("account.roles", locked, by=by, at=at, before=before, after=locked.roles)
    return locked


@transaction.atomic
def close_client_account(user: User, *, by: User, at: dt.datetime) -> User:
    """For good: a system that comes back is registered anew. What it did stays under its name."""
    locked = _lock(user, by)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record("account.deactivate", locked, by=by, at=at)
    return locked


def _lock(user: User, by: User) -> User:
    locked = User.objects.select_for_update(of=("self",)).select_related("org").get(pk=user.pk)
    if not by.org.covers(locked.org.code):
        raise NotAllowed("该单位不在您的管辖范围内。")
    return locked


def _sorted(roles: Iterable[str]) -> list[str]:
    wanted = set(roles)
    return [role.value for role in Role if role in wanted]
