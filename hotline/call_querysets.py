"""Questions about calls of 12338."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from cases.knowing import Reader
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.lib.unopened import unopened
from fedportal.orgs.querysets import InScopeQuerySet
from hotline.call_workflow import UNFINISHED, CallState

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class CallQuerySet(InScopeQuerySet):
    """Calls by reader, state and caller."""

    def visible_to(self, user: "User") -> Self:
        """Calls of the reader's own unit: hers, plain ones, and guarded ones before who leads it.

        No unit above reads what was said on a line below: what has to be known there goes on as a petition.
        """
        if not user.is_authenticated or not user.can(Can.ANSWER_CALLS):
            return self.none()
        reader = Reader.of(user)
        ours = self.filter(org_code=reader.code)
        if not reader.heads:
            ours = ours.filter(Q(agent=reader.user) | Q(guarded=False))
        return ours.exclude(self._walled(reader))

    def _walled(self, reader: Reader) -> Q:
        """Whether the relation wall keeps its petition from this reader."""
        petitions: Any = self.model._meta.get_field("petition").related_model
        walled = petitions.objects.walled_from(reader).filter(pk=OuterRef("petition"))
        return Q(petition__isnull=False) & Q(Exists(walled))

    def unfinished(self) -> Self:
        return self.filter(state__in=sorted(UNFINISHED))

    def open_of(self, user: "User") -> Self:
        """What this agent is talking about now, or was when her browser closed: not hung up."""
        return self.visible_to(user).unfinished().filter(agent=user, ended_at=None).order_by("-rang_at")

    def from_number(self, index: str) -> Self:
        """Calls from that number; none where it is not known."""
        return self.filter(phone_index=index) if index else self.none()

    def moments_alone(self) -> Self:
        """For lines that name a call by when it rang: nothing is deciphered, so nothing can fail to be."""
        return self.only("rang_at")

    def since(self, moment: dt.datetime) -> Self:
        return self.filter(rang_at__gte=moment)

    def for_page(self) -> Self:
        """Everything that a page or a line of the list shows, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        return self.select_related("org", "line", "agent", "petition").prefetch_related(clocks)

    def unopened(self) -> Self:
        """Without anybody's name and number: one whose key is missing does not fail the others so."""
        return unopened(self)

    def settled_before(self, moment: dt.datetime) -> Self:
        """Calls that nobody has had to do with since then: closed, missed without a number, or never reached."""
        since = Coalesce("closed_at", "ended_at", "rang_at")
        return self.exclude(state__in=sorted(UNFINISHED)).annotate(settled_at=since).filter(settled_at__lte=moment)

    def to_call_back(self, user: "User") -> Self:
        """Missed calls of the reader's unit that somebody has to call back."""
        return self.visible_to(user).filter(state=CallState.CALLBACK_DUE)
