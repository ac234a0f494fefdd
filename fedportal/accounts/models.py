"""Users: each belongs to one organization and carries roles; rights come from roles.py."""

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from fedportal.accounts.roles import Can, Role, rights_of
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet


class UserQuerySet(InScopeQuerySet):
    """Accounts by the place of their organization."""

    code_field = "org__code"


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

    objects: ClassVar[Users] = Users()

    REQUIRED_FIELDS = ["name", "org"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints = [
            # sign-in does not tell them apart either
            models.UniqueConstraint(Lower("username"), name="user_username_unique_in_any_case"),
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
    def role_names(self) -> str:
        return "、".join(Role(role).label for role in self.roles)
