"""What keeps a call or an order that is no petition from every disposal: a head marks it, and lifts the mark."""

import datetime as dt

from django.db import transaction

from cases.actions.legal_holds import check_may_dispose
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from hotline.models import Call, CallTicket, ExternalTicket

Kept = Call | CallTicket | ExternalTicket
_MARK = ["kept_at", "kept_by", "kept_reason"]
_NAMES = {Call: ("call", "这通来电"), CallTicket: ("call_ticket", "本单"), ExternalTicket: ("ticket", "本单")}


def may_keep(row: Kept, by: User) -> bool:
    """Whether its page offers it: what is a petition is kept with that, what is disposed of is gone."""
    ours = row.petition_id is None and row.disposed_at is None
    return ours and by.can(Can.DISPOSE) and by.org.covers(row.org_code)


@transaction.atomic
def keep(kept: Kept, *, reason: str, by: User, at: dt.datetime) -> Kept:
    """It may not be disposed of until somebody lifts the mark. Raises NotAllowed."""
    row = _in_range(kept, by)
    verb, this = _NAMES[type(row)]
    if not reason.strip():
        raise NotAllowed("请填写保留原因。")
    if row.disposed_at is not None:
        raise NotAllowed(f"{this}已经处置。")
    if row.petition_id is not None:
        raise NotAllowed(f"{this}随其信访事项保管，请在该事项上标记保留。")
    if row.kept_at is not None:
        raise NotAllowed(f"{this}已经标记保留。")
    row.kept_at, row.kept_by, row.kept_reason = at, by, reason.strip()
    row.save(update_fields=_MARK)
    record(f"{verb}.keep", row, by=by, at=at)
    return row


@transaction.atomic
def keep_no_longer(kept: Kept, *, words: str, by: User, at: dt.datetime) -> Kept:
    """It may be disposed of again, once its time is over; why stands in the audit trail. Raises NotAllowed."""
    row = _in_range(kept, by)
    if row.kept_at is None:
        raise NotAllowed("该标记已经解除。")
    if not words.strip():
        raise NotAllowed("请填写解除原因。")
    row.kept_at, row.kept_by, row.kept_reason = None, None, ""
    row.save(update_fields=_MARK)
    record(f"{_NAMES[type(row)][0]}.keep_no_longer", row, by=by, at=at, reason=words.strip())
    return row


def _in_range(kept: Kept, by: User) -> Kept:
    """It under lock; nobody's name is opened for that."""
    check_may_dispose(by)
    row = type(kept).objects.unopened().select_for_update(of=("self",)).select_related("org").get(pk=kept.pk)
    if not by.org.covers(row.org_code):
        raise NotAllowed(f"{_NAMES[type(row)][1]}不在本单位范围内。")
    return row
