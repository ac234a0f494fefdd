"""Quality in the main counties of the demo: a call that a telephone system recorded, calls drawn and judged."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization
from hotline.actions.call_moves import advance_call
from hotline.actions.call_saving import save_call
from hotline.actions.quality import draw_calls, review_call, set_criteria
from hotline.actions.seats import take_seat
from hotline.actions.switches import register_switch
from hotline.call_workflow import MOVES
from hotline.exchange import Exchange
from hotline.models import HotlineLine, PhoneSwitch
from hotline.phone_events import PhoneKind, Told
from hotline.quality_facts import CRITERIA
from hotline.receiving_calls import receive_events

EXTENSION = "8001"
SAID = (
    "接听用语规范，先问了是否安全。结束前可以再说一遍下一步怎么办、找谁办。",
    "答复准确，引用了条文。登记的诉求偏简单，来电人想要什么请写具体。",
    "态度温和，耐心听完。没有问什么时间方便回电，请补上。",
)
LOST = ((0, 5, 2, 0, 2, 0), (0, 0, 0, 4, 3, 0), (5, 0, 0, 0, 0, 6))  # points, by criterion


def record_some(hands: Hands) -> None:
    """One call of each main county rang through its telephone system, which recorded it."""
    admin = User.objects.filter(roles__contains=[Role.SEC_ADMIN]).select_related("org").order_by("pk").first()
    for line in HotlineLine.objects.filter(org__code__in=SEATS, closed_on=None).select_related("org"):
        if admin is not None and admin.org.code <= line.org.code < admin.org.code_end:
            switch, _ = register_switch(line.org, "热线话务系统", by=admin, at=hands.ago(90))
            _ring(hands, switch, line)


def _ring(hands: Hands, switch: PhoneSwitch, line: HotlineLine) -> None:
    agent = next(user for user in hands.staff.members[line.org_id] if user.can(Can.ANSWER_CALLS))
    rang, caller = hands.ago(3.2), "13900006201"
    take_seat(EXTENSION, by=agent, at=rang - dt.timedelta(hours=1))
    story = ((PhoneKind.RINGING, 0), (PhoneKind.ANSWERED, 6), (PhoneKind.ENDED, 412), (PhoneKind.RECORDING, 430))
    told = [
        Told(
            *(f"demo.{kind}", "demo.call", kind, rang + dt.timedelta(seconds=after), line.number, caller, EXTENSION),
            recording=f"{rang:%Y%m%d}/{EXTENSION}-0001.wav" if kind == PhoneKind.RECORDING else "",
        )
        for kind, after in story
    ]
    receive_events(Exchange.of(switch), told, at=rang + dt.timedelta(seconds=431))
    call = switch.calls.select_related("call").get().call
    if call is None:
        return
    end = rang + dt.timedelta(minutes=9)
    typed = {
        "call_class": "consult",
        "recording_told": True,
        "facts": "问没有领结婚证、同居期间被打，能不能申请人身安全保护令。",
        "answer": "可以：家庭成员以外共同生活的人之间的暴力，参照反家庭暴力法第三十七条执行；已告知向哪个法院申请。",
    }
    call = save_call(call, typed, by=agent, at=end)
    advance_call(call, MOVES["resolve"], by=agent, at=end)


def judge_some(hands: Hands) -> None:
    """By the form of each county; one call of this week still waits."""
    today = timezone.localdate(hands.at)
    monday = today - dt.timedelta(days=today.weekday())
    for org in Organization.objects.filter(code__in=SEATS, valid_to=None):
        leader = next(user for user in hands.staff.members[org.pk] if Role.UNIT_HEAD in user.roles)
        form = set_criteria(CRITERIA, by=leader, at=hands.ago(120))
        drawn = [
            row
            for weeks in (2, 1, 0)
            for row in draw_calls(monday - dt.timedelta(days=7 * weeks), 2, by=leader, at=hands.at)
        ]
        for place, row in enumerate(drawn[:-1]):
            points = [most - lost for (_, most), lost in zip(CRITERIA, LOST[place % len(LOST)], strict=True)]
            words = SAID[place % len(SAID)]
            review_call(row, form, points, announced=True, remarks=words, by=leader, at=hands.at)
