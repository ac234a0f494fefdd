"""Work orders of calls in the main counties of the demo: one in each state, by the real verbs; people are invented."""

import datetime as dt
from dataclasses import dataclass

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from hotline.actions.call_ticket_calling import Back, call_back
from hotline.actions.call_ticket_making import Told, order_of_itself
from hotline.actions.call_ticket_moves import CallTicketAnswers, advance_call_ticket
from hotline.actions.call_ticket_station import refer_to_station, report_service
from hotline.call_ticket_workflow import MOVES, Side
from hotline.models import CallTicket
from stations.models import Station

# How many days ago, class, who, what; how far it goes, and whether the unit beside has it (else one below).
ORDERS: tuple[tuple[float, str, str, str, str, bool], ...] = (
    (0.1, "help", "周小雨", "离婚后对方半年没有支付抚养费，求助协调。", "made", False),
    (1.2, "complaint", "董慧", "哺乳期内单位安排夜班，多次沟通没有结果。", "sent", False),
    (3.1, "help", "曹秀兰", "独自抚养两个孩子，患病后没有收入，希望得到帮扶。", "accepted", True),
    (0.6, "help", "尹秋菊", "丈夫酒后摔东西，想请村里妇联上门劝一劝。", "at_station", False),
    (2.4, "help", "马素云", "独居，腿脚不便，想请人帮忙申请临时救助。", "served", False),
    (9.2, "complaint", "郑丽", "村里以外嫁女为由不分征地补偿款。", "sent", True),
    (4.2, "help", "汪悦", "当事人现住邻县，求助协调看望孩子。", "returned", True),
    (7.3, "consult", "丁宁", "咨询怎样申请人身安全保护令，需要当面指导。", "fed_back", False),
    (8.1, "help", "田桂芳", "与婆家因赡养发生纠纷，希望上门调解。", "unhappy", False),
    (14.2, "help", "何静", "丈夫失业后不承担家用，希望调解。", "closed", True),
)
RESULT = "已上门了解情况，双方达成书面协议，约定按月履行；已告知法律援助途径。"

SERVED = "上门看望，帮她填写了临时救助申请，已交到街道便民服务中心。"


def order_some(hands: Hands) -> None:
    """In each main county."""
    for code in SEATS:
        county = _County(hands, Organization.objects.select_related("parent").get(code=code, valid_to=None))
        for days, kind, name, facts, end, beside in ORDERS:
            county.play(days, kind, name, facts, end, beside=beside)


@dataclass(frozen=True)
class _County:
    hands: Hands
    org: Organization

    def play(self, days: float, kind: str, name: str, facts: str, end: str, *, beside: bool) -> None:
        by, at = self.hands.of(self.org, Can.ANSWER_CALLS), self.hands.ago(days)
        phone = f"1370000{self.hands.random.randrange(10_000):04d}"
        told = Told(kind, self.org, facts, caller_name=name, caller_phone=phone)
        row = order_of_itself(told, by=by, at=at)
        try:
            self._live(row, by, at, end, beside=beside)
        except NotAllowed:
            return  # it stays where it came to

    def _live(self, row: CallTicket, by: User, at: dt.datetime, end: str, *, beside: bool) -> None:
        if end == "made":
            return
        if end in ("at_station", "served"):
            self._to_station(row, by, at + dt.timedelta(minutes=30), end)
            return
        to = self._unit(beside=beside)
        row = self._move(row, "dispatch", by, at + dt.timedelta(minutes=30), unit=to)
        day = at + dt.timedelta(days=1)
        if end == "sent":
            return
        if end == "returned":
            self._move(row, "return", by, day, "当事人户籍、住所都不在本县，不属于本单位。")
            return
        row = self._move(row, "accept", by, day)
        if end == "accepted":
            return
        row = self._move(row, "feedback", by, day + dt.timedelta(days=2), RESULT)
        if end == "fed_back":
            return
        grade = "unsatisfied" if end == "unhappy" else "satisfied"
        back = day + dt.timedelta(days=3)
        row = call_back(row, Back("reached", "phone", grade), by=by, at=back)
        name, note = ("rework", "来电人反映没有人上门。") if end == "unhappy" else ("close", "")
        self._move(row, name, by, back + dt.timedelta(minutes=5), note)

    def _to_station(self, row: CallTicket, by: User, at: dt.datetime, end: str) -> None:
        stations = Station.objects.live().filter(org__parent=self.org, org__level=Level.TOWNSHIP)
        station = stations.select_related("org").order_by("org_code", "pk").first()
        if station is None:
            return
        row = refer_to_station(row, station, note="请上门看望，了解情况。", by=by, at=at)
        if end == "served":
            worker = self.hands.of(station.org, Can.LOG_SERVICES)
            report_service(row, "served", SERVED, by=worker, at=at + dt.timedelta(days=1))

    def _unit(self, *, beside: bool) -> Organization:
        near = Organization.objects.filter(valid_to=None, level=self.org.level + (0 if beside else 1))
        near = near.filter(parent=self.org.parent if beside else self.org).exclude(pk=self.org.pk)
        return near.order_by("code").first() or self.org

    def _move(
        self,
        row: CallTicket,
        name: str,
        agent: User,
        at: dt.datetime,
        note: str = "",
        unit: Organization | None = None,
    ) -> CallTicket:
        move = MOVES[name]
        by = self.hands.of(row.holder, move.needs) if move.side is Side.HOLDER else agent
        return advance_call_ticket(row, move, by=by, at=at, note=note, answers=CallTicketAnswers(unit=unit))
