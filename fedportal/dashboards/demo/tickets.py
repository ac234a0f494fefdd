"""Work orders of 12345 in the main counties of the demo province: one or two in each state, by the real verbs."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from cases.actions.letter_guards import WRITABLE
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from hotline.actions.advance import TicketAnswers, advance_ticket, move_of
from hotline.actions.receiving import Order, receive
from hotline.actions.sending import Sending, send_out
from hotline.models import ExternalTicket
from hotline.workflow import TicketClass

SYSTEMS = {371602000000: "binzhou-12345", 420902000000: "xiaogan-12345"}
_C = TicketClass
# Class, title, what was said, who called; and what is done with it, from the day of its receipt on.
ORDERS: tuple[tuple[TicketClass, str, str, str], ...] = (
    (_C.HELP, "求助协调子女抚养费", "来电人称离婚后对方半年没有支付抚养费，希望妇联协调。", "周小雨"),
    (_C.CONSULT, "咨询生育津贴申领", "来电人咨询单位未缴满一年生育保险，能否申领生育津贴。", "何静"),
    (_C.COMPLAINT, "投诉单位不落实哺乳时间", "来电人称哺乳期内单位安排夜班，多次沟通没有结果。", "董慧"),
    (_C.HELP, "丈夫酒后打人，请求帮助", "来电人称丈夫昨晚酒后动手，现住在亲戚家，不敢回去。", "许某"),
    (_C.COMPLAINT, "投诉小区物业收费", "来电人反映物业重复收取电梯费，要求退还。", "郑建国"),
    (_C.SUGGESTION, "建议社区增设母婴室", "来电人建议在便民服务中心增设母婴室和哺乳座椅。", "谢琳"),
    (_C.HELP, "求助困难单亲母亲帮扶", "来电人独自抚养两个孩子，患病后没有收入，希望得到帮扶。", "曹秀兰"),
    (_C.PRAISE, "表扬社区妇联主席上门调解", "来电人感谢社区妇联主席多次上门，化解了婆媳矛盾。", "田桂芳"),
    (_C.CONSULT, "咨询人身安全保护令", "来电人咨询怎样申请人身安全保护令，需要哪些材料。", "丁宁"),
    (_C.COMPLAINT, "投诉招聘限男性", "来电人称某公司招聘启事写明限男性，要求查处。", "汪悦"),
)
ANSWERS = (
    "已与双方联系，约定本周内到区妇联协商，达成分期支付协议。",
    "已向来电人说明申领条件和材料，并告知医保经办窗口。",
    "已与用人单位沟通，单位当日调整班次，来电人表示满意。",
)
OUT = (
    ("反映学校门口占道经营", "居民反映学校门口占道经营，接送孩子不安全，请转城市管理部门。"),
    ("反映路灯损坏", "居民反映小区外路灯损坏，女职工夜班回家不安全，请转有关部门。"),
)


def exchange_some(hands: Hands) -> None:
    """In each main county."""
    for code in SEATS:
        _County(hands, Organization.objects.get(code=code, valid_to=None), SYSTEMS[code]).play()


@dataclass(frozen=True)
class _County:
    hands: Hands
    org: Organization
    system: str

    def play(self) -> None:
        numbers = (f"GD{self.hands.at:%Y%m}{number:05d}" for number in count(17))
        lives: tuple[tuple[float, Callable[[ExternalTicket, float], None]], ...] = (
            (0.3, self._nothing),
            (1.2, self._nothing),
            (3, self._take),
            (4, self._nothing),  # late: neither taken nor returned
            (3, self._give_back),
            (16, self._answer),
            (9, self._join),
            (20, self._close),
            (12, self._again),
            (11, self._prolong),
        )
        for (days, live), order in zip(lives, ORDERS, strict=True):
            live(self._received(next(numbers), order, days), days)
        self._send(numbers)

    def _received(self, number: str, order: tuple[TicketClass, str, str, str], days: float) -> ExternalTicket:
        kind, title, content, name = order
        at = self.hands.ago(days)
        told = Order(
            str(kind),
            title,
            content,
            caller_name=name,
            caller_phone=f"1380000{self.hands.random.randrange(10_000):04d}",
            guarded="打人" in title,
            sent_at=at - dt.timedelta(minutes=40),
        )
        by = self.hands.of(self.org, Can.DECIDE)
        return receive(told, system=self.system, number=number, org=self.org, by=by, at=at)

    def _move(self, row: ExternalTicket, name: str, ago: float, note: str = "", **answers: object) -> None:
        move = move_of(row, name)
        assert move is not None
        by: User = self.hands.of(self.org, move.needs)
        given = TicketAnswers(**answers)  # type: ignore[arg-type]
        advance_ticket(row, move, by=by, at=self.hands.ago(ago), note=note, answers=given)

    def _nothing(self, row: ExternalTicket, days: float) -> None:
        """Nobody has looked at it yet."""

    def _take(self, row: ExternalTicket, days: float) -> None:
        self._move(row, "accept", days - 0.2)

    def _give_back(self, row: ExternalTicket, days: float) -> None:
        note = "来电人反映的是物业收费，不属于妇联职责，应由住房和城乡建设部门办理。"
        self._move(row, "return", days - 0.5, note, basis="《物业管理条例》第五条")

    def _answer(self, row: ExternalTicket, days: float) -> None:
        self._move(row, "answer", days - 1, ANSWERS[1])

    def _join(self, row: ExternalTicket, days: float) -> None:
        matter = self._matter(days)
        if matter is None:
            self._take(row, days)
        else:
            self._move(row, "link", days - 0.3, petition=matter)

    def _close(self, row: ExternalTicket, days: float) -> None:
        self._move(row, "answer", days - 2, "已向社区转达，感谢来电人。")
        self._move(row, "close", days - 4)

    def _again(self, row: ExternalTicket, days: float) -> None:
        self._move(row, "answer", days - 2, ANSWERS[0])
        self._move(row, "rework", 1, "来电人反映仍不清楚在哪里提交材料，请再答复。")

    def _prolong(self, row: ExternalTicket, days: float) -> None:
        self._take(row, days)
        self._move(row, "extend", days - 3, "需要会同人力资源和社会保障部门核实招聘信息。", days=8)

    def _matter(self, days: float) -> Petition | None:
        """What was registered before and is in hand."""
        rows = self.hands.quiet(self.org, status__in=WRITABLE, guarded=False, identity_unclear=False)
        return rows.filter(registered_at__lt=self.hands.ago(days)).first()

    def _send(self, numbers: Iterator[str]) -> None:
        """One that waits, and one that they have answered."""
        for (title, content), days in zip(OUT, (1.5, 8), strict=True):
            by, at = self.hands.of(self.org, Can.DECIDE), self.hands.ago(days)
            sending = Sending(self.system, str(TicketClass.HELP), title, content)
            try:
                row = send_out(sending, petition=None, by=by, at=at)
            except NotAllowed:
                continue
            if days > 5:
                self._move(row, "take", days - 0.5, number=f"ZB{next(numbers)[2:]}")
                self._move(row, "answer", days - 3, "城市管理部门已现场处理，并安排专人巡查。")
