"""Asking an agency of the directory to do its part about a work order, and writing down what it answered."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.actions.letter_guards import why_not_said, why_tells_numbers
from fedportal.accounts.models import User
from fedportal.accounts.roles import LEADING, Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency
from hotline.actions.call_ticket_story import write
from hotline.models import CallTicket, CallTicketReferral


def refer(row: CallTicket, agency: Agency | None, *, words: str, by: User, at: dt.datetime) -> CallTicketReferral:
    """Of a locked row. No more than they need goes along: no numbers, none of her names. Raises NotAllowed."""
    known = Agency.objects.visible_to(by).living(timezone.localdate(at))
    if agency is None or not known.filter(pk=agency.pk).exists():
        raise NotAllowed("请从通讯录中选择转介单位。")
    if row.guarded and LEADING.isdisjoint(by.roles):
        raise NotAllowed("涉及人身安全、未成年人或者举报的，转介应当由单位负责人办理。")
    if reason := _why_not_told(row, words):
        raise NotAllowed(reason.replace("函件", "转介内容"), code="condition")
    if row.referrals.filter(agency=agency, answered_at=None).exists():
        raise NotAllowed(f"已转介{agency.name}，对方还没有反馈。")
    made = CallTicketReferral.objects.create(ticket=row, agency=agency, org=by.org, at=at, by=by, words=words)
    record("call_ticket.disclose", row, by=by, at=at, agency=agency.name)
    return made


def _why_not_told(row: CallTicket, words: str) -> str:
    reason = why_not_said(row.petition, words, named=False) if row.petition else why_tells_numbers(words)
    names = [name for name in (row.caller_name, row.victim_name) if len(name) > 1]
    if not reason and any(name in words for name in names):
        reason = "转介内容不写来电人、当事人的姓名；需要对方直接联系本人的，由本单位先征得本人同意。"
    return reason


@transaction.atomic
def answer_referral(referral: CallTicketReferral, *, answer: str, by: User, at: dt.datetime) -> CallTicketReferral:
    """What the agency told us. Raises NotAllowed."""
    row = (
        CallTicketReferral.objects.select_for_update(of=("self",))
        .select_related("ticket", "agency")
        .get(pk=referral.pk)
    )
    if not by.can(Can.HANDLE) or row.ticket.holder_id != by.org_id:
        raise NotAllowed("只有承办单位可以登记对方的反馈。")
    if row.answered_at is not None:
        raise NotAllowed("对方的反馈已经登记过。")
    if not answer.strip():
        raise NotAllowed("请填写对方的反馈。")
    row.answered_at, row.answer = at, answer.strip()
    row.save(update_fields=["answered_at", "answer"])
    write(row.ticket, "refer_answer", by=by, at=at, note=row.answer, agency=row.agency.name)
    return row
