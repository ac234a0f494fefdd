"""A further contact about a matter that is known already: the matter stays one (件), the contacts count (次)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.law import REPEAT_SKIPS_FROM, SOURCE_REPORT
from cases.models import Channel, Contact, Event, Petition
from cases.models.contact import ORAL
from cases.registering import Taken, contact_of
from cases.shown import short
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import open_deadline
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell

SOON_AFTER = dt.timedelta(hours=1)  # what is taken down within it needs no time of its own on the timeline


@transaction.atomic
def add_contact(
    petition: Petition,
    taken: Taken | None = None,
    *,
    channel: str,
    received_at: dt.datetime,
    head_count: int = 1,
    origin_key: str | None = None,
    by: User,
    at: dt.datetime,
) -> Contact:
    """She came, wrote or called again on the same facts: one contact more, whatever the state of the matter.

    The same form sent twice (`origin_key`) makes one. From the third contact on the matter is a repeated one: the
    head of the section that holds it and the supervisor above are told, once (domain.md 3.2, POLICY).
    Raises NotAllowed without the right, for a moment in the future, or where words by mouth were not read back.
    """
    taken = taken or Taken()
    row = Petition.objects.select_for_update(of=("self",)).select_related("org__parent").get(pk=petition.pk)
    if known := Contact.objects.filter(petition=row, origin_key=origin_key).exclude(origin_key=None).first():
        return known
    _check_may(taken, channel=channel, received_at=received_at, by=by, at=at)
    made = contact_of(row, taken, channel=channel, received_at=received_at, head_count=head_count, by=by, at=at)
    made.origin_key = origin_key
    made.save(force_insert=True)
    row.repeat_count += 1
    row.head_count = max(row.head_count, head_count)
    row.save(update_fields=["repeat_count", "head_count"])
    owe_report(made, at=at)
    _write_down(made, row, by=by, at=at)
    _tell_others(row, by=by, at=at)
    return made


def check_taken(taken: Taken, *, channel: str, received_at: dt.datetime) -> None:
    """What was told by mouth is read back (art. 19), or the record says why not. Raises NotAllowed."""
    if channel in ORAL and not taken.read_back and not taken.unread_reason:
        raise NotAllowed("口头反映的，请向信访人宣读记录、核对无误；没有宣读的，写明原因。")
    if taken.incident and channel != Channel.VISIT:
        raise NotAllowed("只有来访可以记录现场情况。")
    if taken.report_due_on and taken.report_due_on < timezone.localdate(received_at):
        raise NotAllowed("要求反馈的日期不能早于收到日期。")


def owe_report(made: Contact, *, at: dt.datetime) -> None:
    """The organ that handed it over wants an answer by that day (art. 22): owed by who took it in."""
    if made.report_due_on is None:
        return
    row = made.petition
    org = made.org if made.org.covers(row.org_code) else row.org
    item = f"contact:{made.pk}"
    open_deadline(row, SOURCE_REPORT.code, org=org, start=made.at, at=at, due_on=made.report_due_on, item=item)


@transaction.atomic
def note_incident(contact: Contact, text: str, *, by: User, at: dt.datetime) -> Contact:
    """Write down what happened on a visit (art. 26 and 47). It belongs to this visit and bars nobody from anything.

    Raises NotAllowed for another unit, another channel, or where it is written already.
    """
    made = Contact.objects.select_for_update(of=("self",)).select_related("petition", "org").get(pk=contact.pk)
    if not by.can(Can.REGISTER) or made.org_id != by.org_id:
        raise NotAllowed(f"这次来访由{made.org.name}接待，只有接待单位可以记录现场情况。")
    if made.channel != Channel.VISIT:
        raise NotAllowed("只有来访可以记录现场情况。")
    if made.incident:
        raise NotAllowed("这次来访的现场情况已经记录，不能改写。")
    if not text.strip():
        raise NotAllowed("请填写现场情况。")
    made.incident = text.strip()
    made.save(update_fields=["incident"])
    Event.objects.create(
        petition=made.petition, verb="contact.incident", at=at, actor=by, org=by.org, note=made.incident
    )
    record("contact.incident", made, by=by, at=at, petition=made.petition_id)
    return made


def _check_may(taken: Taken, *, channel: str, received_at: dt.datetime, by: User, at: dt.datetime) -> None:
    if not by.can(Can.REGISTER):
        raise NotAllowed("您的角色不能登记来访、来信、来电。")
    if received_at > at:
        raise NotAllowed("来访来信时间不能晚于现在。")
    check_taken(taken, channel=channel, received_at=received_at)


def _write_down(made: Contact, row: Petition, *, by: User, at: dt.datetime) -> None:
    data = {
        "channel": made.channel,
        "received_at": made.at.isoformat() if at - made.at > SOON_AFTER else "",
        "head_count": made.head_count,
        "repeat_count": row.repeat_count,
        "unread_reason": made.unread_reason,
        "source_organ": made.source_organ,
        "source_number": made.source_number,
        "incident": made.incident,
    }
    Event.objects.create(petition=row, verb="contact.add", at=at, actor=by, org=by.org, note=made.note, data=data)
    record("contact.add", made, by=by, at=at, petition=row.pk)


def _tell_others(row: Petition, *, by: User, at: dt.datetime) -> None:
    """The holder of what another unit heard; and at the third contact the section's head and the supervisor above."""
    if by.org_id != row.org_id:
        text = f"信访人又向{short(by.org.name)}反映本件，请查看登记内容。"
        tell(row, org=row.org, roles=[Role.SECTION_HEAD, Role.HANDLER], text=text, at=at)
    if row.repeat_count != REPEAT_SKIPS_FROM:
        return
    text = f"同一事项已第 {row.repeat_count} 次反映，请研究化解。"
    tell(row, org=row.org, roles=[Role.SECTION_HEAD], text=text, at=at, light=Light.YELLOW)
    if row.org.parent is not None:
        text = f"{short(row.org.name)}承办的同一事项已第 {row.repeat_count} 次反映，请督促化解。"
        tell(row, org=row.org.parent, roles=[Role.SUPERVISOR], text=text, at=at, light=Light.YELLOW)
