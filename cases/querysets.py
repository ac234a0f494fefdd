"""Questions about petitions."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class PetitionQuerySet(InScopeQuerySet):
    """Petitions by place, state and lateness."""

    def visible_to(self, user: "User") -> Self:
        """Petitions held in the user's range, for those whose role reads cases."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        return super().visible_to(user)

    def open(self) -> Self:
        """Matters not yet concluded."""
        return self.filter(closed_at=None)

    def ended_for_good(self) -> Q:
        """What a re-review has ended (art. 36, para 3), archived or not; as `Petition.is_final`."""
        review = self.model.reviews.rel.related_model  # type: ignore[attr-defined]  # Petition's, which stands above
        decided = review.objects.filter(petition=OuterRef("pk"), stage=review.Stage.RECHECK, decided_at__isnull=False)
        return Q(status="terminated") | Q(Exists(decided), status="archived")

    def with_duty(self, deadlines: DeadlineQuerySet) -> Self:
        """Petitions that have one of these deadlines."""
        return self.filter(pk__in=deadlines.for_model(self.model).values("object_id"))

    def overdue(self, at: dt.datetime) -> Self:
        """Matters with a duty still owed after its last moment."""
        return self.with_duty(Deadline.objects.overdue(at))

    def at_place(self, place: Organization) -> Self:
        """Matters that arose in this unit's region."""
        return self.filter(place__code__gte=place.code, place__code__lt=place.code_end)

    def by_next_duty(self) -> Self:
        """Matters with an open duty, each with `next_due`, the last moment of its nearest, to order by."""
        duties = Deadline.objects.for_model(self.model).open()
        sooner = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
        nearest = duties.filter(~Exists(duties.filter(sooner, object_id=OuterRef("object_id"))))
        return self.filter(deadlines__in=nearest).alias(next_due=F("deadlines__due_at"))

    def for_page(self) -> Self:
        """Everything that a petition's page and its line of a ledger show, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related("org", "place", "handler").prefetch_related("parties", clocks)
        return rows.defer("signature")
