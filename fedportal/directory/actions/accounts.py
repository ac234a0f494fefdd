"""Verbs on accounts: create one, change its roles, its password, switch it off and on."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from fedportal.accounts.duties import must_have_second_factor
from fedportal.accounts.models import FormerPassword, User, WhyEnded
from fedportal.accounts.roles import ADMINISTRATORS, Role
from fedportal.audit.log import events_about, record
from fedportal.directory.actions import sittings
from fedportal.directory.actions.factors import has_factor, remove_all
from fedportal.directory.actions.identities import forget
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization


@transaction.atomic
def create_account(
    *,
    by: User | None,
    username: str,
    name: str,
    org: Organization,
    roles: Iterable[str],
    password: str,
    at: dt.datetime,
) -> User:
    """Make an account; `by` is None on the command line."""
    user = User(username=username, name=name, org=org, roles=_checked(roles))
    _check_place(user, by)
    if org.valid_to is not None and org.valid_to <= timezone.localdate(at):
        raise NotAllowed(f"{org.name}已停用，不能新建账号。")
    if User.objects.filter(username__iexact=username).exists():
        raise NotAllowed(f"用户名“{username}”已有人使用，请换一个。")
    _set_password(user, password, chosen_at=None)
    _check_fields(user)
    user.save()
    record("account.create", user, by=by, at=at, roles=user.roles, org=org.code)
    return user


@transaction.atomic
def set_roles(user: User, *, by: User, roles: Iterable[str], at: dt.datetime) -> User:
    """Replace the roles of an account."""
    locked = _lock(user, by)
    if locked.pk == by.pk:
        raise NotAllowed("不能修改本人的角色，请由其他安全管理员办理。")
    before, locked.roles = locked.roles, _checked(roles)
    locked.save(update_fields=["roles"])
    record("account.roles", locked, by=by, at=at, before=before, after=locked.roles)
    if must_have_second_factor(locked) and not has_factor(locked):
        _sign_out(locked, by=by, at=at)  # she comes in again by way of setting it up
    return locked


@transaction.atomic
def deactivate(user: User, *, by: User, at: dt.datetime) -> User:
    """Switch an account off: its sessions end at once, its records stay."""
    locked = _lock(user, by)
    if locked.pk == by.pk:
        raise NotAllowed("不能停用本人的账号，请由其他安全管理员办理。")
    if not locked.is_active:
        raise NotAllowed("该账号已经停用。")
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record("account.deactivate", locked, by=by, at=at)
    _sign_out(locked, by=by, at=at)
    return locked


@transaction.atomic
def reactivate(user: User, *, by: User, at: dt.datetime) -> User:
    """Switch an account on again, as it was."""
    locked = _lock(user, by)
    if locked.is_active:
        raise NotAllowed("该账号正在使用，无需启用。")
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    record("account.reactivate", locked, by=by, at=at)
    return locked


@transaction.atomic
def reset_password(user: User, *, by: User, password: str, at: dt.datetime) -> User:
    """Give an account another password, good for one sign-in; whoever is signed in with the old one is signed out."""
    locked = _lock(user, by)
    _keep_apart(locked, by, "account.reset_factors")
    _set_password(locked, password, chosen_at=None)
    locked.save(update_fields=["password", "password_changed_at"])
    record("account.reset_password", locked, by=by, at=at)
    _sign_out(locked, by=by, at=at)
    return locked


@transaction.atomic
def reset_factors(user: User, *, by: User, at: dt.datetime) -> User:
    """She has lost her second factor: take all of them away, so that she sets one up at her next sign-in."""
    locked = _lock(user, by)
    if locked.pk == by.pk:
        raise NotAllowed("不能解除本人的两步验证，请由其他安全管理员办理。")
    if not has_factor(locked):
        raise NotAllowed("该账号没有启用两步验证。")
    _keep_apart(locked, by, "account.reset_password")
    remove_all(locked)
    record("account.reset_factors", locked, by=by, at=at)
    _sign_out(locked, by=by, at=at)
    return locked


@transaction.atomic
def unlink(user: User, *, by: User, at: dt.datetime) -> User:
    """Part the account from its identity at single sign-on; the next one of her name is joined anew."""
    locked = _lock(user, by)
    if not forget(locked):
        raise NotAllowed("该账号没有与统一身份关联。")
    record("account.unlink", locked, by=by, at=at)
    return locked


@transaction.atomic
def change_own_password(user: User, *, password: str, at: dt.datetime) -> User:
    """The user chose another password herself."""
    _set_password(user, password, chosen_at=at)
    user.save(update_fields=["password", "password_changed_at"])
    record("account.change_password", user, by=user, at=at)
    return user


def _checked(roles: Iterable[str]) -> list[str]:
    """The roles in the order of the table; administrators are apart from each other and from case work (P10)."""
    wanted = set(roles)
    if Role.DATA_CLIENT in wanted:
        raise NotAllowed("数据对接系统的账号随接口客户端登记，不能在此设置。")
    if not wanted:
        raise NotAllowed("请至少选择一个角色。")
    if len(wanted) > 1 and wanted & ADMINISTRATORS:
        raise NotAllowed("系统、安全、审计三类管理员须由不同人员担任，也不得兼任业务角色。")
    return [role.value for role in Role if role in wanted]


def _check_place(user: User, by: User | None) -> None:
    if by is not None and not by.org.covers(user.org.code):
        raise NotAllowed("该单位不在您的管辖范围内。")


def _check_fields(user: User) -> None:
    try:
        user.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error


def _lock(user: User, by: User) -> User:
    locked = User.objects.select_for_update(of=("self",)).select_related("org").get(pk=user.pk)
    _check_place(locked, by)
    if locked.is_client:
        raise NotAllowed("这是数据对接系统的账号，请在接口客户端页面办理。")
    return locked


@beyond_readers("whether the same administrator has reset the other")
def _keep_apart(user: User, by: User, other: str) -> None:
    """Who has reset the one may not reset the other too before she was there herself, or could come in as her."""
    since = user.last_login or user.date_joined
    if events_about(user).filter(verb=other, actor=by, at__gt=since).exists():
        raise NotAllowed(
            "口令和两步验证不能由同一名安全管理员先后重置。请由另一名安全管理员办理，或等本人登录成功后再办。"
        )


def _sign_out(user: User, *, by: User, at: dt.datetime) -> None:
    sittings.end(user.sittings.all(), why=WhyEnded.BY_ADMIN, by=by, at=at)


def _set_password(user: User, password: str, *, chosen_at: dt.datetime | None) -> None:
    """`chosen_at` is None where not she herself has chosen it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    if user.pk is not None and user.has_usable_password():
        FormerPassword.objects.create(user=user, password=user.password, at=chosen_at or timezone.now())
    user.set_password(password)
    user.password_changed_at = chosen_at
