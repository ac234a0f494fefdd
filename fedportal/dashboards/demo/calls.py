"""Calls of 12338 in the main counties of the demo: one in each state, by the real verbs; the people are invented."""

import datetime as dt
from typing import Any

from cases.models import Channel
from cases.registering import Taken
from cases.workflow.states import OPEN
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization
from hotline.actions.call_backs import take_missed, try_call_back
from hotline.actions.call_moves import advance_call, hang_up, ring
from hotline.actions.call_registering import join_call
from hotline.actions.call_saving import save_call
from hotline.call_workflow import MOVES
from hotline.models import Call, CallAttempt, HotlineLine

SAFE = {"safe": "yes", "children": "no", "weapon": "no", "injured": "no", "self_harm": "no"}
# How many days ago, what becomes of it, and what was typed.
CALLS: tuple[tuple[float, str, dict[str, Any]], ...] = (
    (
        9.2,
        "resolve",
        {
            "call_class": "consult",
            "caller_name": "何静",
            "facts": "公司以怀孕为由调岗降薪，问这样合不合法。",
            "answer": "告知《妇女权益保障法》第四十八条：不得因怀孕降低工资；可以向劳动监察投诉，也可以申请劳动仲裁。",
        },
    ),
    (
        6.1,
        "resolve",
        {
            "call_class": "consult",
            "anonymous": True,
            "facts": "问离婚时孩子三岁归谁抚养，本人收入低于男方。",
            "answer": "告知《民法典》第一千零八十四条：已满两周岁的，按最有利于未成年子女的原则判决。",
        },
    ),
    (
        4.3,
        "register",
        {
            "call_class": "complaint",
            "caller_name": "田桂芳",
            "facts": "反映上次登记的事情还没有回音，希望尽快答复。",
            "request": "催办。",
        },
    ),
    (
        2.4,
        "emergency",
        {
            "call_class": "help",
            "caller_name": "许某",
            "triage": {"safe": "no", "children": "yes", "weapon": "unclear", "injured": "no"},
            "facts": "丈夫酒后砸门，本人带孩子躲在卧室。",
            "whereabouts": "市中街道某小区 3 号楼",
            "police": True,
            "police_note": "派出所已出警，民警到场后来电人挂断",
            "report_for": "minor",
        },
    ),
    (2.2, "dismiss", {}),
    (
        1.1,
        "resolve",
        {
            "call_class": "suggestion",
            "caller_name": "谢琳",
            "facts": "建议在火车站设母婴室。",
            "answer": "已记录，转权益部研究，感谢来电。",
        },
    ),
    (
        0.1,
        "hang_up",
        {
            "call_class": "help",
            "for_other": True,
            "relation": "姐姐",
            "victim_name": "曹秀兰",
            "facts": "妹妹患病后没有收入，独自带两个孩子，问有什么救助。",
        },
    ),
)


def take_some(hands: Hands) -> None:
    """On the line of each main county; the lines are there before (lines.open_some)."""
    for code in SEATS:
        org = Organization.objects.get(code=code, valid_to=None)
        line = HotlineLine.objects.select_related("org").get(org=org, closed_on=None)
        for number, (days, ending, typed) in enumerate(CALLS):
            _take(hands, line, days, ending, typed, phone=f"1380000{number * 37 + code % 1000 % 97:04d}")
        _miss(hands, line)


def _miss(hands: Hands, line: HotlineLine) -> None:
    """One that nobody has called back yet, and one that was tried once."""
    for number, (days, tried) in enumerate(((0.05, False), (1.05, True))):
        at, by = hands.ago(days), hands.of(line.org, Can.ANSWER_CALLS)
        rang_at = at - dt.timedelta(minutes=25)
        row = take_missed(line, phone=f"1390000{7000 + number:04d}", rang_at=rang_at, by=by, at=at)
        if tried:
            try_call_back(row, CallAttempt.Result.NO_ANSWER, by=by, at=at + dt.timedelta(minutes=40))


def _take(hands: Hands, line: HotlineLine, days: float, ending: str, typed: dict[str, Any], *, phone: str) -> None:
    at, by = hands.ago(days), hands.of(line.org, Can.ANSWER_CALLS)
    row = ring(line, by=by, at=at, phone=phone)
    row = advance_call(row, MOVES["answer"], by=by, at=at + dt.timedelta(seconds=hands.random.randrange(4, 14)))
    end = at + dt.timedelta(minutes=hands.random.uniform(3, 9))
    if ending == "emergency":
        row = advance_call(row, MOVES["emergency"], by=by, at=at + dt.timedelta(seconds=70))
    said = {"recording_told": True, "triage": SAFE} | typed if typed else {}
    row = save_call(row, said, by=by, at=end)
    if ending == "register":
        _join(hands, row, end)
    elif ending != "hang_up":
        row = advance_call(row, MOVES[ending], by=by, at=end) if ending != "emergency" else row
    if not row.ended_at:
        hang_up(row, by=by, at=end)


def _join(hands: Hands, row: Call, at: dt.datetime) -> None:
    """What she calls about is in hand already."""
    known = hands.quiet(row.org, status__in=OPEN, guarded=False, identity_unclear=False)
    matter = known.filter(registered_at__lt=at - dt.timedelta(days=2)).first()
    if matter is not None:
        contact = {"taken": Taken(read_back=True), "channel": Channel.HOTLINE, "received_at": at, "head_count": 1}
        join_call(row, matter, contact, by=row.agent, at=at)
