"""Suggestions with written answers, and proposals to the joint conference with what came of them.

A federation only proposes talks, circulars, listed supervision and orders to mend: there is no verb that issues one.
What is about a unit and not for it leaves no line on the petition's timeline, and its paper hangs on no petition:
both are read by that unit.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.documents import mark_served, write_document
from cases.actions.supervision import check_due_on, receivers_of, stands_above
from cases.actions.supervision_telling import ABOVE, BELOW, WORKERS
from cases.advice_wording import proposal_wording, suggestion_wording
from cases.models import DocumentKind, Event, Petition, Proposal, Suggestion
from cases.supervision_law import SUGGESTION_REPLY
from cases.workflow import Measure, Status, SuggestionKind, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines
from fedportal.deadlines.clock import end_of_day_on
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import day
from fedportal.notices.actions import tell
from fedportal.orgs.models import Level, Organization


@dataclass(frozen=True)
class Advice:
    """A suggestion as it is made: to a unit or to a named organ, never both."""

    kind: str
    text: str
    receiver: Organization | None = None
    organ: str = ""
    due_on: dt.date | None = None


def check_may_advise(petition: Petition, *, by: User) -> None:
    """Refuse who has no right, and a file that is locked; the page asks this before it shows the form."""
    if not by.can(Can.SUPERVISE):
        raise NotAllowed("您的角色不能提出建议。")
    if not by.org.covers(petition.org_code):
        raise NotAllowed("只有承办单位和上级妇联可以提出建议。")
    if petition.status == Status.ARCHIVED:
        raise NotAllowed("本件已经归档，卷宗锁定，不能再提出建议。")


@transaction.atomic
def suggest(petition: Petition, advice: Advice, *, by: User, at: dt.datetime) -> Suggestion:
    """Write a suggestion, serve it at once to a unit of ours, and start the clock of the written answer."""
    row = _locked(petition)
    check_may_advise(row, by=by)
    _check_advice(row, advice, by=by, at=at)
    owing = advice.receiver or by.org
    opener = DeadlineOpener.load(timezone.localdate(at))
    due_at = end_of_day_on(advice.due_on) if advice.due_on else opener.due(SUGGESTION_REPLY.code, org=owing, start=at)
    made = Suggestion(petition=row, kind=advice.kind, org=by.org, org_code=by.org.code, at=at, by=by)
    made.receiver, made.organ, made.text = advice.receiver, advice.organ.strip(), advice.text.strip()
    made.due_at = due_at
    wording = suggestion_wording(
        row,
        SuggestionKind(advice.kind),
        org=by.org,
        addressee=made.addressee,
        text=made.text,
        until=day(timezone.localtime(due_at)),
    )
    open_to_holder = advice.receiver is not None and advice.receiver.pk == row.org_id
    made.document = write_document(row if open_to_holder else None, DocumentKind.SUGGESTION, wording, by=by, at=at)
    made.save(force_insert=True)
    if owing.pk != by.org_id or by.org_id == row.org_id:
        made.clock = _clock(made, opener, owing, at=at, due_on=advice.due_on)
        made.save(update_fields=["clock"])
    if advice.receiver is not None:
        _hand_over(made, by=by, at=at)
    record("suggestion.make", made, by=by, at=at, kind=made.kind)
    return made


def _check_advice(row: Petition, advice: Advice, *, by: User, at: dt.datetime) -> None:
    if bool(advice.organ.strip()) == (advice.receiver is not None):
        raise NotAllowed("请选择接收单位，或者填写接收机关的名称。")
    if advice.receiver is not None and advice.receiver not in units_to_advise(row, by.org):
        raise NotAllowed("只能向本件的承办单位或者负有办理时限的下级妇联提出建议。")
    if not advice.text.strip():
        raise NotAllowed("请填写建议内容。")
    check_due_on(advice.due_on, at)


def units_to_advise(petition: Petition, org: Organization) -> list[Organization]:
    """The units of the federation that this one may suggest something to in this matter."""
    return [unit for unit in receivers_of(petition) if stands_above(org, unit)]


def _clock(
    made: Suggestion, opener: DeadlineOpener, owing: Organization, *, at: dt.datetime, due_on: dt.date | None
) -> Deadline:
    code = SUGGESTION_REPLY.code
    clock = opener.build(made.petition, code, org=owing, start=at, at=at, due_on=due_on, item=made.item)
    clock.save(force_insert=True)
    return clock


def _hand_over(made: Suggestion, *, by: User, at: dt.datetime) -> None:
    """A unit of ours has it at once, and reads of it in its inbox."""
    assert made.receiver is not None
    mark_served(made.document, how=ToldHow.WEB, served_at=at, by=by)
    due = timezone.localdate(made.due_at)
    text = f"收到{by.org.name}{made.get_kind_display()} {made}，请于 {due} 前书面反馈采纳情况。"
    tell(made.petition, org=made.receiver, roles=WORKERS.get(Level(made.receiver.level), BELOW), text=text, at=at)
    if made.document.petition_id is not None:
        _event(made, "suggestion.make", note=made.text, by=by, at=at)


@transaction.atomic
def answer_suggestion(
    suggestion: Suggestion, *, reply: str, adoption: str, replied_on: dt.date, by: User, at: dt.datetime
) -> Suggestion:
    """Keep the written answer: a unit's own, or what an organ has written to us."""
    _locked(suggestion.petition)
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("org", "receiver", "document", "petition")
    row = rows.get(pk=suggestion.pk)
    check_may_answer(row, by=by)
    if not reply.strip():
        raise NotAllowed("请填写书面反馈的内容。")
    if not timezone.localdate(row.at) <= replied_on <= timezone.localdate(at):
        raise NotAllowed("反馈日期应当在提出之后，不能晚于今天。")
    row.reply, row.adoption, row.replied_on = reply.strip(), adoption, replied_on
    row.recorded_at, row.recorded_by = at, by
    row.save(update_fields=["reply", "adoption", "replied_on", "recorded_at", "recorded_by"])
    meet_deadlines(row.petition, kinds=(SUGGESTION_REPLY.kind,), item=row.item, at=min(at, end_of_day_on(replied_on)))
    if row.receiver is not None:
        text = f"{row.receiver.name}已书面反馈建议 {row}：{row.get_adoption_display()}。"
        tell(row.petition, org=row.org, roles=ABOVE, text=text, at=at)
    if row.document.petition_id is not None:
        _event(row, "suggestion.answer", note=row.reply, by=by, at=at)
    record("suggestion.answer", row, by=by, at=at, adoption=row.adoption)
    return row


def check_may_answer(row: Suggestion, *, by: User) -> None:
    """Refuse all but the receiver, or, where that is an organ without a desk here, the unit that wrote to it."""
    if row.is_answered:
        raise NotAllowed("该建议已有书面反馈。")
    if row.receiver is not None:
        if row.receiver_id != by.org_id or not by.can(Can.HANDLE):
            raise NotAllowed(f"由{row.receiver.name}书面反馈。")
    elif row.org_id != by.org_id or not by.can(Can.SUPERVISE):
        raise NotAllowed(f"由{row.org.name}登记{row.organ}的书面反馈。")


def _event(row: Suggestion, verb: str, *, note: str, by: User, at: dt.datetime) -> None:
    data = {"document": row.document.number, "suggestion_kind": row.kind, "adoption": row.adoption}
    Event.objects.create(petition=row.petition, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)


@transaction.atomic
def propose(petition: Petition, *, measure: str, target: str, reason: str, by: User, at: dt.datetime) -> Proposal:
    """Ask the joint conference of one's own level to consider a measure; the paper is served by hand."""
    row = _locked(petition)
    check_may_advise(row, by=by)
    if not target.strip() or not reason.strip():
        raise NotAllowed("请填写建议对象、事实和理由。")
    words = {"target": target.strip(), "reason": reason.strip()}
    wording = proposal_wording(row, Measure(measure), org=by.org, **words)
    paper = write_document(None, DocumentKind.PROPOSAL, wording, by=by, at=at)
    made = Proposal.objects.create(
        petition=row, measure=measure, org=by.org, org_code=by.org.code, at=at, by=by, document=paper, **words
    )
    record("proposal.make", made, by=by, at=at, measure=measure)
    return made


@transaction.atomic
def record_outcome(
    proposal: Proposal, *, outcome: str, outcome_on: dt.date, note: str, by: User, at: dt.datetime
) -> Proposal:
    """Write down what the joint conference did."""
    _locked(proposal.petition)
    row = Proposal.objects.select_for_update(of=("self",)).select_related("org", "document").get(pk=proposal.pk)
    check_may_record(row, by=by)
    if not note.strip():
        raise NotAllowed("请填写结果说明。")
    if not timezone.localdate(row.at) <= outcome_on <= timezone.localdate(at):
        raise NotAllowed("结果日期应当在提请之后，不能晚于今天。")
    row.outcome, row.outcome_on, row.outcome_note = outcome, outcome_on, note.strip()
    row.recorded_at, row.recorded_by = at, by
    row.save(update_fields=["outcome", "outcome_on", "outcome_note", "recorded_at", "recorded_by"])
    record("proposal.outcome", row, by=by, at=at, outcome=outcome)
    return row


def check_may_record(row: Proposal, *, by: User) -> None:
    """Refuse all but the unit that proposed, and a second outcome."""
    if row.org_id != by.org_id or not by.can(Can.SUPERVISE):
        raise NotAllowed(f"由{row.org.name}登记结果。")
    if row.has_outcome:
        raise NotAllowed("该建议已经登记结果。")


def _locked(petition: Petition) -> Petition:
    return Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
