"""What is wrong with the clockwork itself, said to those who look at its figures."""

import datetime as dt
from dataclasses import dataclass

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.dashboards.links import Links
from fedportal.deadlines.models import Deadline, SweepRun
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.orgs.models import Organization

QUIET_FOR = dt.timedelta(minutes=5)  # the engine sweeps every minute; after so long the lights may be old


@dataclass(frozen=True)
class Alarm:
    """One sentence for the bar on top, with the list it speaks of."""

    text: str
    url: str = ""


def alarms(org: Organization, user: User, at: dt.datetime) -> list[Alarm]:
    """Everything that makes the lights of this range less than certain."""
    matters = Petition.objects.in_range_of(org).countable_for(user)
    found = []
    if sentence := _engine(at):
        found.append(Alarm(sentence))
    if count := matters.with_duty(Deadline.objects.quarantined()).count():
        url = Links(user).figure(count, under=org.code, quarantined=1).url
        found.append(Alarm(f"有 {count} 件的时限无法推算，已隔离，不再自动升级，请系统管理员处理。", url))
    if user.org_id == org.pk and (count := matters.with_duty(_nobody_above(org)).count()):
        url = Links(user).figure(count, desk="me", stranded=1).url
        found.append(Alarm(f"有 {count} 件已到最高一级仍未办结，再无上级可报，请本单位直接督办。", url))
    return found


def _nobody_above(org: Organization) -> DeadlineQuerySet:
    return Deadline.objects.on_desk_of(org).stranded()


def _engine(at: dt.datetime) -> str:
    last = SweepRun.objects.exclude(finished_at=None).order_by("-started_at").first()
    if last is None or last.finished_at is None:
        return "逾期升级尚未运行过，灯色和级次可能不准。"
    silent = at - last.finished_at
    if silent <= QUIET_FOR:
        return ""
    return f"逾期升级已有 {int(silent.total_seconds() // 60)} 分钟没有运行，灯色和级次可能滞后。"
