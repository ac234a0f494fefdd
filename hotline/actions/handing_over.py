"""What one agent leaves for the next, and its being taken up."""

import datetime as dt

from django.db import transaction

from cases.actions.letter_guards import why_tells_numbers
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from hotline.actions.rota import locked_shift
from hotline.desk_law import HANDOVER
from hotline.models import Call, HandOver, Shift

EARLY = dt.timedelta(hours=2)  # before her shift begins an agent may take up what waits


def why_not_hand_over(shift: Shift, *, by: User) -> str:
    """Why she may not leave anything from that shift; empty if she may."""
    if not by.can(Can.ANSWER_CALLS) or shift.org_id != by.org_id:
        return "只有本单位的接线员可以交班。"
    if shift.called_off_at is not None:
        return "班次已经取消。"
    return "" if shift.agent_id == by.pk or by.can(Can.RUN_HOTLINE) else "交班事项由当班的接线员填写。"


@transaction.atomic
def hand_over(shift: Shift, note: str, *, call: Call | None = None, by: User, at: dt.datetime) -> HandOver:
    """One thing left for who comes next: a duty to take it up begins. Raises NotAllowed."""
    row = locked_shift(shift)
    if reason := why_not_hand_over(row, by=by):
        raise NotAllowed(reason)
    if row.begins_at > at:
        raise NotAllowed("班次还没有开始，没有可以交接的事项。")
    if call is not None and not Call.objects.visible_to(by).filter(pk=call.pk).exists():
        raise NotAllowed("请从本单位的来电里选择。")
    if reason := why_tells_numbers(note):
        raise NotAllowed(reason.replace("函件", "交班事项") + "请选择有关来电，由接班人自己打开。")
    made = HandOver.objects.create(shift=row, call=call, note=note, by=by, at=at)
    open_deadline(row, HANDOVER.code, org=row.org, start=at, at=at, item=str(made.pk))
    record("shift.hand_over", row, by=by, at=at, note=made.pk)
    return made


@transaction.atomic
def take_over_note(note: HandOver, *, by: User, at: dt.datetime) -> HandOver:
    """Whoever comes next has read it. Twice is once. Raises NotAllowed."""
    row = HandOver.objects.select_for_update(of=("self",)).select_related("shift__org").get(pk=note.pk)
    if reason := why_not_take(row, by=by, at=at):
        raise NotAllowed(reason)
    if row.taken_at is None:
        row.taken_by, row.taken_at = by, at
        row.save(update_fields=["taken_by", "taken_at"])
        meet_deadlines(row.shift, kinds=(HANDOVER.kind,), item=str(row.pk), at=at)
        record("shift.take_over", row.shift, by=by, at=at, note=row.pk)
    return row


def why_not_take(row: HandOver, *, by: User, at: dt.datetime) -> str:
    """Why she does not take it up: it is taken up by who comes next, or by who leads the unit."""
    if not by.can(Can.ANSWER_CALLS) or row.shift.org_id != by.org_id:
        return "只有本单位的接线员可以签收。"
    if row.by_id == by.pk:
        return "自己写的交班事项由接班人签收。"
    if by.can(Can.RUN_HOTLINE):
        return ""
    later = Shift.objects.standing().filter(agent=by, line=row.shift.line_id, begins_at__lte=at + EARLY)
    if later.filter(ends_at__gt=row.shift.ends_at).exists():
        return ""
    return "交班事项由下一班的接线员签收；您在这条线路上还没有下一班。"
