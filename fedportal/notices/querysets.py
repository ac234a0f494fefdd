"""Questions about notices."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.dispatch import Signal

from fedportal.accounts.roles import Can

if TYPE_CHECKING:
    from fedportal.accounts.models import User


# Rooms above answer with the rows that this reader must not see, as a Q: notices about what is kept from her.
kept_back = Signal()


class NoticeQuerySet(models.QuerySet):
    """Notices by reader."""

    def visible_to(self, user: "User") -> Self:
        """What is addressed to her organization in one of her roles, where these are told anything."""
        if not user.is_authenticated or not user.can(Can.READ_NOTICES):
            return self.none()
        rows = self.filter(org=user.org_id, role__in=user.roles)
        for _, secret in kept_back.send(self.model, user=user):
            rows = rows.exclude(secret)
        return rows

    def unread(self) -> Self:
        return self.filter(read_at=None)
