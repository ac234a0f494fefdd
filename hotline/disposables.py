"""Work orders that became no petition are disposed of by lists of their own (cases.disposal.kinds); one that is a
petition goes with that."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from cases.disposal.erasing import blank, bury
from cases.disposal.kinds import Disposable, Line, declare
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.privacy.models import DisposalBatch
from fedportal.privacy.retention import years_before
from hotline.actions.keeping import keep
from hotline.erasures import OF_ORDERS
from hotline.models import KIND, ExternalTicket
from hotline.querysets import TicketQuerySet

_RETENTION = "order"


def due(rows: TicketQuerySet, at: dt.datetime) -> TicketQuerySet:
    """Those that were settled so long ago, became no petition, owe nothing, and are not marked."""
    owed = Deadline.objects.for_model(ExternalTicket).open().filter(object_id=OuterRef("pk"))
    alone = rows.filter(petition=None, disposed_at=None, kept_at=None)
    return alone.settled_before(years_before(at, settings.RETENTION_ORDER_YEARS)).filter(~Exists(owed))


def _lines(rows: TicketQuerySet) -> list[Line]:
    return [Line(row.pk, str(row), _RETENTION, row.settled_at) for row in rows.unopened()]


def erase(pks: list[int], batch: DisposalBatch, at: dt.datetime) -> None:
    """What the figures count stays: the row with its moments, class and states, and the system's number."""
    rows = ExternalTicket.objects.filter(pk__in=pks)
    bury(KIND, [(row.pk, str(row), row.origin_key) for row in rows.unopened()], batch, at=at)
    blank(OF_ORDERS, pks, at=at)


def _hold(pk: int, reason: str, by: User, at: dt.datetime) -> Any:
    return keep(ExternalTicket.objects.get(pk=pk), reason=reason, by=by, at=at)


declare(
    Disposable(
        kind=KIND,
        label="12345 工单",
        model=ExternalTicket,
        rule="没有登记信访的 12345 工单保管期限届满（保管期限表；个人信息保护法第十九条）",
        page="hotline:ticket",
        verb="ticket.dispose",
        order=("received_at", "pk"),
        due=due,
        lines=_lines,
        erase=erase,
        hold=_hold,
        kept=lambda _: f"{settings.RETENTION_ORDER_YEARS} 年",
    )
)
