"""Urgent access to a guarded matter: at once, with a reason, for some hours; its keepers are told and judge it."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from cases.models import BreakGlass, Event, Petition
from cases.models.break_glass import Emergency
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.audit.overstepping import oversteps
from fedportal.deadlines.limits import Light
from fedportal.lib.rate_limits import Limit
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell

# One sentence for all: it must not tell whether there is such a matter.
NOT_OPENED = "没有可以紧急查阅的事项：请核对编号。检举控告事项和不在辖区内的事项不能紧急查阅。"
TOO_MANY = "您一小时内紧急查阅的次数过多，请联系承办单位主席（分管副主席）。"


@transaction.atomic
@beyond_readers("an emergency leads to a matter that she is not meant to know of")
def break_glass(
    number: str, *, emergency: Emergency, reason: str, by: User, at: dt.datetime
) -> tuple[Petition, BreakGlass | None]:
    """Open the matter of exactly this number. One that she sees anyway is opened without more ado.

    Raises NotAllowed with one and the same sentence for what is not there, not in her range, an accusation or kept
    from her for her kinship; and where she has tried too often.
    """
    if not by.can(Can.SEE_CASES):
        raise NotAllowed(NOT_OPENED)
    if not reason.strip():
        raise NotAllowed("请说明紧急查阅的理由。")
    found = Petition.objects.may_break_glass(by).filter(number=number.strip()).select_related("org").first()
    if found is None:
        raise NotAllowed(NOT_OPENED)
    if Petition.objects.visible_to(by).filter(pk=found.pk).exists():
        return found, None
    until = at + dt.timedelta(hours=settings.BREAK_GLASS_HOURS)
    given = {"emergency": emergency, "reason": reason.strip(), "at": at, "expires_at": until}
    made = BreakGlass.objects.create(petition=found, user=by, org=by.org, **given)
    data = {"emergency": emergency.value}
    Event.objects.create(
        petition=found, verb="petition.break_glass", at=at, actor=by, org=by.org, note=made.reason, data=data
    )
    record("petition.break_glass", found, by=by, at=at, emergency=emergency.value)
    _tell_keepers(made, found, at=at)
    return found, made


def tries_too_often(by: User, at: dt.datetime) -> bool:
    """Count one more try, whatever comes of it."""
    return oversteps(Limit("break-glass", f"{settings.BREAK_GLASS_PER_HOUR}/1 hour"), by=by, at=at)


def _tell_keepers(made: BreakGlass, row: Petition, *, at: dt.datetime) -> None:
    """The heads and the handler of the unit that holds it, and the auditors of its line."""
    roles = {Role.UNIT_HEAD, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER}
    if row.handler is not None:
        roles |= {Role(role) for role in row.handler.roles if role != Role.AUDIT_ADMIN}
    text = f"{made.org.name}{made.user.name}紧急查阅了本件，请核实是否正当"
    tell(row, org=row.org, roles=sorted(roles), text=text, at=at, light=Light.RED)
    units = {row.org_id: row.org}
    unit = row.org.parent
    while unit is not None:
        units[unit.pk] = unit
        unit = unit.parent
    for each in units.values():
        tell(made, org=each, roles=[Role.AUDIT_ADMIN], text="有一次紧急查阅待评定", at=at, light=Light.RED)


def may_judge(made: BreakGlass, user: User) -> bool:
    """The head of the unit that holds the matter, and the auditors of its line; nobody her own access."""
    if user.pk == made.user_id:
        return False
    if Role.AUDIT_ADMIN in user.roles:
        return user.org.covers(made.petition.org_code)
    return Role.UNIT_HEAD in user.roles and user.org_id == made.petition.org_id


@transaction.atomic
@beyond_readers("an auditor judges without seeing the matter")
def judge(access: BreakGlass, *, justified: bool, words: str, by: User, at: dt.datetime) -> BreakGlass:
    """正当 or 不当, with words; once."""
    row = BreakGlass.objects.select_for_update(of=("self",)).select_related("petition").get(pk=access.pk)
    if row.judged_at is not None:
        raise NotAllowed("这次紧急查阅已经评定。")
    if not may_judge(row, by):
        raise NotAllowed("只有承办单位主席（分管副主席）和审计管理员可以评定，不能评定自己的查阅。")
    if not words.strip():
        raise NotAllowed("请写明评定意见。")
    row.judged_at, row.judged_by, row.justified, row.words = at, by, justified, words.strip()
    row.save(update_fields=["judged_at", "judged_by", "justified", "words"])
    data = {"justified": "yes" if justified else "no"}
    Event.objects.create(
        petition=row.petition, verb="petition.judge_access", at=at, actor=by, org=by.org, note=row.words, data=data
    )
    record("petition.judge_access", row.petition, by=by, at=at, justified=justified)
    return row
