"""Work orders between us and 12345: states and moves as plain data (domain.md 3.5, L4, L7)."""

import enum
from dataclasses import dataclass

from django.db import models

from fedportal.accounts.roles import Can
from hotline.law import TICKET_ANSWER, TICKET_CHASE, TICKET_RETURN


class Direction(models.TextChoices):
    """Who asked whom."""

    IN = "in", "12345 转来"
    OUT = "out", "转 12345"


class TicketClass(models.TextChoices):
    """The classes of 12345 (L7)."""

    CONSULT = "consult", "咨询"
    COMPLAINT = "complaint", "投诉"
    SUGGESTION = "suggestion", "建议"
    HELP = "help", "求助"
    REPORT = "report", "举报"
    PRAISE = "praise", "表扬"


class TicketState(models.TextChoices):
    """Where an order stands; the first five are of those that came to us, the next four of those that left."""

    RECEIVED = "received", "待签收"
    ACCEPTED = "accepted", "办理中"
    REWORK = "rework", "退回重办"
    RETURNED = "returned", "已退回"
    ANSWERED = "answered", "已答复"
    SENT = "sent", "已转出"
    TAKEN = "taken", "对方已接收"
    REFUSED = "refused", "被退回"
    REPLIED = "replied", "对方已答复"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


_S = TicketState
STATES = {
    Direction.IN: (_S.RECEIVED, _S.ACCEPTED, _S.REWORK, _S.RETURNED, _S.ANSWERED, _S.CLOSED, _S.WITHDRAWN),
    Direction.OUT: (_S.SENT, _S.TAKEN, _S.REFUSED, _S.REPLIED, _S.CLOSED, _S.WITHDRAWN),
}
IN_HAND = frozenset({_S.RECEIVED, _S.ACCEPTED, _S.REWORK})  # we owe the answer
AWAY = frozenset({_S.SENT, _S.TAKEN})  # they owe it
ENDED = frozenset({_S.CLOSED, _S.WITHDRAWN})
# Nobody waits for anything any more, though 12345 may still say what it thinks of the answer.
SETTLED = ENDED | {_S.ANSWERED, _S.RETURNED}


class Side(enum.Enum):
    """Whose move it is. What 12345 decides is written down by its own client, or by a cadre who was told of it."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True)
class TicketMove:
    """One step of an order, as `Move` is one of a petition."""

    name: str
    label: str  # what the button says
    source: frozenset[TicketState]
    target: TicketState | None  # None: it stays where it is
    needs: Can
    consequence: str  # what will happen, in one sentence
    side: Side = Side.OURS
    note_label: str = ""  # empty: nothing is asked
    note_required: bool = False
    asks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()  # kinds of duties that are done with it
    cancels: tuple[str, ...] = ()  # kinds of duties that fall away
    final: bool = False  # cannot be undone: asks before it happens
    own_page: bool = False  # made on a page of its own, which asks for more than a note


_RETURN, _ANSWER, _CHASE = TICKET_RETURN.kind, TICKET_ANSWER.kind, TICKET_CHASE.kind

_IN = (
    TicketMove(
        "register",
        "受理并登记信访",
        IN_HAND,
        None,
        Can.DECIDE,
        "登记为信访事项，按《信访工作条例》告知、办理；工单仍须在时限内答复 12345，两个时限同时计算。",
        meets=(_RETURN,),
        asks=("petition",),
        own_page=True,
    ),
    TicketMove(
        "link",
        "关联已有信访",
        IN_HAND,
        None,
        Can.DECIDE,
        "来电人反映的就是这件信访事项：工单随其办理，仍须在时限内答复 12345。",
        meets=(_RETURN,),
        asks=("petition",),
    ),
    TicketMove(
        "accept",
        "签收办理",
        frozenset({_S.RECEIVED}),
        _S.ACCEPTED,
        Can.DECIDE,
        "本单位办理这张工单，在答复时限内答复 12345；签收以后仍可登记为信访事项。",
        note_label="办理安排",
        meets=(_RETURN,),
    ),
    TicketMove(
        "answer",
        "答复",
        IN_HAND,
        _S.ANSWERED,
        Can.HANDLE,
        "答复发送 12345，答复时限停止；12345 办结，或者说明理由退回重办。",
        note_label="答复内容",
        note_required=True,
        meets=(_RETURN, _ANSWER),
    ),
    TicketMove(
        "return",
        "退回",
        frozenset({_S.RECEIVED, _S.ACCEPTED}),
        _S.RETURNED,
        Can.DECIDE,
        "不属于本单位职责的，收到之日起 2 个工作日内说明理由退回 12345，由其另行派单；答复时限不再计算。",
        note_label="退回理由",
        note_required=True,
        asks=("basis",),
        meets=(_RETURN,),
        cancels=(_ANSWER,),
        final=True,
    ),
    TicketMove(
        "extend",
        "延期",
        frozenset({_S.ACCEPTED, _S.REWORK}),
        None,
        Can.HANDLE,
        "情况复杂的，说明理由延长答复时限，最多 10 个工作日，一次为限。",
        note_label="延期理由",
        note_required=True,
        asks=("days",),
    ),
    TicketMove(
        "supplement",
        "补充说明",
        IN_HAND,
        None,
        Can.DECIDE,
        "12345 补充的情况记入办理过程，时限不变。",
        Side.THEIRS,
        note_label="补充的情况",
        note_required=True,
    ),
    TicketMove(
        "rework",
        "退回重办",
        frozenset({_S.ANSWERED}),
        _S.REWORK,
        Can.DECIDE,
        "12345 不认可答复，要求重新办理：答复时限自退回之日起重新计算。",
        Side.THEIRS,
        note_label="退回重办的理由",
        note_required=True,
        final=True,
    ),
    TicketMove(
        "close",
        "12345 办结",
        frozenset({_S.ANSWERED, _S.RETURNED}),
        _S.CLOSED,
        Can.DECIDE,
        "12345 认可答复或者退回，工单办结。",
        Side.THEIRS,
        note_label="说明",
        final=True,
    ),
    TicketMove(
        "withdraw",
        "12345 撤回",
        IN_HAND,
        _S.WITHDRAWN,
        Can.DECIDE,
        "12345 撤回工单，各项时限不再计算；已登记的信访事项照常办理。",
        Side.THEIRS,
        note_label="撤回理由",
        note_required=True,
        cancels=(_RETURN, _ANSWER),
        final=True,
    ),
    TicketMove(
        "resend",
        "再次派单",
        frozenset({_S.RETURNED}),
        _S.RECEIVED,
        Can.DECIDE,
        "12345 不认可退回，再次派给本单位：签收、答复时限自再次派单之日起重新计算。",
        Side.THEIRS,
        note_label="再次派单的理由",
        note_required=True,
        final=True,
    ),
)
_OUT = (
    TicketMove(
        "take",
        "对方已接收",
        frozenset({_S.SENT}),
        _S.TAKEN,
        Can.DECIDE,
        "12345 已接收，记下对方的工单编号。",
        Side.THEIRS,
        asks=("number",),
    ),
    TicketMove(
        "return",
        "对方退回",
        AWAY,
        _S.REFUSED,
        Can.DECIDE,
        "12345 不接收或者退回：本单位另行处理，告知来电人。",
        Side.THEIRS,
        note_label="退回理由",
        note_required=True,
        meets=(_CHASE,),
        final=True,
    ),
    TicketMove(
        "answer",
        "对方已答复",
        AWAY,
        _S.REPLIED,
        Can.DECIDE,
        "记下 12345 的答复，催收时限停止；告知来电人后办结。",
        Side.THEIRS,
        note_label="答复内容",
        note_required=True,
        meets=(_CHASE,),
    ),
    TicketMove(
        "close",
        "办结",
        frozenset({_S.REPLIED, _S.REFUSED}),
        _S.CLOSED,
        Can.HANDLE,
        "答复已经告知来电人，或者已经另行处理，转出的工单办结。",
        note_label="告知和处理情况",
        note_required=True,
        final=True,
    ),
    TicketMove(
        "withdraw",
        "撤回",
        frozenset({_S.SENT}),
        _S.WITHDRAWN,
        Can.DECIDE,
        "对方接收之前可以撤回，催收时限不再计算。",
        note_label="撤回理由",
        note_required=True,
        cancels=(_CHASE,),
        final=True,
    ),
)
MOVES: dict[Direction, dict[str, TicketMove]] = {
    Direction.IN: {move.name: move for move in _IN},
    Direction.OUT: {move.name: move for move in _OUT},
}
MOVE_NAMES = sorted({name for moves in MOVES.values() for name in moves})
