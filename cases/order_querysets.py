"""Questions about supervision orders."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q, QuerySet

from cases.supervision_law import UNANSWERED_FROM
from cases.workflow.supervision import ANSWER_OWED, RUNNING, UNISSUED, OrderState
from fedportal.accounts.roles import Can
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User


class SupervisionQuerySet(InScopeQuerySet):
    """Orders by place, state and lateness. Their place is the receiver's: it and everyone above it."""

    code_field = "receiver_code"

    def visible_to(self, user: "User") -> Self:
        """Orders in the user's range about petitions that she may see; what was never issued only above."""
        matters = self.model._meta.get_field("petition").related_model.objects.visible_to(user)  # type: ignore[union-attr]
        on_our_side = Q(issuer_code__gte=user.org.code, issuer_code__lt=user.org.code_end) if user.pk else Q()
        rows = super().visible_to(user).filter(petition__in=matters.order_by())
        return rows.filter(~Q(state__in=sorted(UNISSUED)) | on_our_side)

    def running(self) -> Self:
        """Issued, and neither accepted nor withdrawn."""
        return self.filter(state__in=sorted(RUNNING))

    def waiting_for(self, user: "User") -> Self:
        """What asks this user's unit for work: drafts to issue, answers to judge, orders to answer."""
        above = Q(issuer=user.org_id, state__in=[OrderState.DRAFTED, OrderState.REPLIED])
        below = Q(receiver=user.org_id, state__in=sorted(ANSWER_OWED))
        # Only what the role may do: each part is the condition of an index of its own.
        mine = [part for part, right in ((above, Can.SUPERVISE), (below, Can.HANDLE)) if user.can(right)]
        return self.visible_to(user).filter(reduce(or_, mine)) if mine else self.none()

    def unanswered(self, at: dt.datetime) -> Self:
        """An answer is owed, and its last moment has passed."""
        return self.filter(state__in=sorted(ANSWER_OWED), clock__closed_at=None, clock__due_at__lt=at)

    def ignored_matters(self, at: dt.datetime) -> QuerySet:
        """Petitions with as many unanswered orders as the ladder's last step speaks of, as values."""
        matters = self.unanswered(at).order_by().values("petition").annotate(n=Count("pk"))
        return matters.filter(n__gte=UNANSWERED_FROM).values("petition")
