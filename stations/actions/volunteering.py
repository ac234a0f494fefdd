"""Verbs on volunteers: publish a task, sign up, log the hours they gave, confirm them by another person."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.models import NetworkPerson, TaskSignUp, VolunteerService, VolunteerTask
from stations.network_law import LOGGED_LATEST, LONGEST_SERVICE

LOGGED = "这名志愿者当天这项服务已经登记过。"
AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True)
class TaskPlan:
    """What is wanted of how many, when and where."""

    title: str
    kind: str
    begins_at: dt.datetime
    ends_at: dt.datetime
    wanted: int
    place: str = ""


@transaction.atomic
def publish_task(plan: TaskPlan, *, by: User, at: dt.datetime) -> VolunteerTask:
    """A task of one's own unit. Raises NotAllowed."""
    if not by.can(Can.LOG_SERVICES):
        raise NotAllowed("您的角色不能发布志愿服务任务。")
    if not at < plan.ends_at <= at + AHEAD or plan.ends_at <= plan.begins_at:
        raise NotAllowed("结束时间应当晚于开始时间，在今后一年以内。")
    row = VolunteerTask.objects.create(
        org=by.org,
        org_code=by.org.code,
        title=plan.title,
        kind=plan.kind,
        place=plan.place,
        begins_at=plan.begins_at,
        ends_at=plan.ends_at,
        wanted=plan.wanted,
        published_at=at,
        published_by=by,
    )
    record("task.publish", row, by=by, at=at, wanted=row.wanted)
    return row


@transaction.atomic
def call_off_task(task: VolunteerTask, *, reason: str, by: User, at: dt.datetime) -> VolunteerTask:
    """It does not take place. Raises NotAllowed."""
    row = _task(task, by)
    if not reason.strip():
        raise NotAllowed("请写明取消的理由。")
    if row.begins_at <= at:
        raise NotAllowed("任务已经开始，不能取消。")
    row.called_off_at, row.reason = at, reason.strip()[:100]
    row.save(update_fields=["called_off_at", "reason"])
    record("task.call_off", row, by=by, at=at)
    return row


@transaction.atomic
def sign_up(task: VolunteerTask, person: NetworkPerson, *, by: User, at: dt.datetime) -> TaskSignUp:
    """She will come. Raises NotAllowed where nobody more is wanted, or she serves no more."""
    row = _task(task, by)
    if row.ends_at <= at:
        raise NotAllowed("任务已经结束。")
    volunteer = _volunteer(person, timezone.localdate(row.begins_at), by)
    if row.sign_ups.filter(withdrawn_at=None).count() >= row.wanted:
        raise NotAllowed(f"{row.wanted} 人已经报满。")
    try:
        with transaction.atomic():
            made = TaskSignUp.objects.create(task=row, person=volunteer, at=at, by=by)
    except IntegrityError as clash:
        raise NotAllowed(f"{volunteer}已经报名。", code="condition") from clash
    record("task.sign_up", row, by=by, at=at, person=volunteer.pk)
    return made


@transaction.atomic
def withdraw(signed: TaskSignUp, *, by: User, at: dt.datetime) -> TaskSignUp:
    """She will not come after all. Raises NotAllowed."""
    task = _task(signed.task, by)
    row = TaskSignUp.objects.select_for_update().get(pk=signed.pk)
    if row.withdrawn_at is not None:
        raise NotAllowed("已经退出。", code="wrong_state")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record("task.withdraw", task, by=by, at=at, person=row.person_id)
    return row


@dataclass(frozen=True)
class Service:
    """What she did on which day, for how many minutes."""

    served_on: dt.date
    minutes: int
    kind: str
    task: VolunteerTask | None = None


@transaction.atomic
def log_service(person: NetworkPerson, what: Service, *, by: User, at: dt.datetime) -> VolunteerService:
    """Hours that she gave; they count once somebody else has confirmed them. Raises NotAllowed."""
    if not by.can(Can.LOG_SERVICES):
        raise NotAllowed("您的角色不能登记志愿服务时长。")
    today = timezone.localdate(at)
    if not today - LOGGED_LATEST <= what.served_on <= today:
        raise NotAllowed(f"服务日期应当在最近 {LOGGED_LATEST.days} 日以内。")
    row = _volunteer(person, what.served_on, by)
    served = sum(row.services.filter(served_on=what.served_on, refused="").values_list("minutes", flat=True))
    if served + what.minutes > LONGEST_SERVICE.total_seconds() / 60:
        raise NotAllowed("一名志愿者一天的服务时长合计不超过 16 小时，请核对。")
    try:
        with transaction.atomic():
            made = VolunteerService.objects.create(
                person=row,
                task=what.task,
                served_on=what.served_on,
                minutes=what.minutes,
                kind=what.kind,
                logged_at=at,
                logged_by=by,
            )
    except IntegrityError as clash:
        raise NotAllowed(LOGGED, code="condition") from clash
    record("volunteer.log", row, by=by, at=at, minutes=made.minutes)
    return made


def why_not_decide(service: VolunteerService, *, by: User) -> str:
    """Why she may not confirm these hours; empty if she may."""
    if not by.can(Can.KEEP_NETWORK):
        return "您的角色不能确认志愿服务时长。"
    if not by.org.covers(service.person.org_code):
        return "这名志愿者不在本单位及下级名册中。"
    return "自己登记的时长由他人确认。" if service.logged_by_id == by.pk else ""


@transaction.atomic
def decide_service(service: VolunteerService, *, by: User, at: dt.datetime, refused: str = "") -> VolunteerService:
    """Confirm, or with a reason do not. Raises NotAllowed."""
    rows = VolunteerService.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.get(pk=service.pk)
    if reason := why_not_decide(row, by=by):
        raise NotAllowed(reason)
    if row.decided_at is not None:
        raise NotAllowed("这项时长已经处理。", code="wrong_state")
    row.decided_at, row.decided_by, row.refused = at, by, refused.strip()[:100]
    row.save(update_fields=["decided_at", "decided_by", "refused"])
    record("volunteer.refuse" if row.refused else "volunteer.confirm", row.person, by=by, at=at, minutes=row.minutes)
    return row


def _task(task: VolunteerTask, by: User) -> VolunteerTask:
    row = VolunteerTask.objects.select_for_update(of=("self",)).select_related("org").get(pk=task.pk)
    if not by.can(Can.LOG_SERVICES) or row.org_id != by.org_id:
        raise NotAllowed(f"任务由{row.org.name}发布，只有该单位可以登记。")
    if row.called_off_at is not None:
        raise NotAllowed("任务已经取消。", code="wrong_state")
    return row


def _volunteer(person: NetworkPerson, on: dt.date, by: User) -> NetworkPerson:
    """Her row, locked, if she is a volunteer of the writer's range and serves on that day."""
    rows = NetworkPerson.objects.visible_to(by).volunteers(on).filter(pk=person.pk).unopened()
    row: NetworkPerson | None = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotAllowed("只能登记本单位及下级在册的志愿者（含律师志愿者、心理咨询师、社会工作者）。")
    if row.paused_until is not None and row.paused_until >= on:
        raise NotAllowed(f"{row}暂停服务至 {row.paused_until}。")
    return row
