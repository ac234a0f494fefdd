"""The work orders of 12345 on the page of their petition: both clocks, and which comes first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cases.models import Petition
from cases.panels import Panel
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from hotline.actions.sending import why_not_send
from hotline.models import ExternalTicket
from hotline.workflow import IN_HAND


@dataclass(frozen=True)
class BothClocks:
    """What is owed about one matter by the regulation, and to 12345."""

    ours: Deadline | None
    theirs: Deadline | None

    @property
    def nearer(self) -> Deadline | None:
        """The one that falls due first, if both run."""
        if self.ours is None or self.theirs is None:
            return None
        return min(self.ours, self.theirs, key=lambda clock: clock.due_at)

    @property
    def words(self) -> str:
        """先到期的是：答复 12345."""
        nearer = self.nearer
        return f"先到期的是：{nearer.derivation['label']}" if nearer else ""


def both_clocks(ticket: ExternalTicket, petition: Petition | None) -> BothClocks:
    """Needs the rows of `for_page` of both; without a petition, that of 12345 alone."""
    ours = next(iter(getattr(petition, "open_deadlines", [])), None)
    return BothClocks(ours, next(iter(getattr(ticket, "open_deadlines", [])), None))


@dataclass(frozen=True)
class TicketLine:
    """One order in the panel."""

    ticket: ExternalTicket
    clocks: BothClocks
    is_owed: bool  # its answer is


def ticket_panel(sender: object, *, petition: Petition, user: User, at: dt.datetime, **_: Any) -> Panel | None:
    """Answers the page of a petition: the orders of it that this reader sees, and whether one may be sent."""
    visible = ExternalTicket.objects.visible_to(user).filter(petition=petition)
    rows = list(visible.for_page().unopened().order_by("-pk"))  # names nobody
    may_send = not why_not_send(petition, by=user)
    if not rows and not may_send:
        return None
    lines = [TicketLine(row, both_clocks(row, petition), row.state in IN_HAND) for row in rows]
    return Panel("hotline/ticket_panel.html", {"lines": lines, "may_send": may_send, "petition": petition})
