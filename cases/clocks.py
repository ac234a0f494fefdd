"""Clocks of a petition in words: what a step starts, and why a ladder starts higher."""

import datetime as dt

from django.utils import timezone

from cases.actions.papers import answer_document, window_until
from cases.actions.turns import last_transfer
from cases.law import HOP_BUDGETS, NOTICE
from cases.models import Petition
from cases.shown import short
from cases.workflow import Status
from cases.workflow.states import SENT
from fedportal.deadlines.clock import EXACT
from fedportal.deadlines.ladders import SKIP_TO_STEP
from fedportal.deadlines.limits import Unit
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.lib.templatetags.portal import day, moment_with_weekday
from fedportal.orgs.models import Level, Organization


def clock_words(clock: Deadline) -> str:
    """收到之日起 15 日内告知受理情况：2026-12-08 周二."""
    receipt = clock.derivation
    unit = Unit(str(receipt["unit"]))
    when = moment_with_weekday(clock.due_at) if unit in EXACT else day(timezone.localtime(clock.due_at))
    return f"{receipt['starts']}起 {receipt['amount']} {unit.label}内{receipt['label']}：{when}"


def skip_words(petition: Petition, clocks: list[Deadline]) -> str:
    """Why the lateness goes up at once, and to whom; empty where it does not."""
    if not any(clock.kind == NOTICE.kind and clock.next_step == SKIP_TO_STEP for clock in clocks):
        return ""
    desk = _city_desk(petition.org)
    causes = "、".join(petition.skip_causes())
    if desk == petition.org:
        return f"{causes}：登记后立即列为红灯（内部规定）"
    return f"{causes}：登记后立即上报{short(desk.name)}（内部规定）"


def window_words(petition: Petition, at: dt.datetime) -> str:
    """Until when the petitioner may ask the level above, or the receiver may object; empty where neither runs."""
    if petition.status in SENT:
        transfer = last_transfer(petition)
        if transfer is None or transfer.object_until is None or transfer.objected_at or transfer.object_until < at:
            return ""
        return f"认为误转的，{day(timezone.localtime(transfer.object_until))} 前可以提出异议（条例第二十三条）"
    asks = _ASKS.get(Status(petition.status))
    paper = answer_document(petition) if asks else None
    if paper is None:
        return ""
    if paper.served_at is None:
        return f"{paper.get_kind_display()}尚未送达，申请{asks}的 30 日期限自送达之日起算"
    until = window_until(paper, paper.served_at)
    words = "可以" if at <= until else "未"
    return f"信访人 {day(timezone.localtime(until))} 前{words}申请{asks}" + ("" if at <= until else "，期限已届满")


def hop_words(petition: Petition, at: dt.datetime) -> str:
    """By when this level should have passed the matter down, within the fifteen days (X41); empty where none says so.

    Counted from when it came to the unit: its own receipt, or the transfer that brought it.
    """
    limit = HOP_BUDGETS.get(Level(petition.org.level))
    if limit is None:
        return ""
    transfer = last_transfer(petition)
    start = transfer.at if transfer else petition.received_at
    until = DeadlineOpener.load(timezone.localdate(start)).due(limit.code, org=petition.org, start=start)
    words = "建议" if at <= until else "已过建议的"
    return f"{words} {day(timezone.localtime(until))} 前转出（内部规定）"


_ASKS = {Status.OPINION_ISSUED: "复查", Status.REVIEWED: "复核"}


def _city_desk(org: Organization) -> Organization:
    """The unit at the city's level that stands above, or the province where there is none."""
    while org.level > Level.CITY and org.parent is not None:
        org = org.parent
    return org
