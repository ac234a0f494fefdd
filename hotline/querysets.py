"""Questions about work orders of 12345."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When

from cases.knowing import Reader
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.lib.unopened import unopened
from fedportal.orgs.models import Level
from fedportal.orgs.querysets import InScopeQuerySet
from hotline.workflow import AWAY, IN_HAND, SETTLED, TicketState

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class TicketQuerySet(InScopeQuerySet):
    """Work orders by place, state and lateness."""

    def visible_to(self, user: "User") -> Self:
        """Orders in the user's range that she may know of; before the client of another system its own alone.

        Plain ones are before all who read cases, but for the province, which is told of what climbed to it. Guarded
        ones (violence, minors, reports) are before whoever brought or took them and the heads of the unit, and until
        one is taken before who decides; above, before the heads and supervisors of a unit to which one has climbed.
        """
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        rows = super().visible_to(user)
        if user.speaks_for:  # whichever of its clients brought it
            return rows.filter(system=user.speaks_for)
        return rows.filter(self._known_to(Reader.of(user)))

    def _known_to(self, reader: Reader) -> Q:
        ours, plain = Q(org_code=reader.code), Q(guarded=False)
        known = Q(entered_by=reader.user) | Q(accepted_by=reader.user) | ours & plain
        if reader.heads:
            known |= ours
        if reader.decides:
            known |= ours & Q(accepted_by=None)
        above = Q(self._climbed_to(reader))
        if reader.level != Level.PROVINCE:
            known |= plain
        known |= above if reader.heads or reader.oversees else above & plain
        return known & ~self._walled(reader)

    def _climbed_to(self, reader: Reader) -> Exists:
        """Whether the lateness of one of its duties has come to the reader's unit, from another; that stays so."""
        kind = ContentType.objects.get_for_model(self.model)
        climbs = Escalation.objects.filter(deadline__content_type=kind, deadline__object_id=OuterRef("pk"))
        return Exists(climbs.filter(to_desk=reader.org).exclude(deadline__org=reader.org))

    def _walled(self, reader: Reader) -> Q:
        """Whether the relation wall keeps its petition from this reader."""
        petitions: Any = self.model._meta.get_field("petition").related_model
        walled = petitions.objects.walled_from(reader).filter(pk=OuterRef("petition"))
        return Q(petition__isnull=False) & Q(Exists(walled))

    def owed(self) -> Self:
        """Orders that we have still to answer."""
        return self.filter(state__in=sorted(IN_HAND))

    def with_duty(self, deadlines: DeadlineQuerySet) -> Self:
        """Orders that have one of these deadlines."""
        return self.filter(pk__in=deadlines.for_model(self.model).values("object_id"))

    def overdue(self, at: dt.datetime) -> Self:
        """Orders with a duty still owed after its last moment."""
        return self.with_duty(Deadline.objects.overdue(at))

    def waiting_for(self, user: "User") -> Self:
        """What asks this user's unit for work: what is to be taken, answered, or told on."""
        if not user.can(Can.DECIDE):
            return self.none()
        work = IN_HAND | {TicketState.REFUSED, TicketState.REPLIED}
        return self.visible_to(user).filter(org=user.org_id, state__in=sorted(work))

    def by_next_duty(self) -> Self:
        """The order whose duty is due first on top; what owes nothing behind, the newest first."""
        kind = ContentType.objects.get_for_model(self.model)
        duties = Deadline.objects.open().filter(content_type=kind, object_id=OuterRef("pk")).order_by("due_at")
        return self.annotate(next_due=Subquery(duties.values("due_at")[:1])).order_by(
            F("next_due").asc(nulls_last=True), "-received_at", "-pk"
        )

    def for_page(self) -> Self:
        """Everything that a page or a line of the list shows, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        people = ("entered_by", "accepted_by", "answered_by", "kept_by")
        return self.select_related("org", "petition", *people).prefetch_related(clocks)

    def unopened(self) -> Self:
        """Without the caller: one whose key is missing does not fail the others so."""
        return unopened(self)

    def settled_before(self, moment: dt.datetime) -> Self:
        """Orders about which nobody has owed anything since then, 12345 neither."""
        since = Case(
            When(state=TicketState.ANSWERED, then=F("answered_at")),
            When(state=TicketState.RETURNED, then=F("returned_at")),
            default=F("ended_at"),
        )
        return self.filter(state__in=sorted(SETTLED)).annotate(settled_at=since).filter(settled_at__lte=moment)

    def away(self) -> Self:
        """Orders that 12345 has still to answer."""
        return self.filter(state__in=sorted(AWAY))
