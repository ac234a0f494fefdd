"""The numbered rules of the regulation as a lawyer reads them: rule, given, when, then.

Each row of DAYS is a clock: from which moment, to which last day. Each row of RULES is something that may or may not
be done on a day. Monday the 23rd of November 2026, ten o'clock, is the day zero of every row.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from typing import NamedTuple

import pytest
from django.utils import timezone

from cases.actions.advising import Advice, suggest
from cases.actions.amending import amend
from cases.actions.complaints import file_complaint
from cases.actions.follow_up import plan_visit
from cases.actions.parties import add_party
from cases.clocks import hop_words
from cases.corrections import values_of
from cases.merging import Seen
from cases.models import DocumentKind, Party, Petition
from cases.registering import Taken
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import (
    FOUND,
    TOLD,
    Line,
    accepted,
    decided,
    handled,
    make_line,
    registered,
    reviewed,
    sent_down,
    under_recheck,
    under_review,
)
from tests.cases.orders import issued
from tests.cases.posted import answered, posted
from tests.cases.samples import NOW, accusation, moved
from tests.cases.urgent import HOUR, reported
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def day(n: int) -> dt.datetime:
    return NOW + dt.timedelta(days=n)


class Clock(NamedTuple):
    rule: str
    given: Callable[[Line], Petition]
    kind: str
    last_day: str
    owed_by: str


def agreed(line: Line) -> Petition:
    row = moved(
        handled(line.county),
        "mediate",
        by=line.county.handler,
        at=NOW,
        mediation_kind="federation",
        consent=True,
    )
    return moved(row, "mediation_agreed", by=line.county.handler, at=NOW, agreed_terms="每月支付抚养费。")


def mediating(line: Line) -> Petition:
    return moved(
        handled(line.county), "mediate", by=line.county.handler, at=NOW, mediation_kind="federation", consent=True
    )


def extended(line: Line) -> Petition:
    row = moved(handled(line.county), "request_extension", by=line.county.handler, at=NOW, note="等鉴定。", days=30)
    return moved(row, "approve_extension", by=line.county.head, at=NOW, **TOLD)


def terminated(line: Line) -> Petition:
    answers = {"note": "维持。", "outcome": "keep", **FOUND, **TOLD}
    return moved(under_recheck(line), "decide_recheck", by=line.province.head, at=day(4), **answers)


def withdrawn(line: Line) -> Petition:
    said = {"note": "已和解。", "withdrawn_how": "in_person", "safety": "单独见面，本人安全、自愿。"}
    return moved(registered(line.county), "withdraw", by=line.county.clerk, at=NOW, **said)


def objected(line: Line) -> Petition:
    return moved(sent_down(line), "object", by=line.county.clerk, at=NOW, note="属惠民县。")


def supervised(line: Line) -> Petition:
    row = registered(line.county)
    issued(row, by=line.city.head)
    return row


def letter(line: Line, kind: DocumentKind = DocumentKind.INVESTIGATION, **fields: object) -> Petition:
    """A letter to an authority, served on day zero."""
    return posted(handled(line.county), line.county, kind, **fields).petition


RELIEF = {"kind": DocumentKind.REFERRAL, "relief": "counselling"}
AID = {"kind": DocumentKind.REFERRAL, "relief": "legal_aid"}


def urging(line: Line) -> Petition:
    """Silent for thirty days, urged on the next."""
    row = letter(line)
    return posted(row, line.county, DocumentKind.URGING, at=day(31), follows=row.letters.get()).petition


def aided(line: Line) -> Petition:
    return answered(letter(line, **AID).letters.get(), line.county, at=day(1), taken="taken").petition


def first_reported(line: Line, at: dt.datetime) -> Petition:
    row = registered(line.county, urgent=True)
    reported(row, by=line.county.handler, at=at)
    return row


def visit_planned(line: Line) -> Petition:
    row = handled(line.county)
    plan_visit(row, planned_on=day(10).date(), by=line.county.handler, at=NOW)
    return row


def complained(line: Line) -> Petition:
    row = handled(line.county)
    file_complaint(row, text="态度生硬。", channel="phone", received_at=NOW, by=line.city.clerk, at=NOW)
    return row


def became_known(line: Line) -> Petition:
    """Registered without a name, which was asked for two days later."""
    row = registered(line.county, identity_unclear=True)
    before = values_of(row, row.parties.get())
    return amend(
        row, before | {"identity_unclear": False}, seen=Seen.of(before, event=0), by=line.county.clerk, at=day(2)
    ).petition


def accuses_own_unit(line: Line) -> Petition:
    return accusation(line.county.clerk, org=line.tree.bincheng)


def handed_over(line: Line) -> Petition:
    taken = Taken(source_organ="滨州市信访局", report_due_on=dt.date(2026, 12, 20))
    return registered(line.county, channel="transfer_in", taken=taken)


def advised(line: Line) -> Petition:
    row = registered(line.county)
    advice = Advice("improve", "请建立登记台账。", receiver=line.tree.bincheng)
    suggest(row, advice, by=line.city.head, at=NOW)
    return row


DAYS = [
    Clock("条例23：收到之日起15日内告知", lambda line: registered(line.county), "notice", "2026-12-08", "bincheng"),
    Clock("条例23：名址补清的，自补清之日起15日", lambda line: became_known(line), "notice", "2026-12-10", "bincheng"),
    Clock("条例30：控告本单位的，直接报上级", lambda line: accuses_own_unit(line), "notice", "2026-12-08", "binzhou"),
    Clock("条例23：转送的，自收到转送之日起15日", lambda line: sent_down(line), "notice", "2026-12-08", "bincheng"),
    Clock("条例34：受理之日起60日办结", lambda line: accepted(line.county), "handle", "2027-01-22", "bincheng"),
    Clock(
        "简易办理：受理之日起10个工作日",
        lambda line: accepted(line.county, procedure="simple"),
        "handle",
        "2026-12-07",
        "bincheng",
    ),
    Clock("条例34：延期最长30日", extended, "handle", "2027-02-21", "bincheng"),
    Clock("条例23：核定异议（内部规定5个工作日）", objected, "objection_decision", "2026-11-30", "binzhou"),
    Clock("条例35：收到复查请求之日起30日", under_review, "review", "2026-12-24", "binzhou"),
    Clock("条例36：收到复核请求之日起30日", under_recheck, "recheck", "2026-12-26", "shandong"),
    Clock("妇保法73：要求查处函的答复（内部规定30日）", lambda x: letter(x), "letter_reply", "2026-12-23", "bincheng"),
    Clock("妇保法73：督促处理意见的答复（内部规定30日）", urging, "urging_reply", "2027-01-23", "bincheng"),
    Clock(
        "转介反馈（内部规定3个工作日）", lambda x: letter(x, **RELIEF), "referral_feedback", "2026-11-26", "bincheng"
    ),
    Clock(
        "转介反馈（紧急，一日内）",
        lambda x: letter(x, **RELIEF, urgency="day"),
        "referral_feedback",
        "2026-11-24",
        "bincheng",
    ),
    Clock(
        "转介反馈（非常紧急，内部规定4小时）",
        lambda x: letter(x, **RELIEF, urgency="hours"),
        "referral_feedback",
        "2026-11-23",
        "bincheng",
    ),
    Clock("法律援助法43：7日内决定", lambda x: letter(x, **AID), "legal_aid", "2026-11-30", "bincheng"),
    Clock("法律援助法43：决定后3日内指派", aided, "legal_aid_assignment", "2026-11-27", "bincheng"),
    Clock("条例40：督办单回复（内部规定10个工作日）", supervised, "supervision_reply", "2026-12-07", "bincheng"),
    Clock("条例40：书面反馈建议采纳情况（内部规定30日）", advised, "suggestion_reply", "2026-12-23", "bincheng"),
    Clock("调解一般一个月", mediating, "mediation", "2026-12-23", "bincheng"),
    Clock("人民调解法31：督促履行，协议之日起30日内回访（内部规定）", agreed, "performance", "2026-12-23", "bincheng"),
    Clock("条例22：交转单位要求的日期前反馈", handed_over, "report_back", "2026-12-20", "bincheng"),
    Clock("人民调解法33：协议生效之日起30日内司法确认", agreed, "judicial_confirm", "2026-12-23", "bincheng"),
    Clock("规程13：回访以所定日期为限", visit_planned, "follow_up", "2026-12-03", "bincheng"),
    Clock("条例18：对办理工作的投诉，上一级15日内答复（内部规定）", complained, "complaint", "2026-12-08", "binzhou"),
]


@pytest.mark.parametrize("clock", DAYS, ids=[row.rule for row in DAYS])
def test_the_clock_runs_to_this_day_and_binds_this_unit(line: Line, clock: Clock) -> None:
    clock.given(line)

    duty = Deadline.objects.open().get(kind=clock.kind)

    assert str(timezone.localdate(duty.due_at)) == clock.last_day
    assert duty.org == getattr(line.tree, clock.owed_by)


class Hours(NamedTuple):
    rule: str
    given: Callable[[Line], Petition]
    kind: str
    until: dt.datetime


HOURS = [
    Hours(
        "条例25：首次书面报告（内部规定，登记之时起4小时）",
        lambda line: registered(line.county, urgent=True),
        "urgent_report",
        NOW + 4 * HOUR,
    ),
    Hours(
        "条例25：后来列为重大紧急的，自列入之时起4小时",
        lambda line: moved(registered(line.county), "mark_urgent", by=line.county.handler, at=day(1), note="持刀。"),
        "urgent_report",
        day(1) + 4 * HOUR,
    ),
    Hours(
        "条例25：续报（内部规定，上一报报送之时起24小时）",
        lambda line: first_reported(line, NOW + 3 * HOUR),
        "urgent_follow_up",
        NOW + 27 * HOUR,
    ),
]


@pytest.mark.parametrize("hours", HOURS, ids=[row.rule for row in HOURS])
def test_the_clock_runs_to_this_moment(line: Line, hours: Hours) -> None:
    assert hours.given(line).deadlines.open().get(kind=hours.kind).due_at == hours.until


@pytest.mark.parametrize(
    ("office", "last_day"),
    [("province", "2026-11-26"), ("city", "2026-11-26"), ("county", "2026-11-27")],
    ids=["省级3日", "市级3日", "县级4日"],
)
def test_each_level_is_advised_how_much_of_the_fifteen_days_it_may_use(line: Line, office: str, last_day: str) -> None:
    row = registered(getattr(line, office))

    assert hop_words(row, NOW) == f"建议 {last_day} {WEEKDAY[last_day]} 前转出（内部规定）"
    assert hop_words(row, day(9)).startswith("已过建议的")
    assert not row.deadlines.filter(kind="hop_budget").exists()


WEEKDAY = {"2026-11-26": "周四", "2026-11-27": "周五"}


def test_a_matter_that_came_down_is_counted_from_the_hop_that_brought_it(line: Line) -> None:
    row = registered(line.city)

    row = moved(row, "pass_down", by=line.city.clerk, at=day(2), receiver=line.tree.bincheng, **TOLD)

    assert "2026-11-29" in hop_words(row, day(2))


class Rule(NamedTuple):
    rule: str
    given: Callable[[Line], Petition]
    who: Callable[[Line], object]
    move: str
    on_day: int
    answers: dict[str, object]
    refused: str  # part of the sentence; empty: it may be done


def ask(n: int) -> dict[str, object]:
    return {"note": "不服。", "requested_on": day(n).date()}


OPINION = {"note": "予以支持。", "result": "support", **FOUND, **TOLD}


def concluded(line: Line) -> Petition:
    return moved(decided(line.county), "close", by=line.county.clerk, at=NOW, agreed=True)


def archived(line: Line) -> Petition:
    return moved(concluded(line), "archive", by=line.county.clerk, at=NOW, retention="30y")


AGAIN = {"note": "没有落实，请重新办理。", "cause": "falsehood"}

RULES = [
    Rule("条例40：已办结的，上级可以督办重办", concluded, lambda x: x.city.head, "supervise_reopen", 9, AGAIN, ""),
    Rule("条例40：本单位不能督办自己", concluded, lambda x: x.county.head, "supervise_reopen", 9, AGAIN, "上级妇联"),
    Rule("归档的卷宗锁定，不能督办重办", archived, lambda x: x.city.head, "supervise_reopen", 9, AGAIN, "卷宗锁定"),
    Rule("条例40：督办未结束的，不能办结", supervised, lambda x: x.county.clerk, "close", 1, {}, "不能“办结”"),
    Rule(
        "条例19：同一事项正在办理的，上级不再受理",
        lambda x: registered(x.city, same_as=accepted(x.county)),
        lambda x: x.city.clerk,
        "accept",
        1,
        {"route": "opinion", **TOLD},
        "不能重复受理（条例第十九条）",
    ),
    Rule(
        "条例36：复核终结后仍以同一事实和理由提出的，不再受理",
        lambda x: registered(x.county, same_as=terminated(x)),
        lambda x: x.county.clerk,
        "accept",
        1,
        {"route": "opinion", **TOLD},
        "不再受理（条例第三十六条）",
    ),
    Rule(
        "条例36：此前只是办结、没有复核的，再次提出仍可受理",
        lambda x: registered(x.county, same_as=withdrawn(x)),
        lambda x: x.county.clerk,
        "accept",
        1,
        {"route": "opinion", **TOLD},
        "",
    ),
    Rule("条例23：5个工作日内可以提异议", sent_down, lambda x: x.county.clerk, "object", 7, {"note": "误转。"}, ""),
    Rule("条例23：逾5个工作日不能提", sent_down, lambda x: x.county.clerk, "object", 8, {"note": "误转。"}, "已截止"),
    Rule(
        "条例34：延期不超过30日",
        lambda x: handled(x.county),
        lambda x: x.county.handler,
        "request_extension",
        1,
        {"note": "等鉴定。", "days": 31},
        "1 到 30 日",
    ),
    Rule(
        "条例34：延期只有一次",
        lambda x: moved(
            moved(extended(x), "mediate", by=x.county.handler, at=NOW, mediation_kind="people", consent=True),
            "mediation_failed",
            by=x.county.handler,
            at=NOW,
            note="一方拒绝。",
        ),
        lambda x: x.county.handler,
        "request_extension",
        1,
        {"note": "再等。", "days": 5},
        "现为“延期办理”",
    ),
    Rule(
        "简易办理不能延期",
        lambda x: handled(x.county, procedure="simple"),
        lambda x: x.county.handler,
        "request_extension",
        1,
        {"note": "再等。", "days": 5},
        "请先转为普通程序",
    ),
    Rule(
        "条例35：30日内可以申请复查",
        lambda x: decided(x.county),
        lambda x: x.city.clerk,
        "ask_review",
        30,
        ask(30),
        "",
    ),
    Rule(
        "条例35：逾30日不能申请复查",
        lambda x: decided(x.county),
        lambda x: x.city.clerk,
        "ask_review",
        31,
        ask(31),
        "已截止",
    ),
    Rule(
        "条例35：30日自送达而不是出具起算",
        lambda x: decided(x.county, told_how="later"),
        lambda x: x.city.clerk,
        "ask_review",
        10,
        ask(10),
        "还没有送达",
    ),
    Rule("条例36：30日内可以申请复核", reviewed, lambda x: x.province.clerk, "ask_recheck", 32, ask(32), ""),
    Rule("条例36：逾30日不能申请复核", reviewed, lambda x: x.province.clerk, "ask_recheck", 33, ask(33), "已截止"),
    Rule(
        "条例32：意见须写明法律依据",
        lambda x: handled(x.county),
        lambda x: x.county.head,
        "issue_opinion",
        1,
        OPINION | {"basis": ""},
        "请写明法律",
    ),
    Rule(
        "条例31：第（六）项须出具意见书，不能一般答复",
        lambda x: handled(x.county),
        lambda x: x.county.handler,
        "reply",
        1,
        {"note": "已答复。", **TOLD},
        "应当出具信访处理意见书",
    ),
    Rule(
        "条例34：意见由单位负责人出具",
        lambda x: handled(x.county),
        lambda x: x.county.handler,
        "issue_opinion",
        1,
        OPINION,
        "您的角色不能",
    ),
    Rule(
        "规程11：高度危险不得调解",
        lambda x: handled(x.county, danger="high"),
        lambda x: x.county.handler,
        "mediate",
        1,
        {"mediation_kind": "people", "consent": True},
        "不得劝和、调解",
    ),
    Rule(
        "条例33：一方不同意不得调解",
        lambda x: handled(x.county),
        lambda x: x.county.handler,
        "mediate",
        1,
        {"mediation_kind": "people", "consent": False},
        "双方都同意",
    ),
    Rule(
        "条例35：复查期限内不能办结",
        lambda x: decided(x.county),
        lambda x: x.county.clerk,
        "close",
        30,
        {},
        "才能办结",
    ),
    Rule("条例35：复查期限届满可以办结", lambda x: decided(x.county), lambda x: x.county.clerk, "close", 31, {}, ""),
    Rule(
        "条例35：信访人书面不再申请的，可以提前办结",
        lambda x: decided(x.county),
        lambda x: x.county.clerk,
        "close",
        2,
        {"agreed": True},
        "",
    ),
    Rule(
        "规程13：涉家暴的，没有回访确认安全不能办结",
        lambda x: decided(x.county, category="family.dv"),
        lambda x: x.county.clerk,
        "close",
        31,
        {"unvisited": ""},
        "确认本人安全",
    ),
    Rule(
        "条例36：复核终结，不能发回",
        under_recheck,
        lambda x: x.province.head,
        "decide_recheck",
        5,
        {"note": "发回。", "outcome": "redo", **FOUND, **TOLD},
        "终结意见",
    ),
    Rule(
        "条例25、46：重大紧急事项报送终报以前不能办结",
        lambda x: moved(
            registered(x.county, urgent=True),
            "redirect",
            by=x.county.clerk,
            at=NOW,
            competent_organ="滨城区公安分局",
            **TOLD,
        ),
        lambda x: x.county.clerk,
        "close",
        1,
        {},
        "还没有报送终报",
    ),
    Rule(
        "撤回：涉家暴的，应当确认安全",
        lambda x: handled(x.county, category="family.dv"),
        lambda x: x.county.clerk,
        "withdraw",
        1,
        {"note": "不想追究。", "withdrawn_how": "phone"},
        "确认本人安全",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=[row.rule for row in RULES])
def test_the_rule_holds(line: Line, rule: Rule) -> None:
    row = rule.given(line)

    def act() -> None:
        note = str(rule.answers.get("note", ""))
        answers = {name: value for name, value in rule.answers.items() if name != "note"}
        moved(row, rule.move, by=rule.who(line), at=day(rule.on_day), note=note, **answers)

    before = row.events.count()
    if not rule.refused:
        act()
        assert row.events.count() == before + 1
        return
    with pytest.raises(NotAllowed, match=rule.refused):
        act()
    assert row.events.count() == before


@pytest.mark.parametrize(("named", "refused"), [(4, ""), (5, "代表不超过 5 人（条例第二十条）")])
def test_a_group_that_visits_sends_at_most_five(line: Line, named: int, refused: str) -> None:
    row = registered(line.county, head_count=30)
    for n in range(named):
        add_party(row, _representative(n), by=line.county.clerk, at=NOW)

    with pytest.raises(NotAllowed, match=refused) if refused else nullcontext():
        add_party(row, _representative(named), by=line.county.clerk, at=NOW)


def _representative(n: int) -> Party:
    return Party(role=Party.Role.REPRESENTATIVE, name=f"代表{n}", sex=Party.Sex.FEMALE)
