"""Supervision by a superior: causes, states and moves of an order as plain data (条例 art. 40; domain.md X34, X45)."""

import enum
from dataclasses import dataclass

from django.db import models

from fedportal.accounts.roles import Can


class Cause(models.TextChoices):
    """What art. 40 bids to supervise, in its own words; the first four are its 违反规定受理、办理信访事项."""

    REGISTERING = "registering", "未按规定登记"
    ACCEPTING = "accepting", "未按规定受理"
    TELLING = "telling", "未按规定告知"
    HANDLING = "handling", "未按规定的期限、程序办理"
    SHIFTING = "shifting", "推诿"
    PERFUNCTORY = "perfunctory", "敷衍"
    DELAYING = "delaying", "拖延"
    FALSEHOOD = "falsehood", "弄虚作假"
    REFUSING = "refusing", "拒不执行信访处理意见"
    OTHER = "other", "其他需要督办的情形"


class SuperviseMethod(models.TextChoices):
    """How it is supervised (X45; the order itself is always served inside the system)."""

    ONLINE = "online", "网上督办"
    PHONE = "phone", "电话督办"
    LETTER = "letter", "发函督办"
    ON_SITE = "on_site", "实地督办"


class OrderState(models.TextChoices):
    """Where an order stands."""

    DRAFTED = "drafted", "待签发"
    ISSUED = "issued", "待回复"
    REPLIED = "replied", "待验收"
    RETURNED = "returned", "退回重报"
    ACCEPTED = "accepted", "已验收"
    WITHDRAWN = "withdrawn", "已撤销"
    DISCARDED = "discarded", "不予发出"


ANSWER_OWED = frozenset({OrderState.ISSUED, OrderState.RETURNED})  # the receiver owes an answer
RUNNING = ANSWER_OWED | {OrderState.REPLIED}  # issued, and not ended
UNISSUED = frozenset({OrderState.DRAFTED, OrderState.DISCARDED})  # its receiver has never seen it
ORDER_ENDED = frozenset({OrderState.ACCEPTED, OrderState.WITHDRAWN, OrderState.DISCARDED})


class Side(enum.Enum):
    """Whose people make a move with an order."""

    ISSUER = "issuer"
    RECEIVER = "receiver"


@dataclass(frozen=True)
class OrderMove:
    """One step of an order, as `Move` is one of a petition."""

    name: str
    label: str  # what the button says
    source: frozenset[OrderState]
    target: OrderState
    needs: Can
    side: Side
    consequence: str  # what will happen, in one sentence
    note_label: str = ""  # empty: nothing is asked
    note_required: bool = False
    asks_due_on: bool = False  # a last day for the answer may be set
    final: bool = False  # cannot be undone: asks before it happens
    told: bool = True  # stands on the petition's timeline; what the receiver never sees does not


ORDER_MOVES = {
    move.name: move
    for move in (
        OrderMove(
            "issue",
            "签发",
            frozenset({OrderState.DRAFTED}),
            OrderState.ISSUED,
            Can.SUPERVISE,
            Side.ISSUER,
            "督办单编号后即时送达被督办单位，回复时限自签发之日起算；签发后不能再修改，只能撤销。",
            final=True,
        ),
        OrderMove(
            "discard",
            "不予发出",
            frozenset({OrderState.DRAFTED}),
            OrderState.DISCARDED,
            Can.SUPERVISE,
            Side.ISSUER,
            "这张督办单不再发出，被督办单位看不到；系统不会就同一次超期再拟一张。",
            note_label="理由",
            note_required=True,
            final=True,
            told=False,
        ),
        OrderMove(
            "reply",
            "回复督办",
            ANSWER_OWED,
            OrderState.REPLIED,
            Can.HANDLE,
            Side.RECEIVER,
            "回复送达督办单位，回复时限停止；督办单位验收，或者说明理由退回重报。",
            note_label="办理情况和整改措施",
            note_required=True,
        ),
        OrderMove(
            "accept",
            "验收通过",
            frozenset({OrderState.REPLIED}),
            OrderState.ACCEPTED,
            Can.SUPERVISE,
            Side.ISSUER,
            "督办结束，通知被督办单位。",
            note_label="验收意见",
            final=True,
        ),
        OrderMove(
            "return",
            "退回重报",
            frozenset({OrderState.REPLIED}),
            OrderState.RETURNED,
            Can.SUPERVISE,
            Side.ISSUER,
            "请被督办单位重新办理并回复，回复时限自退回之日起重新计算。",
            note_label="退回理由",
            note_required=True,
            asks_due_on=True,
        ),
        OrderMove(
            "withdraw",
            "撤销督办",
            RUNNING,
            OrderState.WITHDRAWN,
            Can.SUPERVISE,
            Side.ISSUER,
            "督办终止，回复时限不再计算，通知被督办单位。",
            note_label="撤销理由",
            note_required=True,
            final=True,
        ),
    )
}
