"""Questions about suggestions and proposals: they are the writer's own business, and that of those above it."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class ProposalQuerySet(InScopeQuerySet):
    """Proposals by place. Their place is the writer's: the unit that they are about does not see them."""

    def visible_to(self, user: "User") -> Self:
        """Proposals written in the user's range, about petitions that she may see."""
        matters = self.model._meta.get_field("petition").related_model.objects.visible_to(user)  # type: ignore[union-attr]
        return super().visible_to(user).filter(petition__in=matters.order_by())


class SuggestionQuerySet(InScopeQuerySet):
    """Suggestions by place and answer."""

    def visible_to(self, user: "User") -> Self:
        """Suggestions written in the user's range or to her unit, about petitions that she may see."""
        matters = self.model._meta.get_field("petition").related_model.objects.visible_to(user)  # type: ignore[union-attr]
        if not user.is_authenticated:
            return self.none()
        written = Q(org_code__gte=user.org.code, org_code__lt=user.org.code_end)
        return self.filter(written | Q(receiver=user.org_id), petition__in=matters.order_by())

    def unanswered(self) -> Self:
        """Nobody has said in writing whether it is adopted."""
        return self.filter(recorded_at=None)

    def overdue(self, at: dt.datetime) -> Self:
        """Unanswered after the last moment."""
        return self.unanswered().filter(due_at__lt=at)
