"""Supervision on the page of a case: who supervises, what is asked, until when, the answers, and what was advised."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from cases.actions.advising import check_may_advise
from cases.actions.supervision import check_may_supervise
from cases.models import Petition, Proposal, Suggestion, SupervisionOrder, SupervisionReply
from cases.shown import short
from cases.supervision_law import UNANSWERED_FROM
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class AdviceLine:
    """One suggestion or proposal, in words."""

    number: str
    url: str
    state: str
    words: str


@dataclass(frozen=True)
class SupervisionSection:
    """What the page shows of orders and advice, and what this reader may begin."""

    orders: Sequence[SupervisionOrder]
    advice: Sequence[AdviceLine]
    may_supervise: bool
    may_advise: bool
    unanswered: int  # orders whose answer is late

    @property
    def is_shown(self) -> bool:
        return bool(self.orders or self.advice or self.may_supervise or self.may_advise)

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
    return SupervisionSection(
        orders,
        [*_suggestions(petition, user), *_proposals(petition, user)],
        user.can(Can.SUPERVISE) and _may_supervise(petition, user),
        _may_advise(petition, user),
        sum(order.is_late(at) for order in orders),
    )


def _suggestions(petition: Petition, user: User) -> list[AdviceLine]:
    rows = Suggestion.objects.visible_to(user).filter(petition=petition).select_related("org", "receiver", "document")
    return [
        AdviceLine(
            str(row),
            row.get_absolute_url(),
            row.get_adoption_display() or "待书面反馈",
            f"{row.get_kind_display()}，{short(row.org.name)}致{short(row.addressee)}",
        )
        for row in rows.order_by("-pk")
    ]


def _proposals(petition: Petition, user: User) -> list[AdviceLine]:
    rows = Proposal.objects.visible_to(user).filter(petition=petition).select_related("org", "document")
    return [
        AdviceLine(
            str(row),
            row.get_absolute_url(),
            row.get_outcome_display() or "等待研究结果",
            f"提请联席会议{row.get_measure_display()}：{short(row.target)}",
        )
        for row in rows.order_by("-pk")
    ]


def _may_supervise(petition: Petition, user: User) -> bool:
    try:
        check_may_supervise(petition, None, by=user)
    except NotAllowed:
        return False
    return True


def _may_advise(petition: Petition, user: User) -> bool:
    try:
        check_may_advise(petition, by=user)
    except NotAllowed:
        return False
    return True


def reasons_to_propose(petition: Petition, user: User, at: dt.datetime) -> dict[str, str]:
    """What a proposal is begun with: the unit that left orders unanswered, and which."""
    late = SupervisionOrder.objects.visible_to(user).filter(petition=petition).unanswered(at)
    orders = list(late.select_related("receiver", "document", "clock").order_by("issued_at"))
    if not orders:
        return {}
    lines = [f"督办单 {order}（{order.get_cause_display()}）逾期未回复。" for order in orders]
    return {"target": orders[0].receiver.name, "reason": "\n".join(lines)}
