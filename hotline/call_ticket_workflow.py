"""Work orders that come of calls (工单) within the federation: states and moves as plain data (domain.md 3.5, L4)."""

import enum
from dataclasses import dataclass

from django.db import models

from fedportal.accounts.roles import Can
from hotline.law import CALL_TICKET_ANSWER, CALL_TICKET_RETURN, CALL_TICKET_SEND, CALL_TICKET_VISIT


class CallTicketState(models.TextChoices):
    """Where an order stands."""

    TICKETED = "ticketed", "待派单"
    REQUESTED = "requested", "已提请上级"
    DISPATCHED = "dispatched", "已转办"
    REWORK = "rework", "退回重办"
    FEEDBACK = "feedback", "已反馈"
    CALLED_BACK = "called_back", "已回访"
    CLOSED = "closed", "办结"


class BackOutcome(models.TextChoices):
    """How calling her back came out; without one no order ends, unless it went over to an accusation."""

    REACHED = "reached", "已回访本人"
    UNREACHED = "unreached", "三个时段未联系上"
    NO_NUMBER = "no_number", "没有留下联系方式"


class StationOutcome(models.TextChoices):
    """What came of it at the station that was asked to serve her."""

    SERVED = "served", "已提供服务"
    FOLLOWING = "following", "已介入，还要继续跟进"
    UNREACHED = "unreached", "没有联系上本人"
    UNWANTED = "unwanted", "本人不需要"
    BEYOND = "beyond", "站点办不了，请承办单位办理"


_S = CallTicketState
HELD = frozenset({_S.DISPATCHED, _S.REWORK})  # its holder owes the feedback
UNDISPATCHED = frozenset({_S.TICKETED, _S.REQUESTED})
ENDED = frozenset({_S.CLOSED})
OPEN = frozenset(set(_S) - ENDED)


class Side(enum.Enum):
    """Whose move it is: of the unit that took the call, of the one that holds it, of the one above that was asked."""

    OURS = "ours"
    HOLDER = "holder"
    ASKED = "asked"


@dataclass(frozen=True)
class CallTicketMove:
    """One step of an order, as `Move` is one of a petition."""

    name: str
    label: str  # what the button says
    source: frozenset[CallTicketState]
    target: CallTicketState | None  # None: it stays where it is
    side: Side
    needs: Can
    consequence: str  # what will happen, in one sentence
    note_label: str = ""  # empty: nothing is asked
    note_required: bool = False
    asks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()  # kinds of duties that are done with it
    cancels: tuple[str, ...] = ()  # kinds of duties that fall away
    leads: bool = False  # for who leads the unit alone
    agents: bool = False  # for the agent who answers for it, and who leads her unit, alone
    own_page: bool = False  # made on a page of its own


_SEND, _RETURN = CALL_TICKET_SEND.kind, CALL_TICKET_RETURN.kind
_ANSWER, _VISIT = CALL_TICKET_ANSWER.kind, CALL_TICKET_VISIT.kind

MOVES: dict[str, CallTicketMove] = {
    move.name: move
    for move in (
        CallTicketMove(
            "dispatch",
            "派单转办",
            frozenset({_S.TICKETED}),
            _S.DISPATCHED,
            Side.OURS,
            Can.ANSWER_CALLS,
            "转给承办单位：2 个工作日内签收或者退回，5 个工作日内办理并反馈；首问责任仍在接线员。",
            note_label="派单要求",
            asks=("unit",),
            meets=(_SEND,),
            agents=True,
        ),
        CallTicketMove(
            "request",
            "提请上级办理",
            frozenset({_S.TICKETED}),
            _S.REQUESTED,
            Side.OURS,
            Can.ANSWER_CALLS,
            "不能直接派给上级：说明理由提请上级妇联办理，上级接收以后由其承办；接收之前派单时限照常计算。",
            note_label="提请理由",
            note_required=True,
            asks=("above",),
            agents=True,
        ),
        CallTicketMove(
            "take_up",
            "接收办理",
            frozenset({_S.REQUESTED}),
            _S.DISPATCHED,
            Side.ASKED,
            Can.DECIDE,
            "由本单位承办，5 个工作日内办理并反馈；回访仍由接听单位负责。",
            note_label="办理安排",
            meets=(_SEND,),
        ),
        CallTicketMove(
            "decline",
            "不予接收",
            frozenset({_S.REQUESTED}),
            _S.TICKETED,
            Side.ASKED,
            Can.DECIDE,
            "说明理由退给接听单位，由其另行派单。",
            note_label="理由",
            note_required=True,
        ),
        CallTicketMove(
            "accept",
            "签收",
            frozenset({_S.DISPATCHED}),
            None,
            Side.HOLDER,
            Can.DECIDE,
            "本单位办理，在反馈时限内反馈。",
            note_label="办理安排",
            meets=(_RETURN,),
        ),
        CallTicketMove(
            "return",
            "退回",
            frozenset({_S.DISPATCHED}),
            _S.TICKETED,
            Side.HOLDER,
            Can.DECIDE,
            "不属于本单位的，收到之日起 2 个工作日内说明理由退回接听单位，由其另行派单；反馈时限不再计算。",
            note_label="退回理由",
            note_required=True,
            meets=(_RETURN,),
            cancels=(_ANSWER,),
        ),
        CallTicketMove(
            "note",
            "记录办理情况",
            HELD,
            None,
            Side.HOLDER,
            Can.HANDLE,
            "记入办理过程，时限不变。",
            note_label="办理情况",
            note_required=True,
            meets=(_RETURN,),
        ),
        CallTicketMove(
            "refer",
            "转介有关单位",
            HELD,
            None,
            Side.HOLDER,
            Can.HANDLE,
            "转请通讯录中的单位处理并登记对方的反馈；工单仍由本单位办理，时限不变。",
            asks=("agency",),
            note_label="转介内容",
            note_required=True,
            meets=(_RETURN,),
        ),
        CallTicketMove(
            "extend",
            "延期",
            HELD,
            None,
            Side.HOLDER,
            Can.HANDLE,
            "情况复杂的，由负责人说明理由延长反馈时限，最多 10 个工作日，一次为限。",
            note_label="延期理由",
            note_required=True,
            asks=("days",),
            leads=True,
        ),
        CallTicketMove(
            "register",
            "登记信访",
            HELD,
            None,
            Side.HOLDER,
            Can.DECIDE,
            "登记为信访事项，工单内容全部带入；工单仍须在时限内反馈，两个时限同时计算。",
            meets=(_RETURN,),
            own_page=True,
        ),
        CallTicketMove(
            "serve",
            "登记站点服务",
            HELD,
            None,
            Side.HOLDER,
            Can.LOG_SERVICES,
            "记下站点做了什么、结果怎样，接听单位同时看到；工单仍由本单位在时限内反馈，时限不变。",
            note_label="办理情况",
            note_required=True,
            asks=("outcome",),
            meets=(_RETURN,),
            own_page=True,
        ),
        CallTicketMove(
            "feedback",
            "反馈",
            HELD,
            _S.FEEDBACK,
            Side.HOLDER,
            Can.HANDLE,
            "办理结果反馈接听单位，反馈时限停止；由接听单位回访来电人。",
            note_label="办理结果",
            note_required=True,
            meets=(_RETURN, _ANSWER),
        ),
        CallTicketMove(
            "rework",
            "退回重办",
            frozenset({_S.FEEDBACK, _S.CALLED_BACK}),
            _S.REWORK,
            Side.OURS,
            Can.ANSWER_CALLS,
            "反馈没有解决问题、来电人不满意的，说明理由退回承办单位重办，反馈时限重新计算。",
            note_label="退回重办的理由",
            note_required=True,
            cancels=(_VISIT,),
            agents=True,
        ),
        CallTicketMove(
            "call_back",
            "登记回访",
            frozenset({_S.FEEDBACK}),
            _S.CALLED_BACK,
            Side.OURS,
            Can.ANSWER_CALLS,
            "按安全联系要求回访来电人，告知办理结果，请她评价。",
            meets=(_VISIT,),
            own_page=True,
        ),
        CallTicketMove(
            "hand_over",
            "移交首问责任",
            OPEN,
            None,
            Side.OURS,
            Can.ANSWER_CALLS,
            "由另一名接线员对来电人负责到底，记入办理过程。",
            note_label="移交理由",
            note_required=True,
            asks=("agent",),
            agents=True,
        ),
        CallTicketMove(
            "close",
            "办结",
            frozenset({_S.CALLED_BACK}),
            _S.CLOSED,
            Side.OURS,
            Can.ANSWER_CALLS,
            "已经反馈、回访，工单办结，不能再更改。",
            note_label="说明",
            agents=True,
        ),
    )
}
