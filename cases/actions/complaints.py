"""Complaints about the handling: taken down above the handler, decided above the handler (art. 18, 46).

None of these verbs writes on the petition's timeline: the unit complained of reads that.
"""

import datetime as dt

from django.db import transaction

from cases.actions.documents import mark_served, write_document
from cases.actions.handling_steps import locked, whole_minute
from cases.actions.holding_back import leaves_a_task
from cases.actions.turns import superior
from cases.complaint_wording import complaint_wording
from cases.law import COMPLAINT
from cases.models import Document, HandlingComplaint, Petition
from cases.wording import petitioner_name
from cases.workflow import DocumentKind, ToldHow
from cases.workflow.aftercare import ComplaintFinding
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell
from fedportal.orgs.models import Level, Organization


@transaction.atomic
@beyond_readers("it is for those above the handler, whoever takes it down")
def file_complaint(
    petition: Petition,
    *,
    text: str,
    channel: str,
    received_at: dt.datetime,
    by: User,
    at: dt.datetime,
    contact: str = "",
) -> HandlingComplaint:
    """Take down what she complains of; the unit one level above the handler answers it. Raises NotAllowed."""
    row = locked(petition)
    if not takes_complaints(by.org, row):
        raise NotAllowed("对办理工作的投诉由上一级妇联受理。")
    if not text.strip():
        raise NotAllowed("请填写投诉内容。")
    if not whole_minute(row.registered_at) <= received_at <= at:
        raise NotAllowed("收到时间应当在登记之后，不能晚于现在。")
    target = superior(row.org)
    assert target is not None  # somebody stands above
    made = _file(row, target, text=text, channel=channel, contact=contact, received_at=received_at, by=by, at=at)
    return made


def takes_complaints(org: Organization, row: Petition) -> bool:
    """Whether this unit stands above the one that handles the matter."""
    return org.pk != row.org_id and org.covers(row.org_code)


def file_own_complaint(row: Petition, *, text: str, contact: str, at: dt.datetime) -> HandlingComplaint | None:
    """What she wrote herself; part of the transaction that took it. Nobody is above a province here: none then."""
    target = superior(row.org)
    if target is None:
        return None
    return _file(row, target, text=text, channel=ToldHow.WEB, contact=contact, received_at=at, by=None, at=at)


def _file(
    row: Petition,
    target: Organization,
    *,
    text: str,
    channel: str,
    contact: str,
    received_at: dt.datetime,
    by: User | None,
    at: dt.datetime,
) -> HandlingComplaint:
    made = HandlingComplaint.objects.create(
        petition=row,
        about=row.org,
        org=target,
        org_code=target.code,
        text=text.strip(),
        channel=ToldHow(channel),
        contact=contact,
        received_at=received_at,
        recorded_by=by,
    )
    open_deadline(made, COMPLAINT.code, org=target, start=received_at, at=at)
    tell(made, org=target, roles=_deciders(target), text="信访人对办理工作的投诉，请核查并答复", at=at)
    record("complaint.file", made, by=by, at=at, channel=channel)
    return made


def _deciders(org: Organization) -> list[Role]:
    """Who hears complaints in a unit of that level."""
    hear = [role for role, rights in RIGHTS.items() if Can.HEAR_COMPLAINTS in rights]
    return [role for role in hear if (role == Role.TOWNSHIP_WORKER) == (org.level == Level.TOWNSHIP)]


@leaves_a_task
@transaction.atomic
def decide_complaint(
    complaint: HandlingComplaint, *, finding: str, reply: str, told_how: str, by: User, at: dt.datetime
) -> HandlingComplaint:
    """Say what the check found and what the petitioner was answered, on paper; the clock stops. Raises NotAllowed."""
    row = HandlingComplaint.objects.select_for_update(of=("self",)).select_related("org", "about").get(pk=complaint.pk)
    if row.org_id != by.org_id:
        raise NotAllowed(f"该投诉由{row.org.name}受理，只有该单位可以答复。")
    if not by.can(Can.HEAR_COMPLAINTS):
        raise NotAllowed("您的角色不能答复投诉。")
    if row.decided_at is not None:
        raise NotAllowed("该投诉已经答复。")
    if not reply.strip():
        raise NotAllowed("请填写答复内容。")
    row.decided_at, row.decided_by = at, by
    row.finding, row.reply, row.told_how = ComplaintFinding(finding), reply.strip(), ToldHow(told_how)
    row.document = _paper(row, by=by, at=at)
    row.save(update_fields=["decided_at", "decided_by", "finding", "reply", "told_how", "document"])
    meet_deadlines(row, kinds=(COMPLAINT.kind,), at=at)
    record("complaint.decide", row, by=by, at=at, finding=finding)
    return row


def _paper(row: HandlingComplaint, *, by: User, at: dt.datetime) -> Document | None:
    """The reply as she is given it, about no petition: the unit complained of finds it nowhere. Nobody whose name is
    unclear can be written to."""
    matter = row.petition
    if matter.identity_unclear:
        return None
    words = complaint_wording(row, to=petitioner_name(matter))
    paper = write_document(None, DocumentKind.COMPLAINT_REPLY, words, by=by, at=at)
    mark_served(paper, how=row.told_how, served_at=at, by=by, about=matter)
    return paper
