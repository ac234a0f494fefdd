"""Leaders' reception days of the demo province: most units keep the weekly rhythm, some do not."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from django.utils import timezone

from cases.models import ReceptionDay
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import MAIN_LINE, Staff
from fedportal.deadlines.clock import SHANGHAI
from fedportal.orgs.models import Level, Organization

WEEKS_BACK, WEEKS_AHEAD = 8, 2
KEPT = 0.85  # of a unit's weeks
POSTS = ("主席", "副主席", "党组成员、副主席")
THEMES = ("", "", "", "农村妇女土地权益", "婚姻家庭纠纷", "女职工劳动保护", "反家庭暴力")
SUMMARIES = (
    "接待来访群众，反映婚姻家庭纠纷和子女抚养问题，当场作了政策解释，交权益部跟进办理。",
    "反映拖欠工资和产假待遇问题，已联系人社部门，一周内答复本人。",
    "反映出嫁女土地承包权益问题，交乡镇妇联核实后报告。",
    "当日无人来访，领导阅批群众来信。",
)


def save_receptions(orgs: list[Organization], staff: Staff, random: Random, *, at: dt.datetime) -> None:
    """From the province down to the counties; written down the same afternoon."""
    units = [org for org in orgs if org.level <= Level.COUNTY]
    days = [day for org in units for day in _of_unit(org, staff, random, at=at)]
    ReceptionDay.objects.bulk_create(days, batch_size=1000)


def _of_unit(org: Organization, staff: Staff, random: Random, *, at: dt.datetime) -> Iterator[ReceptionDay]:
    weekday, today = random.randrange(5), timezone.localdate(at)
    monday = today - dt.timedelta(days=today.weekday())
    leader, clerk = staff.who_can(org.pk, Can.APPROVE, random), staff.who_can(org.pk, Can.DECIDE, random)
    post, stops = random.choice(POSTS), random.random() < 0.2 and org.code not in MAIN_LINE  # some slip
    for week in range(-WEEKS_BACK, WEEKS_AHEAD):
        on = monday + dt.timedelta(days=7 * week + weekday)
        if (stops and week > -4) or random.random() > KEPT:
            continue
        noon = dt.datetime.combine(on, dt.time(12), SHANGHAI)
        day = ReceptionDay(
            org=org,
            org_code=org.code,
            on=on,
            begins=dt.time(9),
            ends=dt.time(11, 30),
            leader=leader,
            leader_name=leader.name,
            leader_post=post,
            place="来访接待室",
            theme=random.choice(THEMES),
            planned_at=min(at, noon - dt.timedelta(days=14)),
            planned_by=clerk,
        )
        if noon + dt.timedelta(hours=3) < at:
            _hold(day, noon + dt.timedelta(hours=random.uniform(1, 3)), random)
        yield day


def _hold(day: ReceptionDay, at: dt.datetime, random: Random) -> None:
    day.state, day.ended_at, day.ended_by = ReceptionDay.State.HELD, at, day.planned_by
    day.summary = random.choice(SUMMARIES)
    day.visitors = 0 if day.summary == SUMMARIES[-1] else random.randint(1, 9)
