"""Where a line leads outside its hours, and the president's answering day."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from hotline.actions.lines import why_not_edit
from hotline.line_facts import Staffing
from hotline.models import AnsweringDay, HotlineLine, Redirection


@dataclass(frozen=True)
class Leads:
    """To whom, by which number, in which hours; without hours the other end answers round the clock."""

    target: Organization
    number: str
    begins: dt.time | None = None
    ends: dt.time | None = None


def targets_of(org: Organization) -> list[Organization]:
    """Who may take over: federations above, from the city on."""
    return [unit for unit in org.line[:-1] if unit.level <= Level.CITY]


@transaction.atomic
def redirect_line(line: HotlineLine, leads: Leads, *, by: User, at: dt.datetime) -> Redirection:
    """From today on; what was before ends. Raises NotAllowed."""
    row = _checked(line, by)
    if row.staffing == Staffing.ROUND_THE_CLOCK:
        raise NotAllowed("24 小时接听的线路不用转接。")
    if leads.target.pk not in {unit.pk for unit in targets_of(row.org)}:
        raise NotAllowed("只能转接到上级妇联的线路。")
    _end(row, at)
    made = Redirection.objects.create(
        line=row,
        org_code=row.org_code,
        target=leads.target,
        number=leads.number,
        round_the_clock=leads.begins is None,
        begins=leads.begins,
        ends=leads.ends,
        begun_on=timezone.localdate(at),
        by=by,
    )
    record("line.redirect", row, by=by, at=at, target=leads.target.pk)
    return made


@transaction.atomic
def end_redirection(line: HotlineLine, *, by: User, at: dt.datetime) -> HotlineLine:
    """From today on nobody answers outside its hours. Raises NotAllowed."""
    row = _checked(line, by)
    if not _end(row, at):
        raise NotAllowed("这条线路没有转接。")
    record("line.redirect_end", row, by=by, at=at)
    return row


def _checked(line: HotlineLine, by: User) -> HotlineLine:
    row = HotlineLine.objects.select_for_update(of=("self",)).select_related("org__parent__parent").get(pk=line.pk)
    if reason := why_not_edit(row.org, by=by):
        raise NotAllowed(reason)
    if row.closed_on is not None:
        raise NotAllowed("线路已经停用。")
    return row


def _end(row: HotlineLine, at: dt.datetime) -> int:
    return row.redirections.filter(ended_on=None).update(ended_on=timezone.localdate(at))


@dataclass(frozen=True)
class DayPlan:
    """When who answers, and about what."""

    day: dt.date
    begins: dt.time
    ends: dt.time
    president: User
    topic: str = ""


@transaction.atomic
def plan_day(line: HotlineLine, plan: DayPlan, *, by: User, at: dt.datetime) -> AnsweringDay:
    """A day on which the president answers (domain.md L9). Raises NotAllowed."""
    if reason := why_not_edit(line.org, by=by):
        raise NotAllowed(reason)
    if plan.day < timezone.localdate(at):
        raise NotAllowed("接听日不能早于今天。")
    president = plan.president
    if president.org_id != line.org_id or Role.UNIT_HEAD not in president.roles or not president.is_active:
        raise NotAllowed("接听日由本单位的主席（分管副主席）接听。")
    facts = {"day": plan.day, "begins": plan.begins, "ends": plan.ends, "president": president, "topic": plan.topic}
    try:
        with transaction.atomic():
            row = AnsweringDay.objects.create(line=line, org=line.org, org_code=line.org_code, **facts)
    except IntegrityError as twice:
        raise NotAllowed("这一天已经安排了主席接听日。") from twice
    record("answering_day.plan", row, by=by, at=at, day=str(plan.day))
    return row


@transaction.atomic
def record_day(
    row: AnsweringDay, *, answered: int, settled: int, text: str, by: User, at: dt.datetime
) -> AnsweringDay:
    """What came of it, once: how many calls, how many settled at once, and in words that name nobody. NotAllowed."""
    row = AnsweringDay.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not by.can(Can.ANSWER_CALLS) or row.org_id != by.org_id:
        raise NotAllowed("接听日由安排的单位记录。")
    if row.recorded_at is not None:
        raise NotAllowed("接听日已经记录。")
    if timezone.localdate(at) < row.day:
        raise NotAllowed("接听日还没有到。")
    if not text.strip() or settled > answered:
        raise NotAllowed("请写明接听情况；当场解答的不多于接听的。")
    row.answered, row.settled, row.record, row.recorded_at, row.recorded_by = answered, settled, text, at, by
    row.save(update_fields=["answered", "settled", "record", "recorded_at", "recorded_by"])
    record("answering_day.record", row, by=by, at=at, answered=answered)
    return row
