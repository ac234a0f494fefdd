"""Showing the caller's telephone to who works on a work order, for a reason that is written down."""

import datetime as dt

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.call_ticket_story import write
from hotline.models import CallTicket


def why_not_unmask(row: CallTicket, *, by: User) -> str:
    """Why she may not see it; empty if she may: in the unit that took the call, and in the one that handles it."""
    if by.org_id not in (row.org_id, row.holder_id):
        return "只有接听单位和承办单位可以查看联系电话。"
    may = by.can(Can.HANDLE) or (by.org_id == row.org_id and by.can(Can.ANSWER_CALLS))
    return "" if may else "您的角色不能查看联系电话。"


@transaction.atomic
def unmask_caller(ticket: CallTicket, *, reason: str, by: User, at: dt.datetime) -> str:
    """The telephone as it is. Raises NotAllowed."""
    if refusal := why_not_unmask(ticket, by=by):
        raise NotAllowed(refusal)
    if not reason.strip():
        raise NotAllowed("请填写查看事由。")
    write(ticket, "unmask", by=by, at=at, note=reason.strip())
    return ticket.caller_phone
