"""Calls of 12338: states and moves as plain data (domain.md 3.5).

What comes of a call has states of its own: a matter is a petition, an order within the federation a CallTicket
(call_ticket_workflow).
"""

import enum
from dataclasses import dataclass

from django.db import models

from fedportal.deadlines.limits import Limit
from hotline.law import CALL_BACK


class CallState(models.TextChoices):
    """Where a call stands."""

    RINGING = "ringing", "振铃"
    ANSWERED = "answered", "接听中"
    MISSED = "missed", "未接"
    CLASSIFIED = "classified", "已分类"
    EMERGENCY = "emergency", "紧急"
    RESOLVED = "resolved", "当场解答"
    TICKETED = "ticketed", "已登记信访"
    ORDERED = "ordered", "已生成工单"
    CALLBACK_DUE = "callback", "待回拨"
    UNREACHED = "unreached", "未联系上"
    CLOSED = "closed", "办结"


class CallClass(models.TextChoices):
    """What a call is (3.5)."""

    CONSULT = "consult", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    SUGGESTION = "suggestion", "建议"
    REPORT = "report", "举报"
    NUISANCE = "nuisance", "骚扰无效"


class Asks(enum.StrEnum):
    """What has to be written down before a move is made."""

    CLASS = "class"
    SUMMARY = "summary"  # what she told
    ANSWER = "answer"  # what she was told
    POLICE = "police"  # what 110 did, or why it was not called
    PETITION = "petition"
    PHONE = "phone"


@dataclass(frozen=True)
class CallMove:
    """One step of a call, as `Move` is one of a petition."""

    name: str
    label: str  # what the button says
    source: frozenset[CallState]
    target: CallState
    consequence: str
    asks: tuple[Asks, ...] = ()
    stays: frozenset[CallState] = frozenset()  # sources in which it changes no state
    ends: bool = False  # the conversation is over with it
    opens: Limit | None = None  # the clock that it starts, from the moment at which it rang
    meets: tuple[str, ...] = ()  # kinds of duties that are done with it


_S = CallState
TALKING = frozenset({_S.ANSWERED, _S.CLASSIFIED, _S.EMERGENCY})  # its agent writes
UNFINISHED = frozenset(set(_S) - {_S.CLOSED, _S.MISSED, _S.UNREACHED})
MOVES: dict[str, CallMove] = {
    move.name: move
    for move in (
        CallMove("answer", "接听", frozenset({_S.RINGING}), _S.ANSWERED, "接通，开始登记。"),
        CallMove("miss", "未接", frozenset({_S.RINGING}), _S.MISSED, "没有接通。", ends=True),
        CallMove(
            "queue",
            "列入回拨",
            frozenset({_S.RINGING}),
            _S.CALLBACK_DUE,
            "没有接通，列入回拨：1 个工作日内回拨，在不同时段最多拨三次。",
            asks=(Asks.PHONE,),
            ends=True,
            opens=CALL_BACK,
        ),
        CallMove(
            "correct",
            "更正为已接听",
            frozenset({_S.MISSED, _S.CALLBACK_DUE}),
            _S.ANSWERED,
            "电话系统补报：这通来电当时已有人接听，不用回拨。",
            meets=(CALL_BACK.kind,),
        ),
        CallMove(
            "reach",
            "已接通",
            frozenset({_S.CALLBACK_DUE}),
            _S.ANSWERED,
            "回拨接通，开始登记；由您继续办理。",
            meets=(CALL_BACK.kind,),
        ),
        CallMove(
            "give_up",
            "未联系上",
            frozenset({_S.CALLBACK_DUE}),
            _S.UNREACHED,
            "在不同时段拨了三次没有联系上，不再回拨。",
            ends=True,
            meets=(CALL_BACK.kind,),
        ),
        CallMove(
            "classify",
            "分类",
            TALKING,
            _S.CLASSIFIED,
            "记下来电类别。",
            asks=(Asks.CLASS,),
            stays=frozenset({_S.EMERGENCY}),
        ),
        CallMove(
            "emergency",
            "紧急处置",
            frozenset({_S.ANSWERED, _S.CLASSIFIED}),
            _S.EMERGENCY,
            "先保人身安全：接通 110 三方通话，问清所在地址；来电只限接线员本人和负责人查阅。",
        ),
        CallMove(
            "resolve",
            "当场解答",
            frozenset({_S.ANSWERED, _S.CLASSIFIED}),
            _S.RESOLVED,
            "已在通话中解答，不再另行办理。",
            asks=(Asks.CLASS, Asks.SUMMARY, Asks.ANSWER),
            ends=True,
        ),
        CallMove(
            "register",
            "登记信访",
            TALKING,
            _S.TICKETED,
            "登记为信访事项，来电是它的第一次接触，已记的内容全部带入。",
            asks=(Asks.PETITION,),
        ),
        CallMove(
            "order",
            "生成工单",
            TALKING,
            _S.ORDERED,
            "不能当场解答的，生成工单转办、反馈、回访；已记的内容全部带入，由您负责到底。",
            asks=(Asks.CLASS, Asks.SUMMARY),
        ),
        CallMove(
            "dismiss",
            "骚扰无效",
            frozenset({_S.ANSWERED, _S.CLASSIFIED}),
            _S.CLOSED,
            "沉默、误拨、骚扰电话，登记后办结。",
            ends=True,
        ),
        CallMove(
            "settle",
            "紧急处置完毕",
            frozenset({_S.EMERGENCY}),
            _S.CLOSED,
            "人已安全，不另行登记信访；写明 110 怎样处置的，来电办结，不能再更改。",
            asks=(Asks.CLASS, Asks.POLICE),
            ends=True,
        ),
        CallMove(
            "close",
            "办结",
            frozenset({_S.RESOLVED, _S.TICKETED, _S.ORDERED}),
            _S.CLOSED,
            "这通来电的登记到此为止，不能再更改；登记的信访事项、生成的工单照常办理。",
            ends=True,
        ),
    )
}
