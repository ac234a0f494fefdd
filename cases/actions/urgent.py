"""The reports of an urgent matter: written, sent, acknowledged (art. 25). Nothing of it can be changed later."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.accusations import BARRED, is_accused
from cases.actions.disclosing import TO_SUPERIORS, disclose
from cases.actions.documents import mark_served, write_document
from cases.actions.urgent_chain import draft_of, may_report, next_stages, open_duty, sent_of_chain
from cases.law import URGENT_FOLLOW_UP, URGENT_KINDS
from cases.models import Document, DocumentKind, Event, Petition, Receiver, UrgentReport
from cases.models.receiver import LONGEST
from cases.urgent_wording import Said, names_in, petitioner, report_name, report_wording
from cases.workflow import ReportStage
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment
from fedportal.notices.actions import tell
from fedportal.orgs.models import Organization


@transaction.atomic
def write_report(petition: Petition, *, stage: str, said: Said, by: User, at: dt.datetime) -> UrgentReport:
    """Draft the next report, numbered, to be re-worded until it is sent. Raises NotAllowed with a sentence."""
    row = _locked(petition)
    check_may_write(row, by=by)
    if stage not in next_stages(row):
        raise NotAllowed("首报报送以后才能续报、终报；首报只有一次。")
    follow_ups = sum(report.stage == ReportStage.FOLLOW_UP for report in sent_of_chain(row))
    name = report_name(stage, follow_ups + 1)
    wording = report_wording(row, petitioner(row), stage, said, org=by.org, name=name)
    paper = write_document(row, DocumentKind.URGENT_REPORT, wording, by=by, at=at)
    report = UrgentReport.objects.create(
        petition=row,
        document=paper,
        stage=stage,
        sequence=row.urgent_reports.count() + 1,
        written_at=at,
        written_by=by,
    )
    _note("urgent.write", report, {"document": paper.number, "stage": name}, by=by, at=at)
    return report


def check_may_write(row: Petition, *, by: User) -> None:
    """Refuse where no report is owed, by another unit, or while one waits to be sent; the page asks this first."""
    duty = open_duty(row)
    if duty is None:
        raise NotAllowed("本件没有正在计算的紧急报告时限。")
    if not may_report(row, duty, by.org_id):
        raise NotAllowed(f"紧急报告由{duty.org.name}报送。")
    waiting = draft_of(row)
    if waiting is not None:
        raise NotAllowed(f"{waiting.document.number} 已经拟好，还没有报送，请先报送。")


@dataclass(frozen=True)
class Sending:
    """How and when a report went out, what proves it, and why so late if it was late."""

    how: str
    sent_at: dt.datetime
    receipt: str = ""
    why: str = ""


@transaction.atomic
def send_report(report: UrgentReport, sending: Sending, *, by: User, at: dt.datetime) -> UrgentReport:
    """It went out: its clock stops at that moment, the next day's starts, and the superiors are told.

    Raises NotAllowed for another unit, a moment that cannot be, or a late report without its reason.
    """
    row = _locked(report.petition)
    made = UrgentReport.objects.select_for_update(of=("self",)).select_related("document__org").get(pk=report.pk)
    duty = _check_may_send(made, open_duty(row), sending, by=by, at=at)
    receivers = _receivers(row, made.document, by.org)
    mark_served(made.document, how=sending.how, served_at=sending.sent_at, by=by, receipt=sending.receipt)
    _mark_sent(made, duty, sending, by=by, at=at)
    Receiver.objects.bulk_create(receivers)
    meet_deadlines(row, kinds=URGENT_KINDS, at=sending.sent_at)
    if made.stage != ReportStage.FINAL:
        item = f"report:{made.sequence}"
        open_deadline(row, URGENT_FOLLOW_UP.code, org=duty.org, start=sending.sent_at, at=at, item=item)
    _tell_superiors(made, receivers, at=at)
    _note_sending(made, receivers, by=by, at=at)
    for outside in (receiver.name for receiver in receivers if receiver.org_id is None):
        what = f"{made.document.get_kind_display()} {made.document.number}"
        disclose(row, to=outside, what=what, basis=TO_SUPERIORS, by=by, at=sending.sent_at)
    return made


def _mark_sent(made: UrgentReport, duty: Deadline, sending: Sending, *, by: User, at: dt.datetime) -> None:
    made.due_at, made.sent_at, made.recorded_at, made.sent_by = duty.due_at, sending.sent_at, at, by
    made.late_reason = sending.why.strip() if made.is_late else ""
    made.save(update_fields=["due_at", "sent_at", "recorded_at", "sent_by", "late_reason"])


def _note_sending(made: UrgentReport, receivers: list[Receiver], *, by: User, at: dt.datetime) -> None:
    facts = {
        "document": made.document.number,
        "due": moment(made.due_at),
        "sent": moment(made.sent_at),
        "served_how": made.document.served_how,
        "receivers": "、".join(receiver.name for receiver in receivers),
    }
    _note("urgent.send", made, facts, by=by, at=at, note=made.late_reason and f"迟报原因：{made.late_reason}")


def _check_may_send(
    made: UrgentReport, duty: Deadline | None, sending: Sending, *, by: User, at: dt.datetime
) -> Deadline:
    """The duty that the report meets."""
    if made.document.org_id != by.org_id:
        raise NotAllowed("只有拟写报告的单位可以报送。")
    if made.sent_at is not None:
        raise NotAllowed(f"{made.document.number} 已于 {moment(made.sent_at)} 报送。")
    if not made.written_at <= sending.sent_at <= at:
        raise NotAllowed("报送时间应当在拟稿之后，不能晚于现在。")
    if duty is None:
        raise NotAllowed("本件没有正在计算的紧急报告时限，不需要再报送。")
    if sending.sent_at > duty.due_at and not sending.why.strip():
        raise NotAllowed(f"应当在 {moment(duty.due_at)} 前报送，已经迟报，请写明迟报原因。")
    return duty


def _receivers(row: Petition, paper: Document, org: Organization) -> list[Receiver]:
    """Everyone whom the paper names; superiors that work in this portal will acknowledge for themselves.

    An accusation goes to nobody whom it accuses (art. 30).
    """
    above = {unit.name: unit for unit in org.line[:-1]}
    names = list(dict.fromkeys(names_in(paper.main_to) + names_in(paper.copy_to)))
    if too_long := next((name for name in names if len(name) > LONGEST), ""):
        raise NotAllowed(f"报送对象“{too_long[:20]}…”太长，多个对象之间请用顿号分开。")
    if row.is_accusation and (barred := next((name for name in names if is_accused(row, name)), "")):
        raise NotAllowed(f"{barred}：{BARRED}")
    return [Receiver(document=paper, name=name, org=above.get(name)) for name in names]


def _tell_superiors(made: UrgentReport, receivers: list[Receiver], *, at: dt.datetime) -> None:
    label = ReportStage(made.stage).label
    for receiver in receivers:
        if receiver.org is not None:
            text = f"{made.document.org.name}报来重大紧急事项{label}，请签收"
            secret = made.petition.is_accusation
            # Of an accusation the head is told, of the report alone: the matter is kept from her unless she reads it.
            roles = [Role.UNIT_HEAD] if secret else [Role.SUPERVISOR, Role.UNIT_HEAD]
            subject = receiver if secret else made.petition
            tell(subject, org=receiver.org, roles=roles, text=text, at=at, light=Light.RED)


@transaction.atomic
def acknowledge_report(receiver: Receiver, *, by: User, at: dt.datetime) -> Receiver:
    """A superior federation has seen the report. Raises NotAllowed for another unit, or the second time."""
    row = _waiting(receiver)
    if row.org_id != by.org_id:
        raise NotAllowed("这份报告不是报送本单位的。")
    return _acknowledged(row, name=by.name, seen_at=at, by=by, at=at)


@transaction.atomic
def record_receipt(receiver: Receiver, *, name: str, seen_at: dt.datetime, by: User, at: dt.datetime) -> Receiver:
    """The sender writes down who signed for it outside this portal. Raises NotAllowed."""
    row = _waiting(receiver)
    if row.document.org_id != by.org_id:
        raise NotAllowed("只有报送单位可以登记签收。")
    if row.org is not None:
        raise NotAllowed(f"由{row.org.name}自行签收。")
    sent_at = row.document.served_at
    assert sent_at is not None  # there are no receivers before it is sent
    if not sent_at.replace(second=0, microsecond=0) <= seen_at <= at:
        raise NotAllowed("签收时间应当在报送之后，不能晚于现在。")
    return _acknowledged(row, name=name.strip(), seen_at=seen_at, by=by, at=at)


def _waiting(receiver: Receiver) -> Receiver:
    rows = Receiver.objects.select_for_update(of=("self",)).select_related("org", "document__urgent_report")
    row = rows.get(pk=receiver.pk)
    if row.acknowledged_at is not None:
        raise NotAllowed(f"{row.name}已于 {moment(row.acknowledged_at)} 签收。")
    return row


def _acknowledged(row: Receiver, *, name: str, seen_at: dt.datetime, by: User, at: dt.datetime) -> Receiver:
    row.acknowledged_at, row.acknowledged_name, row.acknowledged_by = seen_at, name, by
    row.save(update_fields=["acknowledged_at", "acknowledged_name", "acknowledged_by"])
    who = f"{row.name} {name} {timezone.localtime(seen_at):%Y-%m-%d %H:%M}"
    facts = {"document": row.document.number, "received_by": who}
    _note("urgent.acknowledge", row.document.urgent_report, facts, by=by, at=at)
    return row


def _locked(petition: Petition) -> Petition:
    rows = Petition.objects.select_for_update(of=("self",)).select_related("org", "place")
    return rows.get(pk=petition.pk)


def _note(verb: str, report: UrgentReport, data: dict[str, str], *, by: User, at: dt.datetime, note: str = "") -> None:
    Event.objects.create(petition_id=report.petition_id, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)
    record(verb, report, by=by, at=at, stage=report.stage)
