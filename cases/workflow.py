"""States and moves of a petition as plain data (domain.md 3.2); a transition exists only as a Move."""

from dataclasses import dataclass

from django.db import models

from cases.law import HANDLE, NOTICE, URGENT_REPORT
from fedportal.accounts.roles import Can
from fedportal.deadlines.limits import Limit


class Status(models.TextChoices):
    """Where a petition stands."""

    REGISTERED = "registered", "已登记"
    PASSED_DOWN = "passed_down", "已转送"
    ACCEPTED = "accepted", "已受理"
    REDIRECTED = "redirected", "已告知去向"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "办结"


OPEN = frozenset({Status.REGISTERED, Status.PASSED_DOWN, Status.ACCEPTED, Status.REDIRECTED, Status.REPLIED})


class Route(models.TextChoices):
    """The six ways of a claim for redress (art. 31). Only the last starts the clock of art. 34."""

    LITIGATION = "litigation", "（一）诉讼"
    ARBITRATION = "arbitration", "（二）仲裁"
    PARTY = "party", "（三）党员申诉"
    RECONSIDERATION = "reconsideration", "（四）行政复议等行政程序"
    DUTY = "duty", "（五）履行法定职责"
    OPINION = "opinion", "（六）调查核实后出具处理意见"


class ToldHow(models.TextChoices):
    """How the petitioner was told."""

    IN_PERSON = "in_person", "当面"
    PHONE = "phone", "电话"
    LETTER = "letter", "信函"
    MESSAGE = "message", "短信"
    WEB = "web", "网上"


@dataclass(frozen=True)
class Move:
    """One step of the workflow: from where to where, who may, which clocks it stops and starts, what must be said."""

    name: str
    label: str  # what the button says
    source: frozenset[Status]
    target: Status
    needs: Can
    meets: tuple[str, ...] = ()  # kinds of deadline that it meets
    opens: tuple[Limit, ...] = ()  # clocks that it starts, where Petition.owes says so
    asks: tuple[str, ...] = ()  # further fields that the cadre fills in, where Petition.is_asked says so
    note_required: bool = False
    note_label: str = "说明"
    final: bool = False  # cannot be undone: asks before it happens
    consequence: str = ""  # what will happen, in one sentence, before the button is pressed


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move(
            "accept",
            "受理",
            frozenset({Status.REGISTERED}),
            Status.ACCEPTED,
            Can.DECIDE,
            meets=(NOTICE.kind,),
            opens=(HANDLE,),
            asks=("route", "told_how"),
            note_label="告知内容",
            consequence="本单位受理该事项，并已将受理情况告知信访人；告知时限停止。",
        ),
        Move(
            "take",
            "接收并受理",
            frozenset({Status.PASSED_DOWN}),
            Status.ACCEPTED,
            Can.DECIDE,
            meets=(NOTICE.kind,),
            opens=(HANDLE,),
            asks=("route", "told_how"),
            note_label="告知内容",
            consequence="本单位接收并受理上级转来的事项，并已将受理情况告知信访人；告知时限停止。",
        ),
        Move(
            "redirect",
            "告知去向",
            frozenset({Status.REGISTERED}),
            Status.REDIRECTED,
            Can.DECIDE,
            meets=(NOTICE.kind,),
            asks=("competent_organ", "told_how"),
            note_label="告知内容",
            consequence="不属妇联职权，告知信访人向有权处理的机关提出；告知时限停止。",
        ),
        Move(
            "pass_down",
            "转送下级妇联",
            frozenset({Status.REGISTERED, Status.PASSED_DOWN}),
            Status.PASSED_DOWN,
            Can.DECIDE,
            meets=(NOTICE.kind,),
            opens=(NOTICE,),
            asks=("receiver", "told_how"),
            note_label="转送说明",
            consequence="转出后由接收单位办理，本单位不再承办；告知时限自接收单位收到之日重新起算。",
        ),
        Move(
            "reply",
            "答复",
            frozenset({Status.ACCEPTED}),
            Status.REPLIED,
            Can.HANDLE,
            meets=(HANDLE.kind, URGENT_REPORT.kind),
            note_required=True,
            note_label="答复内容",
            consequence="办理时限停止；答复内容记入办理过程。",
        ),
        Move(
            "close",
            "办结",
            frozenset({Status.REPLIED, Status.REDIRECTED}),
            Status.CLOSED,
            Can.CLOSE,
            final=True,
            consequence="办结后不能再办理或修改，其余时限一并结束。",
        ),
    )
}


def moves_from(status: str) -> tuple[Move, ...]:
    """The moves that this state allows, whoever asks."""
    return tuple(move for move in MOVES.values() if status in move.source)
