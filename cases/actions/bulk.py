"""One move made with many petitions: each by itself, so that one refusal leaves the others as they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.actions.advance import advance
from cases.actions.steps import Answers
from cases.models import Petition
from cases.workflow import Move
from fedportal.accounts.models import User
from fedportal.calendar.working_days import CalendarEnds
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Outcome:
    """What became of one petition."""

    pk: int
    number: str
    done: bool
    words: str


def advance_each(
    petitions: Iterable[Petition], move: Move, *, by: User, at: dt.datetime, note: str, answers: Answers
) -> list[Outcome]:
    """Make the move with each, in a transaction of its own; says of each what happened, or why not."""
    return [_advance(row, move, by=by, at=at, note=note, answers=answers) for row in petitions]


def _advance(row: Petition, move: Move, *, by: User, at: dt.datetime, note: str, answers: Answers) -> Outcome:
    try:
        advance(row, move, by=by, at=at, note=note, answers=answers)
    except (NotAllowed, CalendarEnds) as refusal:
        return Outcome(row.pk, row.number, False, str(refusal))
    return Outcome(row.pk, row.number, True, f"已{move.label}")
