"""What keeps an order that is no petition from every disposal: a head marks it, and lifts the mark."""

import datetime as dt

from django.db import transaction

from cases.actions.legal_holds import check_may_dispose
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.actions.advance import locked
from hotline.models import ExternalTicket

_MARK = ["kept_at", "kept_by", "kept_reason"]


@transaction.atomic
def keep(ticket: ExternalTicket, *, reason: str, by: User, at: dt.datetime) -> ExternalTicket:
    """It may not be disposed of until somebody lifts the mark. Raises NotAllowed."""
    row = _in_range(ticket, by)
    if not reason.strip():
        raise NotAllowed("请填写保留原因。")
    if row.disposed_at is not None:
        raise NotAllowed("本单已经处置。")
    if row.petition_id is not None:
        raise NotAllowed("本单随其信访事项保管，请在该事项上标记保留。")
    if row.kept_at is not None:
        raise NotAllowed("本单已经标记保留。")
    row.kept_at, row.kept_by, row.kept_reason = at, by, reason.strip()
    row.save(update_fields=_MARK)
    record("ticket.keep", row, by=by, at=at)
    return row


@transaction.atomic
def keep_no_longer(ticket: ExternalTicket, *, words: str, by: User, at: dt.datetime) -> ExternalTicket:
    """It may be disposed of again, once its time is over; why stands in the audit trail. Raises NotAllowed."""
    row = _in_range(ticket, by)
    if row.kept_at is None:
        raise NotAllowed("该标记已经解除。")
    if not words.strip():
        raise NotAllowed("请填写解除原因。")
    row.kept_at, row.kept_by, row.kept_reason = None, None, ""
    row.save(update_fields=_MARK)
    record("ticket.keep_no_longer", row, by=by, at=at, reason=words.strip())
    return row


def _in_range(ticket: ExternalTicket, by: User) -> ExternalTicket:
    check_may_dispose(by)
    row = locked(ticket)
    if not by.org.covers(row.org_code):
        raise NotAllowed("本单不在本单位范围内。")
    return row
