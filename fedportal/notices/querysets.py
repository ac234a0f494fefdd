"""Questions about notices."""

from typing import TYPE_CHECKING, Self

from django.db import models

from fedportal.accounts.roles import Can

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class NoticeQuerySet(models.QuerySet):
    """Notices by reader."""

    def visible_to(self, user: "User") -> Self:
        """What is addressed to her organization in one of her roles, if she may read cases at all."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        return self.filter(org=user.org_id, role__in=user.roles)

    def unread(self) -> Self:
        return self.filter(read_at=None)
