"""Supervision on the page of a case: who supervises, what is asked, until when, what was answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from cases.actions.supervision import check_may_supervise
from cases.law import UNANSWERED_FROM
from cases.models import Petition, SupervisionOrder, SupervisionReply
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class SupervisionSection:
    """What the page shows of orders, and whether this reader may issue one."""

    orders: Sequence[SupervisionOrder]
    may_supervise: bool
    unanswered: int  # orders whose answer is late

    @property
    def is_running(self) -> bool:
        return any(order.is_running for order in self.orders)

    @property
    def is_ignored(self) -> bool:
        """Whether so many answers are late that talks and the like may be proposed (ladder, step 6)."""
        return self.unanswered >= UNANSWERED_FROM


def supervision_of(petition: Petition, user: User, at: dt.datetime) -> SupervisionSection:
    """The orders that this reader may see, the newest first, each with its latest answer in `answers`."""
    answers = Prefetch("replies", SupervisionReply.objects.order_by("-pk"), to_attr="answers")
    visible = SupervisionOrder.objects.visible_to(user).filter(petition=petition)
    rows = visible.select_related("issuer", "receiver", "document", "clock").prefetch_related(answers)
    orders = list(rows.order_by("-pk"))
    late = sum(order.is_late(at) for order in orders)
    return SupervisionSection(orders, user.can(Can.SUPERVISE) and _may_supervise(petition, user), late)


def _may_supervise(petition: Petition, user: User) -> bool:
    try:
        check_may_supervise(petition, None, by=user)
    except NotAllowed:
        return False
    return True
