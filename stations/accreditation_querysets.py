"""Questions about applications and names: whose turn it is, what stands today, what nears its end."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, Prefetch, Q

from fedportal.deadlines.models import Deadline
from fedportal.orgs.querysets import InScopeQuerySet
from stations.accreditation_workflow import JUDGED, JUDGED_AT, OPEN, AccreditationKind, AccreditationState

if TYPE_CHECKING:
    from fedportal.accounts.models import User

_SOON = dt.timedelta(days=90)


class AccreditationQuerySet(InScopeQuerySet):
    """Applications and names in the reader's range; a draft is its own unit's.

    Another system is told of a village without violence while its name stands, and of none that asked for it in vain
    or has it no longer: that would tell, by when it changed, what may have been reported there (no_violence.py).
    """

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        rows = self.in_range_of(user.org).filter(~Q(state=AccreditationState.DRAFT) | Q(applicant=user.org_id))
        return rows.filter(Q(told=True) | ~Q(kind=AccreditationKind.NO_VIOLENCE)) if user.is_client else rows

    def unopened(self) -> Self:
        """Nothing of it is enciphered."""
        return self

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))

    def standing(self, on: dt.date) -> Self:
        """Names that hold on that day."""
        return self.filter(state=AccreditationState.VALID, valid_until__gte=on)

    def ending(self, on: dt.date) -> Self:
        """Names that are to be looked at again."""
        return self.standing(on).filter(valid_until__lte=on + _SOON)

    def turn_of(self, user: "User") -> Self:
        """What waits for the reader's unit: to judge, or to bring in anew."""
        state = next((state for state, level in JUDGED_AT.items() if level == user.org.level), None)
        ours = Q(applicant=user.org_id, state__in=(AccreditationState.DRAFT, AccreditationState.RETURNED))
        return self.visible_to(user).filter(ours | Q(state=state) if state else ours)

    def waiting(self) -> Self:
        return self.filter(state__in=sorted(JUDGED))

    def for_page(self) -> Self:
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related(
            "unit__parent__parent__parent__parent", "station", "applicant", "gate_check__station"
        )
        return rows.prefetch_related(clocks)

    def for_list(self) -> Any:
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related("unit", "station", "applicant", "namer", "gate_check").prefetch_related(clocks)
        return rows.order_by(F("moved_at").desc(), "-pk")
