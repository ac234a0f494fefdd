"""Questions about petitions."""

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, Sum

from cases.law import GROUP_SKIPS_FROM
from fedportal.accounts.roles import Can, Role
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.lib.prepared_exists import PreparedExists, Slot, composed
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User

ACCUSATION = "accusation"  # as in models.MatterClass, which stands on this module

# 重复信访: she came again, or had asked the same in an earlier petition.
REPEATED = Q(repeat_count__gt=1) | Q(same_as__isnull=False)
IN_GROUP = Q(head_count__gte=GROUP_SKIPS_FROM)  # 集体访


class PetitionQuerySet(InScopeQuerySet):
    """Petitions by place, state and lateness."""

    def visible_to(self, user: "User") -> Self:
        """Petitions held in the user's range, for those whose role reads cases; accusations for readers alone."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        return super().visible_to(user).filter(self._open_to(user))

    def countable_for(self, user: "User") -> Self:
        """What a figure before this reader counts: nothing that the list behind it would not show. Who reads no cases
        has no lists, and is told all numbers.
        """
        return self.filter(self._open_to(user)) if user.can(Can.SEE_CASES) else self.all()

    def _open_to(self, user: "User") -> Q:
        return ~Q(matter_class=ACCUSATION) | self._may_read(user)

    def hidden_from(self, user: "User") -> Self:
        """Accusations that this user may not read, wherever they are: nothing may speak of them to her."""
        return self.accusations().filter(~self._may_read(user))

    def accusations(self) -> Self:
        return self.filter(matter_class=ACCUSATION)

    def exportable(self) -> Self:
        """What may leave the portal as a file: no accusation, whoever asks (art. 30, 46)."""
        return self.exclude(matter_class=ACCUSATION)

    def _may_read(self, user: "User") -> Q:
        """Who reads an accusation: whoever is named, and by her office the head of a unit that has to do with it
        now: the one that holds it, owes a duty about it, or has the lateness of one on its desk.
        """
        values = {Slot.READER: user.pk, Slot.ORG: user.org_id, Slot.CODE: user.org.code}
        named, concerned = _composed(self.model, ContentType.objects.get_for_model(self.model).pk)
        may = Q(PreparedExists.of(named, "pk", values))
        if Role.UNIT_HEAD in user.roles:
            may |= Q(org_code=user.org.code) | Q(PreparedExists.of(concerned, "pk", values))
        return may

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

    def each_time_once(self) -> Self:
        """Those of these matters whose `repeat_count` together says how often people came, wrote or called (次), the
        times included that were typed at registration. What was joined to another of them counts there; of a matter
        and its repeat, whose count goes on from it, the repeat counts.
        """
        keys = self.order_by().values("pk")
        mergers: Any = self.model._meta.get_field("mergers").related_model
        joined = mergers.objects.holding().filter(survivor__in=keys).values("petition")
        return self.exclude(pk__in=joined).exclude(pk__in=self.order_by().exclude(same_as=None).values("same_as"))

    def times(self) -> int:
        """How often people came, wrote or called about these matters (次)."""
        total: int | None = self.order_by().each_time_once().aggregate(n=Sum("repeat_count"))["n"]
        return total or 0

    def for_page(self) -> Self:
        """Everything that a petition's page and its line of a ledger show, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related("org", "place", "handler").prefetch_related("parties", clocks)
        return rows.defer("signature")


@lru_cache
def _composed(model: type[Model], content_type: int) -> tuple[Any, Any]:
    """The two questions of PetitionQuerySet._may_read: is she named, has her unit to do with it?"""
    readers: Any = model._meta.get_field("readers").related_model
    named = readers.objects.current().filter(petition=Slot.COLUMN, user=Slot.READER)
    duties = Deadline.objects.open().filter(content_type=content_type, object_id=Slot.COLUMN)
    concerned = duties.filter(Q(org_code=Slot.CODE) | Q(desk=Slot.ORG))
    return composed(named.values("pk")), composed(concerned.values("pk"))
