"""Making one move of a work order: lock, check, apply, meet its clocks, write it down, tell who has to go on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.disclosing import disclose
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from hotline.actions import clocks
from hotline.actions.joining import check_joinable, join
from hotline.actions.saying import check_said, must_not_call_back
from hotline.actions.sides import check_may, check_version
from hotline.actions.story import tell_desk, write, write_on_petition
from hotline.law import PRACTICE
from hotline.models import ExternalTicket
from hotline.workflow import ENDED, MOVES, Direction, Side, TicketMove, TicketState

CALLER = ("caller_name", "caller_phone")  # stays unopened, unless a move takes it out
JOINED = ("petition", "guarded", "no_callback", "sealed", "title", "content", *CALLER, "anonymous")
CHANGED = (
    *("state", "system_number", "accepted_at", "accepted_by", "answer", "answered_at", "answered_by", "ended_at"),
    *("return_until", "returned_at", "return_reason", "return_basis", "extended_days", "extension_reason"),
    *("rework_count", "their_due_at", *JOINED),
)


@dataclass(frozen=True)
class TicketAnswers:
    """What a move asks for beside its note."""

    basis: str = ""  # why it is not ours, by which rule
    days: int = 0  # working days more
    number: str = ""  # theirs
    petition: Petition | None = None


@dataclass(frozen=True)
class TicketStep:
    """One move of an order being made."""

    move: TicketMove
    by: User
    at: dt.datetime
    note: str
    answers: TicketAnswers


def move_of(row: ExternalTicket, name: str) -> TicketMove | None:
    """The move of that name for an order of its direction."""
    return MOVES[Direction(row.direction)].get(name)


def why_not(row: ExternalTicket, move: TicketMove, *, by: User, at: dt.datetime) -> str:
    """Why it may not be made now, whatever is answered; empty if it may."""
    try:
        check_may(row, move, by=by)
    except NotAllowed as refusal:
        return str(refusal)
    return _condition(row, move, at)


def _condition(row: ExternalTicket, move: TicketMove, at: dt.datetime) -> str:
    if row.disposed_at is not None:
        return "本单保管期限届满，已去除个人信息，不能再办理；新的情况请作为新的工单派送。"
    if move.name == "return" and row.is_incoming:
        if row.petition_id is not None:
            return "已登记、关联信访事项的工单不能退回，请答复。"
        if row.return_until is not None and at > row.return_until:
            last_day = timezone.localdate(row.return_until)
            return f"收到之日起 2 个工作日内可以退回，{last_day} 已截止；请办理并答复，或者与 12345 协商由其撤回。"
    if move.name == "extend":
        return clocks.why_not_extend(row, at)
    if move.name in ("register", "link") and row.petition_id is not None:
        return "工单已有对应的信访事项。"
    return ""


@transaction.atomic
def advance_ticket(
    ticket: ExternalTicket,
    move: TicketMove,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    answers: TicketAnswers | None = None,
    version: int | None = None,
) -> ExternalTicket:
    """Make one move. Raises Outdated where the order is another than the writer had read; NotAllowed with a sentence
    for the officer where state, side, right, time or an answer forbids it."""
    answers = answers or TicketAnswers()
    row = locked(ticket, answers.petition)
    check_version(row, version)
    return make(row, TicketStep(move, by, at, note.strip(), answers))


def locked(ticket: ExternalTicket, joined: Petition | None = None) -> ExternalTicket:
    """The order under lock; petitions before it, in the order of their keys: so all verbs lock."""
    matters = [pk for pk in (ticket.petition_id, joined and joined.pk) if pk]
    list(Petition.objects.select_for_update(of=("self",)).filter(pk__in=matters).order_by("pk").values_list("pk"))
    rows = ExternalTicket.objects.select_for_update(of=("self",)).select_related("org", "petition")
    return rows.defer(*CALLER).get(pk=ticket.pk)


def make(row: ExternalTicket, step: TicketStep) -> ExternalTicket:
    """The move itself, of a locked row."""
    move, by, at = step.move, step.by, step.at
    check_may(row, move, by=by)
    if reason := _condition(row, move, at):
        raise NotAllowed(reason, code="condition")
    if move.note_required and not step.note:
        raise NotAllowed(f"请填写{move.note_label}。")
    if move.side is Side.OURS and row.is_incoming and step.note:
        check_said(row, step.note)
    meet_deadlines(row, kinds=move.meets, at=at)
    if move.cancels:
        cancel_deadlines(row, kinds=move.cancels, at=at)
    row.state = (
        move.target if move.target and not (move.name == "link" and row.state == TicketState.REWORK) else row.state
    )
    _EFFECTS.get(move.name if row.is_incoming else f"out_{move.name}", _nothing)(row, step)
    if row.state in ENDED:
        row.ended_at = at
    row.no_callback = must_not_call_back(row)
    row.save(update_fields=[name for name in CHANGED if name not in row.get_deferred_fields()])
    write(row, move.name, by=by, at=at, note=step.note, **_facts(step))
    if move.side is Side.THEIRS:
        light = Light.YELLOW if move.name in ("rework", "resend", "return") else Light.BLUE
        tell_desk(row, f"{move.label}。", at=at, light=light)
    return row


def _facts(step: TicketStep) -> dict[str, object]:
    given = step.answers
    number = given.petition.number if given.petition and not given.petition.is_accusation else ""
    return {"basis": given.basis, "days": given.days, "number": given.number, "petition": number}


def _nothing(row: ExternalTicket, step: TicketStep) -> None:
    """A move that changes the state alone."""


def _accept(row: ExternalTicket, step: TicketStep) -> None:
    row.accepted_at, row.accepted_by = row.accepted_at or step.at, row.accepted_by or step.by


def _join(row: ExternalTicket, step: TicketStep) -> None:
    """With the matter that the caller meant, or that was just registered."""
    petition = step.answers.petition
    if petition is None:
        raise NotAllowed("请选择信访事项。")
    check_joinable(petition, by=step.by)
    _accept(row, step)
    row.state = TicketState.ACCEPTED if row.state == TicketState.RECEIVED else row.state
    join(row, petition, at=step.at, by=step.by)
    write_on_petition(row, step.move.name, by=step.by, at=step.at)


def _return(row: ExternalTicket, step: TicketStep) -> None:
    if not step.answers.basis:
        raise NotAllowed("请填写退回依据。")
    check_said(row, step.answers.basis)
    row.returned_at, row.return_reason, row.return_basis = step.at, step.note, step.answers.basis


def _answer(row: ExternalTicket, step: TicketStep) -> None:
    _accept(row, step)
    row.answer, row.answered_at, row.answered_by = step.note, step.at, step.by
    write_on_petition(row, "answer", by=step.by, at=step.at, note=step.note)
    if row.petition is not None:
        disclose(
            row.petition,
            to=f"12345（{row.system}）",
            what=f"工单 {row} 的答复",
            basis=PRACTICE,
            by=step.by,
            at=step.at,
        )


def _extend(row: ExternalTicket, step: TicketStep) -> None:
    clocks.give_more_time(row, step.answers.days, by=step.by, reason=step.note, at=step.at)


def _rework(row: ExternalTicket, step: TicketStep) -> None:
    """Anew, and so is what it may be extended by."""
    row.rework_count += 1
    row.extended_days, row.extension_reason, row.their_due_at = 0, "", None
    clocks.owe_answer(row, at=step.at, begins=step.at)


def _resend(row: ExternalTicket, step: TicketStep) -> None:
    row.returned_at, row.return_reason, row.return_basis, row.their_due_at = None, "", "", None
    clocks.start(row, at=step.at, begins=step.at)


def _take(row: ExternalTicket, step: TicketStep) -> None:
    if not step.answers.number:
        raise NotAllowed("请填写对方的工单编号。")
    if _is_known(row, step.answers.number):
        raise NotAllowed(f"本单位已有编号为 {step.answers.number} 的转出工单。")
    row.system_number = step.answers.number


def _is_known(row: ExternalTicket, number: str) -> bool:
    same = ExternalTicket.objects.filter(system=row.system, system_number=number, direction=row.direction, org=row.org)
    return same.exclude(pk=row.pk).exists()


def _refused(row: ExternalTicket, step: TicketStep) -> None:
    row.returned_at, row.return_reason = step.at, step.note


def _replied(row: ExternalTicket, step: TicketStep) -> None:
    row.answer, row.answered_at, row.answered_by = step.note, step.at, step.by


_EFFECTS: dict[str, Callable[[ExternalTicket, TicketStep], None]] = {
    "accept": _accept,
    "register": _join,
    "link": _join,
    "return": _return,
    "answer": _answer,
    "extend": _extend,
    "rework": _rework,
    "resend": _resend,
    "out_take": _take,
    "out_return": _refused,
    "out_answer": _replied,
}
