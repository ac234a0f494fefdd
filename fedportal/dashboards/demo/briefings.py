"""Briefings of the demo's main counties, cities and provinces: adopted, sent, and one still being written."""

import datetime as dt

from django.http import QueryDict
from django.utils import timezone

from cases.actions.briefing import Order, edit_briefing, make_briefing, note_adoption, send_briefing
from cases.briefing_figures import figures
from cases.briefing_scope import scope_words
from cases.briefing_wording import ANALYSIS, PROPOSALS, briefing_receivers
from cases.filters import PetitionFilter
from cases.models import Briefing, Petition
from cases.urgent_wording import committees
from cases.wording import Wording
from cases.workflow import BriefingUse, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Level, Organization

# What each speaks of: title, filter, and how many days after the month's end (or before now) it was written.
ABOUT = (
    ("关于{month}妇女群众信访情况的专报", "received_from={first}&received_to={last}", 20),
    ("关于家庭暴力问题的信访专报", "category=family.dv", 11),
    ("关于拖欠女职工工资、产假待遇问题的信访专报", "category=labour", 1),
)
WHY = "一是部分基层单位首次回访不及时；二是与公安、民政的信息共享不够；三是当事人不了解法律途径，反复反映。"
WHAT = "一是督促各单位落实首办责任；二是会同公安机关推行告诫书抄送；三是在村（社区）开展以案释法。"
INSTRUCTION = "请公安、民政部门阅研，会同妇联拿出具体办法，年底前报市委办。"
ADOPTED = "专报所提告诫书抄送机制已写入全市反家庭暴力工作要点。"
CASES = 3


def write_some(hands: Hands) -> None:
    """Each of the units up from the main counties writes all that it has matters for."""
    for code in SEATS:
        county = Organization.objects.get(code=code, valid_to=None)
        for unit in county.line:
            for n, about in enumerate(ABOUT):
                _live(hands, unit, n, *about)


def _live(hands: Hands, unit: Organization, n: int, title: str, asked: str, days_ago: int) -> None:
    """Of the oldest something came; the newest is a draft."""
    by, at = hands.of(unit, Can.EXPORT), hands.ago(days_ago)
    last = timezone.localdate(at).replace(day=1) - dt.timedelta(days=1)
    slots = {"first": last.replace(day=1), "last": last, "month": f"{last.year}年{last.month}月"}
    row = _make(title.format(**slots), asked.format(**slots), by=by, at=at)
    if row is None or n == len(ABOUT) - 1:
        return
    paper = row.document
    body = paper.body.replace(ANALYSIS, WHY).replace(PROPOSALS, WHAT)
    words = Wording(title=paper.title, main_to=paper.main_to, copy_to=paper.copy_to, body=body, basis=paper.basis)
    edit_briefing(row, words, by=by, at=at + dt.timedelta(hours=1))
    sent_at = at + dt.timedelta(hours=2)
    send_briefing(row, how=ToldHow.WEB, sent_at=sent_at, by=by, at=sent_at)
    if n == 0:
        _adopt(row, by=by, at=at + dt.timedelta(days=7))


def _make(title: str, asked: str, *, by: User, at: dt.datetime) -> Briefing | None:
    visible = Petition.objects.visible_to(by)
    asking = PetitionFilter(QueryDict(asked), visible, user=by, at=at)
    rows, beyond = asking.qs.exportable(), by.org.level < Level.COUNTY
    cases = list(rows.order_by("-repeat_count", "-head_count", "-pk")[:CASES])
    if not cases:
        return None
    every = Petition.objects.in_range_of(by.org).countable_for(by)
    counted = PetitionFilter(QueryDict(asked), every, user=by, at=at).qs.exportable()
    tables = figures(counted, by.org, beyond=beyond, at=at)
    receivers = [*committees(by.org), *briefing_receivers(by.org)]
    return make_briefing(Order(title, scope_words(asking), tables, receivers, beyond, cases), by=by, at=at)


def _adopt(row: Briefing, *, by: User, at: dt.datetime) -> None:
    leader, day = f"{by.org.region_name}党委分管领导", timezone.localdate(at)
    given = {"kind": BriefingUse.INSTRUCTION, "organ": leader, "words": INSTRUCTION}
    note_adoption(row, on=day, by=by, at=at, **given)
    given = {"kind": BriefingUse.ADOPTED, "organ": f"{by.org.region_name}妇女儿童工作委员会", "words": ADOPTED}
    note_adoption(row, on=day, by=by, at=at + dt.timedelta(hours=2), **given)
