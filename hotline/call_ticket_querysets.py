"""Questions about work orders that come of calls."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from cases.knowing import Reader
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.lib.unopened import unopened
from fedportal.orgs.models import Level
from fedportal.orgs.querysets import InScopeQuerySet
from hotline.call_ticket_workflow import HELD, CallTicketState

if TYPE_CHECKING:
    from fedportal.accounts.models import User

_S = CallTicketState


class CallTicketQuerySet(InScopeQuerySet):
    """Orders by reader, place, state and lateness."""

    def in_range_of(self, org: Any) -> Self:
        """Those that were taken or are handled in its range."""
        taken = Q(org_code__gte=org.code, org_code__lt=org.code_end)
        return self.filter(taken | Q(holder_code__gte=org.code, holder_code__lt=org.code_end))

    def visible_to(self, user: "User") -> Self:
        """Orders of her range, and those that her unit was sent or asked for from beside or below.

        Plain ones are before all who read cases, but for the province, which is told of what climbed to it. Guarded
        ones are, in the units that took or hold them, before her who answers for it, who has worked on it, who leads,
        and until it is accepted who decides there; above, before heads and supervisors of a unit to which one climbed.
        """
        if not user.is_authenticated or not user.can(Can.SEE_CASES) or user.speaks_for:
            return self.none()
        reader = Reader.of(user)
        near = Q(org_code=reader.code) | Q(holder_code=reader.code) | Q(asked=reader.org)
        within = self.filter(
            near
            | Q(org_code__gte=reader.code, org_code__lt=reader.code_end)
            | Q(holder_code__gte=reader.code, holder_code__lt=reader.code_end)
        )
        return within.filter(self._known_to(reader, near))

    def _known_to(self, reader: Reader, near: Q) -> Q:
        plain = Q(guarded=False)
        inside = plain | Q(agent=reader.user) | Q(self._worked_on(reader))
        if reader.heads:
            inside = Q(pk__isnull=False)
        elif reader.decides:
            inside |= Q(holder_code=reader.code, accepted_by=None)
        above = Q(self._climbed_to(reader))
        known = near & inside | (above if reader.heads or reader.oversees else above & plain)
        if reader.level != Level.PROVINCE:
            known |= plain
        return known & ~self._walled(reader)

    def _worked_on(self, reader: Reader) -> Exists:
        """Whether she has written a line of its story."""
        events: Any = self.model._meta.get_field("events").related_model
        return Exists(events.objects.filter(ticket=OuterRef("pk"), actor=reader.user))

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

    def open(self) -> Self:
        return self.exclude(state=_S.CLOSED)

    def settled_before(self, moment: dt.datetime) -> Self:
        """Orders that were closed by then."""
        return self.filter(closed_at__lte=moment).annotate(settled_at=F("closed_at"))

    def overdue(self, at: dt.datetime) -> Self:
        """Orders whose running duty is owed after its last moment."""
        return self.filter(due_at__lt=at)

    def unopened(self) -> Self:
        """Without anybody's name and number: one whose key is missing does not fail the others so."""
        return unopened(self)

    def to_send(self, user: "User") -> Self:
        return self.filter(org=user.org_id, state=_S.TICKETED)

    def to_do(self, user: "User") -> Self:
        """What her unit has to handle, or was asked to take up."""
        held = Q(holder=user.org_id, state__in=sorted(HELD))
        return self.filter(held | Q(asked=user.org_id, state=_S.REQUESTED))

    def awaiting_feedback(self, user: "User") -> Self:
        """What her unit has sent to another, or asked one above to take up."""
        return self.filter(Q(state__in=sorted(HELD)) & ~Q(holder=user.org_id) | Q(state=_S.REQUESTED), org=user.org_id)

    def to_call_back(self, user: "User") -> Self:
        """Those whose callers have to be told, and asked how content they are; or that wait to be closed."""
        return self.filter(org=user.org_id, state__in=[_S.FEEDBACK, _S.CALLED_BACK])

    def waiting_for(self, user: "User") -> Self:
        """What asks her for work: an agent for what she answers for, others for what their unit has to handle."""
        rows = self.visible_to(user)
        mine = rows.filter(agent=user.pk, org=user.org_id, state__in=[_S.TICKETED, _S.FEEDBACK, _S.CALLED_BACK])
        if not (user.can(Can.DECIDE) or user.can(Can.HANDLE)):
            return mine
        return mine | rows.to_do(user)

    def leaving(self) -> Self:
        """What may leave the portal: no reports (regulation art. 30, para 3)."""
        return self.exclude(call_class="report").exclude(sealed=True)

    def by_next_duty(self) -> Self:
        """The order whose duty is due first on top; what owes nothing behind, the newest first."""
        return self.order_by(F("due_at").asc(nulls_last=True), "-registered_at", "-pk")

    def for_page(self) -> Self:
        """Everything that a page or a line of the list shows, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("-due_at"), to_attr="open_deadlines")
        joined = ("org", "holder", "asked", "place", "petition", "station", "agent", "accepted_by", "fed_back_by")
        return self.select_related(*joined).prefetch_related(clocks)
