"""Showing the caller's telephone to who works on the order, for a reason that is written down."""

import datetime as dt

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.story import write
from hotline.models import ExternalTicket


def why_not_unmask(row: ExternalTicket, *, by: User) -> str:
    """Why she may not see it; empty if she may."""
    if row.org_id != by.org_id:
        return "只有承办单位可以查看联系电话。"
    return "" if by.can(Can.HANDLE) else "您的角色不能查看联系电话。"


@transaction.atomic
def unmask(ticket: ExternalTicket, *, reason: str, by: User, at: dt.datetime) -> str:
    """The telephone as it is. Raises NotAllowed."""
    if refusal := why_not_unmask(ticket, by=by):
        raise NotAllowed(refusal)
    if not reason.strip():
        raise NotAllowed("请填写查看事由。")
    write(ticket, "unmask", by=by, at=at, note=reason.strip())
    return ticket.caller_phone
