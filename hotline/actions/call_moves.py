"""Taking a call down: it rings, and each of its moves: lock, check, apply, write it down."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.versions import Outdated
from cases.indexing import phone_of
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import LEADING, Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from hotline.actions.booking import book_next, release
from hotline.call_workflow import MOVES, Asks, CallMove, CallState
from hotline.law import CALL_BACK
from hotline.models import Call, CallEvent, HotlineLine

CHANGED = (
    *("state", "answered_at", "ended_at", "closed_at", "saved_at", "call_class", "guarded", "emergency_at"),
    *("petition", "agent"),
)


@dataclass(frozen=True)
class CallStep:
    """One move of a call being made."""

    move: CallMove
    by: User
    at: dt.datetime
    call_class: str = ""
    petition: Petition | None = None


@transaction.atomic
def ring(line: HotlineLine, *, by: User, at: dt.datetime, phone: str = "", origin_key: str | None = None) -> Call:
    """A call comes in on a line of one's own unit. Raises NotAllowed."""
    if not by.can(Can.ANSWER_CALLS):
        raise NotAllowed("您的角色不能接听 12338 来电。")
    if line.org_id != by.org_id:
        raise NotAllowed("只能登记本单位线路的来电。")
    if not HotlineLine.objects.live(timezone.localdate(at)).filter(pk=line.pk).exists():
        raise NotAllowed("线路已经停用，不能再登记来电。")
    return rung(line, agent=by, by=by, at=at, phone=phone, origin_key=origin_key)


def rung(
    line: HotlineLine, *, agent: User, by: User, at: dt.datetime, phone: str = "", origin_key: str | None = None
) -> Call:
    """The row itself: taken down by its agent, or by the telephone system (call_settling)."""
    phone = phone.strip()
    row = Call.objects.create(
        line=line,
        org=line.org,
        org_code=line.org_code,
        agent=agent,
        state=CallState.RINGING,
        rang_at=at,
        saved_at=at,
        caller_phone=phone,
        phone_index=phone_of(phone, line.org),
        origin_key=origin_key,
    )
    write(row, "ring", by=by, at=at)
    return row


def why_not_write(row: Call, *, by: User) -> str:
    """Why she may not go on with it; empty if she may: its agent, or who leads the unit."""
    if not by.can(Can.ANSWER_CALLS):
        return "您的角色不能登记 12338 来电。"
    if row.org_id != by.org_id:
        return "只有接听单位可以登记这通来电。"
    if row.disposed_at is not None:
        return "这通来电保管期限届满，已去除个人信息，不能再登记。"
    if row.state in (CallState.CALLBACK_DUE, CallState.RINGING):
        return ""  # whoever has a hand free calls back, or answers
    if row.agent.is_client:
        return ""  # the telephone system does not know who answered; who writes it down did
    if row.agent_id != by.pk and LEADING.isdisjoint(by.roles):
        return f"这通来电由{row.agent.name}接听，只有本人和本单位负责人可以继续登记。"
    return ""


def why_not_move(row: Call, move: CallMove, *, by: User) -> str:
    """Why it may not be made now, whatever is answered; empty if it may."""
    if reason := why_not_write(row, by=by):
        return reason
    if row.state not in move.source:
        return f"来电现为“{CallState(row.state).label}”，不能“{move.label}”。"
    return ""


@transaction.atomic
def advance_call(
    call: Call,
    move: CallMove,
    *,
    by: User,
    at: dt.datetime,
    call_class: str = "",
    petition: Petition | None = None,
    version: int | None = None,
) -> Call:
    """Make one move. Raises NotAllowed with a sentence for the agent; Outdated where another window has written."""
    row = locked(call)
    check_version(row, version)
    return make(row, CallStep(move, by, at, call_class, petition))


def make(row: Call, step: CallStep) -> Call:
    """The move itself, of a locked row."""
    if reason := why_not_move(row, step.move, by=step.by):
        raise NotAllowed(reason, code="wrong_state")
    apply(row, step)
    row.save(update_fields=CHANGED)
    row.refresh_from_db(fields=["version"])
    follow(row, step)
    return row


def apply(row: Call, step: CallStep) -> None:
    """What the move changes in the row, whoever makes it: an agent who may, or the telephone system. Not yet saved."""
    move, at = step.move, step.at
    row.call_class = step.call_class or row.call_class
    row.petition = step.petition or row.petition
    if move.name in ("answer", "reach", "correct") or (row.agent.is_client and not step.by.is_client):
        row.agent = step.by  # who talks with her goes on with it
    _check_asked(row, move)
    if row.report_for and move.name in _LEAVES_NOTHING:
        raise NotAllowed(GO_ON, code="condition")
    if row.state not in move.stays:
        row.state = move.target
    _moments(row, move, at)
    row.guarded = row.guarded or row.call_class == "report" or row.emergency_at is not None


def follow(row: Call, step: CallStep) -> None:
    """What follows from the move, of a row that is saved: clocks, and its line."""
    move, at = step.move, step.at
    if move.opens:
        open_deadline(row, move.opens.code, org=row.org, start=row.rang_at, at=at)
    if move.meets:
        meet_deadlines(row, kinds=move.meets, at=at)
    write(row, move.name, by=step.by, at=at)
    if move.opens is CALL_BACK:
        book_next(row, by=step.by, at=at)
    elif CALL_BACK.kind in move.meets:
        release(row, at=at)


_ASKED = {
    Asks.CLASS: ("call_class", "请先选择来电类别。"),
    Asks.SUMMARY: ("facts", "请先写明来电反映的情况。"),
    Asks.ANSWER: ("answer", "请先写明怎么答复的。"),
    Asks.PHONE: ("caller_phone", "没有号码，不能回拨，请登记为未接。"),
    Asks.POLICE: ("police_note", "请先写明 110 的处置情况；没有接通 110 的，写明原因。"),
    Asks.PETITION: ("petition_id", "请先登记信访事项。"),
}


# Ends of a call that nobody goes on with.
_LEAVES_NOTHING = ("resolve", "settle", "dismiss")
GO_ON = "受害人是未成年人或者无、限制民事行为能力人：请登记信访（F9）或者生成工单（F7），跟踪公安机关的反馈。"


def _check_asked(row: Call, move: CallMove) -> None:
    for asked in move.asks:
        field, words = _ASKED[asked]
        if not getattr(row, field):
            raise NotAllowed(words, code="condition")


def _moments(row: Call, move: CallMove, at: dt.datetime) -> None:
    row.saved_at = at
    if move.name in ("answer", "reach", "correct"):
        row.answered_at, row.ended_at = at, None
    if move.name == "emergency":
        row.emergency_at = at
    if move.name == "dismiss":
        row.call_class = "nuisance"
    if move.ends and row.ended_at is None:
        row.ended_at = at
    if row.state == CallState.CLOSED:
        row.closed_at = at


@transaction.atomic
def hang_up(call: Call, *, by: User, at: dt.datetime) -> Call:
    """The conversation is over; what is not yet written down may still be. Twice is once. Raises NotAllowed."""
    row = locked(call)
    if reason := why_not_write(row, by=by):
        raise NotAllowed(reason)
    if row.ended_at is not None:
        return row
    if row.answered_at is None:
        raise NotAllowed("没有接听的来电请登记为未接。")
    row.ended_at = row.saved_at = at
    row.save(update_fields=["ended_at", "saved_at"])
    row.refresh_from_db(fields=["version"])
    write(row, "hang_up", by=by, at=at)
    return row


def locked(call: Call) -> Call:
    rows = Call.objects.select_for_update(of=("self",)).select_related("org", "agent", "line", "petition")
    return rows.get(pk=call.pk)


def check_version(row: Call, version: int | None) -> None:
    """Of a locked row. Raises Outdated."""
    if version is not None and row.version != version:
        raise Outdated(row.version)


def write(row: Call, name: str, *, by: User, at: dt.datetime) -> None:
    """A line of its story and one of the trail, which says nothing of people."""
    CallEvent.objects.create(call=row, verb=f"call.{name}", at=at, actor=by, org=by.org)
    record(f"call.{name}", row, by=by, at=at, state=row.state)


ANSWER = MOVES["answer"]
