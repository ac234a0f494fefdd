"""Calls of 12338 and work orders that became no petition are disposed of by lists of their own (cases.disposal.kinds);
one that is a petition goes with that."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from cases.disposal.erasing import blank, bury
from cases.disposal.erasures import Erasure
from cases.disposal.kinds import Disposable, Line, declare
from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from fedportal.privacy.models import DisposalBatch
from fedportal.privacy.retention import years_before
from hotline.actions.keeping import keep
from hotline.erasures import OF_CALL_TICKETS, OF_CALLS, OF_ORDERS
from hotline.models import KIND, Call, CallTicket, ExternalTicket
from hotline.models.call import KIND as CALL
from hotline.models.call_ticket import KIND as CALL_TICKET

_Rows = Any  # a queryset that knows `settled_before` and `unopened`


def _due(model: type, years: Callable[[], int], *more: Q) -> Callable[[_Rows, dt.datetime], _Rows]:
    """Of these rows those that were settled so long ago, became no petition, owe nothing, and are not marked."""

    def due(rows: _Rows, at: dt.datetime) -> _Rows:
        owed = Deadline.objects.for_model(model).open().filter(object_id=OuterRef("pk"))
        alone = rows.filter(*more, petition=None, disposed_at=None, kept_at=None)
        return alone.settled_before(years_before(at, years())).filter(~Exists(owed))

    return due


def _lines(rows: _Rows) -> list[Line]:
    return [Line(row.pk, str(row), "order", row.settled_at) for row in rows.unopened()]


def _erase(
    model: type[ExternalTicket | Call | CallTicket], kind: str, erasures: tuple[Erasure, ...]
) -> Callable[[list[int], DisposalBatch, dt.datetime], None]:
    """What the figures count stays: the row with its moments, class and states, and its number."""

    def erase(pks: list[int], batch: DisposalBatch, at: dt.datetime) -> None:
        rows = model.objects.filter(pk__in=pks)
        bury(kind, [(row.pk, str(row), row.origin_key) for row in rows.unopened()], batch, at=at)
        blank(erasures, pks, at=at)

    return erase


def _hold(model: type[ExternalTicket | Call | CallTicket]) -> Callable[[int, str, User, dt.datetime], Any]:
    return lambda pk, reason, by, at: keep(model.objects.get(pk=pk), reason=reason, by=by, at=at)


def _order_years() -> int:
    return settings.RETENTION_ORDER_YEARS


def _call_years() -> int:
    return settings.RETENTION_CALL_YEARS


declare(
    Disposable(
        kind=KIND,
        label="12345 工单",
        model=ExternalTicket,
        rule="没有登记信访的 12345 工单保管期限届满（保管期限表；个人信息保护法第十九条）",
        page="hotline:ticket",
        verb="ticket.dispose",
        order=("received_at", "pk"),
        due=_due(ExternalTicket, _order_years),
        lines=_lines,
        erase=_erase(ExternalTicket, KIND, OF_ORDERS),
        hold=_hold(ExternalTicket),
        kept=lambda _: f"{_order_years()} 年",
    )
)
declare(
    Disposable(
        kind=CALL_TICKET,
        label="12338 工单",
        model=CallTicket,
        rule="没有登记信访的 12338 工单保管期限届满（保管期限表；个人信息保护法第十九条）",
        page="hotline:call_ticket",
        verb="call_ticket.dispose",
        order=("registered_at", "pk"),
        due=_due(CallTicket, _call_years),
        lines=_lines,
        erase=_erase(CallTicket, CALL_TICKET, OF_CALL_TICKETS),
        hold=_hold(CallTicket),
        kept=lambda _: f"{_call_years()} 年",
        # A unit that handled another's order reads it, and disposes of none.
        ours=lambda user: Q(org_code__gte=user.org.code, org_code__lt=user.org.code_end),
    )
)
declare(
    Disposable(
        kind=CALL,
        label="12338 来电",
        model=Call,
        rule="没有登记信访的 12338 来电保管期限届满（保管期限表；个人信息保护法第十九条）",
        page="hotline:call",
        verb="call.dispose",
        order=("rang_at", "pk"),
        # What an order came of is needed as long as that is.
        due=_due(Call, _call_years, Q(order=None) | Q(order__disposed_at__isnull=False)),
        lines=_lines,
        erase=_erase(Call, CALL, OF_CALLS),
        hold=_hold(Call),
        kept=lambda _: f"{_call_years()} 年",
    )
)
