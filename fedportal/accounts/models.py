"""Users: each belongs to one organization and carries roles; rights come from roles.py."""

import datetime as dt
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from fedportal.accounts.roles import ADMINISTRATORS, Can, Role, rights_of
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet


class UserQuerySet(InScopeQuerySet):
    """Accounts by the place of their organization."""

    code_field = "org__code"

    def people(self) -> "UserQuerySet":
        """Those of members of staff: a matter is handed to nobody else."""
        return self.exclude(roles__contains=[Role.DATA_CLIENT])


class Users(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, and finds them by place."""

    use_in_migrations = False


class User(AbstractUser):
    """A member of staff: her organization's range bounds what she sees, her roles what she does."""

    username = models.CharField(
        "用户名",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator(message="用户名只能用文字、数字和 @ . + - _，不能有空格。")],
    )
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=60)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="users", verbose_name="所在单位")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list, verbose_name="角色")
    # None: the password comes from someone else (an administrator), and is good for one sign-in only.
    password_changed_at = models.DateTimeField("口令修改时间", null=True, blank=True, default=timezone.now)

    objects: ClassVar[Users] = Users()

    REQUIRED_FIELDS = ["name", "org"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints = [
            # sign-in does not tell them apart either
            models.UniqueConstraint(Lower("username"), name="user_username_unique_in_any_case"),
            # P10: three administrators are three people, and none of them works on cases
            models.CheckConstraint(
                condition=~Q(roles__overlap=sorted(ADMINISTRATORS)) | Q(roles__len__lte=1),
                name="user_administrator_is_nothing_else",
            ),
            # another system's account: no person's role but those by which it registers, and no password
            models.CheckConstraint(
                condition=~Q(roles__contains=[Role.DATA_CLIENT])
                | Q(
                    roles__contained_by=[Role.DATA_CLIENT, Role.RECEPTIONIST, Role.AGENT],
                    password__startswith=UNUSABLE_PASSWORD_PREFIX,
                ),
                name="user_client_is_no_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def rights(self) -> frozenset[Can]:
        return rights_of(self.roles)

    def can(self, right: Can | str) -> bool:
        return right in self.rights

    @property
    def is_client(self) -> bool:
        """Whether this is the account of another system (fedportal.api): it signs in to no page."""
        return Role.DATA_CLIENT in self.roles

    @cached_property
    def speaks_for(self) -> str:
        """The system whose work orders alone this account exchanges; empty for people, and for systems of our own."""
        client = getattr(self, "api_client", None) if self.is_client else None
        return client.system if client else ""

    @property
    def role_names(self) -> str:
        return "、".join(Role(role).label for role in self.roles)


class FormerPassword(models.Model):
    """A password that this user has had, as its hash; the newest few may not come back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField("口令摘要", max_length=128)
    at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = "曾用口令"
        verbose_name_plural = "曾用口令"
        indexes = [models.Index(fields=["user", "-at"], name="former_password_newest")]


class WhyEnded(models.TextChoices):
    """What ended a sitting."""

    LEFT = "left", "本人退出"
    IDLE = "idle", "长时间未操作"
    ELSEWHERE = "elsewhere", "在别处登录"
    BY_SELF = "by_self", "本人在别处结束"
    BY_ADMIN = "by_admin", "安全管理员结束"


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, open or ended."""

    def open(self) -> "SittingQuerySet":
        return self.filter(ended_at=None)

    def alive(self, at: dt.datetime) -> "SittingQuerySet":
        """Those whose session is still good: used lately, and begun within a working day."""
        idle, whole = dt.timedelta(minutes=settings.IDLE_MINUTES), dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.open().filter(used_at__gt=at - idle, opened_at__gt=at - whole)


class Sitting(models.Model):
    """One stay of one user from her sign-in to its end: with which device, from where."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sittings")
    session_key = models.CharField(max_length=40, unique=True)  # worth nothing once the session is gone
    opened_at = models.DateTimeField("登录时间")
    used_at = models.DateTimeField("最近使用")  # to the minute
    address = models.GenericIPAddressField("来源地址", null=True)
    device = models.CharField("设备", max_length=60)  # coarse words, never the browser's own line
    ended_at = models.DateTimeField("结束时间", null=True)
    why_ended = models.CharField("结束原因", max_length=10, choices=WhyEnded.choices, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        indexes = [models.Index(fields=["user", "opened_at"], condition=Q(ended_at=None), name="sitting_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, why_ended="") | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="sitting_end_has_reason",
            )
        ]
