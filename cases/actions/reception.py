"""Planning a leader's reception day, writing down how it went, cancelling it (art. 18)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.models import Event, Petition, ReceptionDay
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

AHEAD, BACK = dt.timedelta(days=366), dt.timedelta(days=31)  # so far a day may be planned, or entered afterwards


@dataclass(frozen=True)
class Plan:
    """Who receives when, where, about what; `leader` is her account, where she has one."""

    on: dt.date
    begins: dt.time
    ends: dt.time
    leader_name: str
    leader_post: str
    place: str
    theme: str = ""
    leader: User | None = None


@transaction.atomic
def plan_reception(plan: Plan, *, by: User, at: dt.datetime) -> ReceptionDay:
    """Announce a day of one's own unit. Raises NotAllowed for a day too far off, or the same twice."""
    today = timezone.localdate(at)
    if not today - BACK <= plan.on <= today + AHEAD:
        raise NotAllowed("接待日可以提前一年安排；已经举行、没有安排过的，可以补登最近一个月的。")
    if plan.ends <= plan.begins:
        raise NotAllowed("结束时间应当在开始之后。")
    same = ReceptionDay.objects.filter(org=by.org, on=plan.on, begins=plan.begins, leader_name=plan.leader_name)
    if same.exclude(state=ReceptionDay.State.CANCELLED).exists():
        raise NotAllowed(f"{plan.on} {plan.begins:%H:%M} {plan.leader_name}接待已经安排过。")
    row = ReceptionDay(org=by.org, org_code=by.org.code, planned_at=at, planned_by=by, **vars(plan))
    row.save(force_insert=True)
    record("reception.plan", row, by=by, at=at)
    return row


@transaction.atomic
def hold_reception(
    day: ReceptionDay, *, summary: str, visitors: int, petitions: Iterable[Petition], by: User, at: dt.datetime
) -> ReceptionDay:
    """It took place: who came, what was said, which matters were heard. Raises NotAllowed."""
    row = _planned(day, by=by)
    if row.on > timezone.localdate(at):
        raise NotAllowed(f"接待日是 {row.on}，还没有到，不能登记结果。")
    heard = _locked(petitions, by=by)
    row.state, row.summary, row.visitors = ReceptionDay.State.HELD, summary.strip(), visitors
    _end(row, by=by, at=at)
    row.petitions.set(heard)
    data = {"received_by_leader": row.who, "on": str(row.on)}
    Event.objects.bulk_create(
        Event(petition=petition, verb="reception.hold", at=at, actor=by, org=by.org, data=data) for petition in heard
    )
    record("reception.hold", row, by=by, at=at, petitions=len(heard), visitors=visitors)
    return row


@transaction.atomic
def cancel_reception(day: ReceptionDay, *, reason: str, by: User, at: dt.datetime) -> ReceptionDay:
    """It does not take place, and why. Raises NotAllowed."""
    row = _planned(day, by=by)
    row.state, row.cancel_reason = ReceptionDay.State.CANCELLED, reason.strip()
    _end(row, by=by, at=at)
    record("reception.cancel", row, by=by, at=at)
    return row


def _planned(day: ReceptionDay, *, by: User) -> ReceptionDay:
    row = ReceptionDay.objects.select_for_update(of=("self",)).select_related("org").get(pk=day.pk)
    if row.org_id != by.org_id:
        raise NotAllowed(f"由{row.org.name}安排的接待日，只有该单位可以登记。")
    if row.state != ReceptionDay.State.PLANNED:
        raise NotAllowed(f"该接待日{row.get_state_display()}，不能再更改。")
    return row


def _locked(petitions: Iterable[Petition], *, by: User) -> list[Petition]:
    ids = [petition.pk for petition in petitions]
    visible = Petition.objects.select_for_update(of=("self",)).visible_to(by).exportable()
    rows = list(visible.filter(pk__in=ids).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise NotAllowed("只能登记本单位和下级承办的信访事项，检举控告不在接待日中列出。")
    return rows


def _end(row: ReceptionDay, *, by: User, at: dt.datetime) -> None:
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["state", "summary", "visitors", "cancel_reason", "ended_at", "ended_by"])
