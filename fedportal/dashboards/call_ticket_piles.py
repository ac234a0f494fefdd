"""Work orders of calls that wait on the workbench: each pile is a tab of their list, the nearest clock first."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.links import Figure
from fedportal.deadlines.models import Deadline
from hotline.actions.call_ticket_moves import why_not
from hotline.call_ticket_filters import in_tab
from hotline.call_ticket_workflow import MOVES
from hotline.models import CallTicket
from hotline.shown_call_ticket import ShownCallTicket

SHOWN = 8  # rows of each pile; the rest is one click away
# Tab, title, why, the move that it waits for, the right without which it is nobody's turn here.
_PILES = (
    ("send", "12338 工单，待派单", "生成或者退回的，1 个工作日内派单。", ("dispatch",), Can.ANSWER_CALLS),
    ("do", "12338 工单，待本单位办理", "", ("take_up", "accept", "feedback"), Can.HANDLE),
    (
        "back",
        "12338 工单，待回访",
        "承办单位已反馈，回访来电人、请她评价以后办结。",
        ("call_back", "close"),
        Can.ANSWER_CALLS,
    ),
)


@dataclass(frozen=True)
class OrderDuty:
    """One row: an order, its clock, and the next step of this reader."""

    url: str
    number: str
    name: str
    facts: str
    unit: str
    clock: Deadline | None
    due_at: dt.datetime | None
    action: str
    action_url: str


@dataclass(frozen=True)
class OrderPile:
    """The head of one tab, and how much there is in all."""

    slug: str
    title: str
    why: str
    total: Figure
    rows: list[OrderDuty]


def order_piles(user: User, at: dt.datetime) -> list[OrderPile]:
    """The piles that hold anything."""
    visible, found = CallTicket.objects.visible_to(user), []
    for tab, title, why, moves, right in _PILES:
        rows = in_tab(visible, tab, user, at)
        total = rows.count() if user.can(right) else 0
        if total:
            url = f"{reverse('hotline:call_ticket_list')}?tab={tab}"
            head = [_duty(row, user, at, moves) for row in rows.by_next_duty().for_page()[:SHOWN]]
            found.append(OrderPile(f"orders-{tab}", title, why, Figure(total, url), head))
    return found


def _duty(row: CallTicket, user: User, at: dt.datetime, names: tuple[str, ...]) -> OrderDuty:
    shown = ShownCallTicket(row, user)
    step = next((MOVES[name] for name in names if not why_not(row, MOVES[name], by=user, at=at)), None)
    url = row.get_absolute_url()
    return OrderDuty(
        url=url,
        number=str(row),
        name=shown.name,
        facts=shown.facts,
        unit=short(row.holder.name if row.holder_id != user.org_id else row.org.name),
        clock=shown.clock,
        due_at=row.due_at,
        action=step.label if step else "查看",
        action_url=(reverse("hotline:call_ticket_back", args=[row.pk]) if step.own_page else f"{url}{step.name}/")
        if step
        else url,
    )
