"""Questions about the rota; a unit's rota and hand-overs are its own, and those above see where nobody answers."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q

from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from django.db.models import Model

    from fedportal.accounts.models import User


class ShiftQuerySet(InScopeQuerySet):
    """Shifts by reader, time and agent."""

    def visible_to(self, user: "User") -> Self:
        """Those of the reader's own unit; of units below those that nobody has taken, before who supervises them."""
        if not user.is_authenticated:
            return self.none()
        own = Q(org_code=user.org.code)
        if user.can(Can.SUPERVISE):
            own |= Q(agent=None, org_code__gte=user.org.code, org_code__lt=user.org.code_end)
        return self.filter(own)

    def standing(self) -> Self:
        return self.filter(called_off_at=None)

    def between(self, since: dt.datetime, until: dt.datetime) -> Self:
        """Shifts of which some part lies in that time."""
        return self.filter(begins_at__lt=until, ends_at__gt=since)

    def untaken(self) -> Self:
        return self.standing().filter(agent=None)

    def on_at(self, moment: dt.datetime) -> Self:
        """Who is on duty then."""
        return self.standing().filter(begins_at__lte=moment, ends_at__gt=moment)

    def for_page(self) -> Self:
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        return self.select_related("line", "org", "agent").prefetch_related(clocks)


class HandOverQuerySet(InScopeQuerySet):
    """What agents leave for each other."""

    code_field = "shift__org_code"

    def visible_to(self, user: "User") -> Self:
        """Those of the reader's own unit; about a call that few may read, before those."""
        if not user.is_authenticated or not user.can(Can.ANSWER_CALLS):
            return self.none()
        readable = Exists(self._calls().visible_to(user).filter(pk=OuterRef("call")))
        return self.filter(Q(call=None) | Q(readable), shift__org_code=user.org.code)

    def waiting(self) -> Self:
        return self.filter(taken_at=None)

    def for_taker(self, user: "User") -> Self:
        """What waits for somebody else than who wrote it."""
        return self.visible_to(user).waiting().exclude(by=user)

    def for_page(self) -> Self:
        calls = Prefetch("call", self._calls().moments_alone())
        return self.select_related("shift__line", "by", "taken_by").prefetch_related(calls).order_by("-at", "-pk")

    def _calls(self) -> Any:
        return self.model._meta.get_field("call").related_model.objects  # type: ignore[union-attr]

    def noticed(self) -> Self:
        """That something was left, by whom and when, and not what."""
        return self.select_related("shift__line", "by").defer("note").order_by("-at", "-pk")


class RedirectionQuerySet(InScopeQuerySet):
    """Where lines lead outside their hours; as published as the lines themselves."""

    def live(self, on: dt.date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), begun_on__lte=on)

    def taken_over_by(self, org: "Model") -> Self:
        """Lines whose calls this unit answers outside their hours."""
        return self.filter(target=org)
