"""Showing the caller's telephone to who works on the order, for a reason that is written down; of a minor's order with
the same keys as a minor's data on a petition (cases.unmasking)."""

import datetime as dt

from django.db import transaction

from cases.actions.unmasking import granted, key_of
from cases.models import Party, Petition
from cases.unmasking import Field, Key
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.story import write
from hotline.models import ExternalTicket

_MINOR = "本单涉及未成年人，查看联系电话须经承办单位主席（分管副主席）审批（未成年人网络保护条例第三十六条）"
REGISTER_FIRST = f"{_MINOR}：请先登记、关联信访事项，再在该事项中申请。"
ASK_FIRST = f"{_MINOR}：请在对应的信访事项中申请，同意以后再来查看。"
NOT_YOURS = f"{_MINOR}；对应的事项不由您办理。"


def why_not_unmask(row: ExternalTicket, *, by: User) -> str:
    """Why she may not see it at all; empty if she may, or may ask."""
    if row.org_id != by.org_id:
        return "只有承办单位可以查看联系电话。"
    return "" if by.can(Can.HANDLE) else "您的角色不能查看联系电话。"


def whose(row: ExternalTicket, *, by: User) -> Party | None:
    """Of a minor's order: the person of its matter whose key opens it, with the matter that she sees."""
    rows = Petition.objects.visible_to(by).select_related("org")
    seen = rows.filter(pk=row.petition_id).first() if row.petition_id else None
    if seen is None:
        return None
    party = seen.parties.kept().filter(role=Party.Role.PETITIONER).first()
    if party is not None:
        party.petition = seen
    return party


def missing_key(row: ExternalTicket, *, by: User, at: dt.datetime) -> str:
    """What she has still to do before she may see it; empty where a reason is enough, or somebody has agreed."""
    if not row.concerns_minor:
        return ""
    if row.petition_id is None:
        return REGISTER_FIRST
    party = whose(row, by=by)
    if party is None:
        return NOT_YOURS
    at_once = key_of(party, Field.PHONE, by=by, at=at) is Key.AT_ONCE
    return "" if at_once or granted(party, Field.PHONE, by=by, at=at) else ASK_FIRST


@transaction.atomic
def unmask(ticket: ExternalTicket, *, reason: str, by: User, at: dt.datetime) -> str:
    """The telephone as it is. Raises NotAllowed."""
    if refusal := why_not_unmask(ticket, by=by) or missing_key(ticket, by=by, at=at):
        raise NotAllowed(refusal)
    if not reason.strip():
        raise NotAllowed("请填写查看事由。")
    write(ticket, "unmask", by=by, at=at, note=reason.strip())
    return ticket.caller_phone
