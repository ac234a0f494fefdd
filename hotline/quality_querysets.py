"""Questions about quality: an agent reads what was found in her calls, who leads the unit in all of them."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q

from cases.knowing import Reader
from fedportal.api.scopes import Scope
from fedportal.lib.unopened import unopened
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


def _is_granted(user: "User") -> bool:
    """Whether it is a system's account that may read how agents were judged."""
    return user.is_client and Scope.QUALITY in user.api_client.scopes


class QualityFormQuerySet(InScopeQuerySet):
    """What calls are judged by."""

    def visible_to(self, user: "User") -> Self:
        """Of her own unit and those above."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(org__code__lte=user.org.code, org__code_end__gt=user.org.code)

    def binding(self, user: "User") -> Self:
        """The one that holds for her unit first."""
        return self.visible_to(user).select_related("org").order_by("-org__level", "-number")


class QualityReviewQuerySet(InScopeQuerySet):
    """Calls that were drawn, and what was found."""

    def visible_to(self, user: "User") -> Self:
        """In her own unit: to who leads it all, to an agent what was found in her own calls, to a system that was
        granted it what was found in any."""
        if not user.is_authenticated:
            return self.none()
        reader = Reader.of(user)
        ours = self.filter(org_code=reader.code)
        if reader.heads:
            return ours
        found = ours.filter(at__isnull=False)
        return found if _is_granted(user) else found.filter(agent=reader.user)

    def unopened(self) -> Self:
        """As the interface asks of every object; a review has nothing enciphered of its own."""
        return unopened(self)

    def waiting(self) -> Self:
        return self.filter(at=None)

    def done(self) -> Self:
        return self.filter(at__isnull=False)

    def for_page(self) -> Self:
        return self.select_related("call__line", "call__org", "call__agent", "org", "agent", "by", "form__org")

    def for_list(self) -> Self:
        calls: Any = self.model._meta.get_field("call").related_model.objects  # type: ignore[union-attr]
        waits = ExpressionWrapper(Q(at=None), output_field=BooleanField())  # what is to be judged comes first
        rows = self.order_by(waits.desc(), "-week", "agent__name", "pk")
        return rows.select_related("agent", "by").prefetch_related(Prefetch("call", calls.moments_alone()))
