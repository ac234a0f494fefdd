"""One move made with many petitions: each by itself, so that one refusal leaves the others as they are.

Whoever goes on with a run, the request that asked for it or a worker after it died, makes the next move and writes
down its outcome in one transaction: none is made twice, none is forgotten.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from django.db import transaction

from cases.actions.advance import advance
from cases.actions.steps import Answers
from cases.models import Petition
from cases.models.bulk_run import KEPT, BulkRun, BulkRunQuerySet
from cases.workflow import MOVES, Move
from fedportal.accounts.models import User
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.log import record
from fedportal.calendar.working_days import CalendarEnds
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.orgs.models import Organization

MAX_ATTEMPTS = 3  # at one petition
STUCK = "办理时系统出错，没有办。请打开本件单独办理；再出错，请联系系统管理员。"
TOO_LATE = "超过一天没有办，已经取消，请重新选择。"
NOT_HERS = "您的账号、所在单位已经变动，没有办。"
NOT_THERE = "已不在您的范围内，没有办。"


@dataclass(frozen=True)
class Outcome:
    """What became of one petition."""

    pk: int
    number: str
    done: bool
    words: str


@transaction.atomic
def ask(
    petitions: Iterable[Petition],
    move: Move,
    *,
    token: uuid.UUID,
    by: User,
    at: dt.datetime,
    note: str,
    answers: Answers,
) -> BulkRun:
    """Have the move made with each of these; the same `token` again is the same run."""
    rows = list(petitions)
    given = {
        "org": by.org,
        "move": move.name,
        "note": note,
        "answers": _stored(answers),
        "petitions": [row.pk for row in rows],
        "numbers": [row.number for row in rows],
        "asked_at": at,
        "finished_at": None if rows else at,
    }
    run, is_new = BulkRun.objects.get_or_create(by=by, token=token, defaults=given)
    if is_new:
        record("bulk.ask", run, by=by, at=at, move=move.name, rows=run.asked)
    return run


def go_on_next(at: dt.datetime) -> bool:
    """Go on with the run that waits longest; False where none waits that nobody is at."""
    return _go_on(BulkRun.objects.waiting(), at)


def go_on(run: BulkRun, *, at: dt.datetime) -> None:
    """Make the move with whatever is left. Another who is at it is left alone; an error leaves the rest waiting, and
    the petition at which it keeps coming back is passed over.
    """
    _go_on(BulkRun.objects.waiting().filter(pk=run.pk), at)


def _go_on(runs: BulkRunQuerySet, at: dt.datetime) -> bool:
    pk = _begin(runs, at)
    while pk and _one(pk, at):
        pass
    return pk is not None


@transaction.atomic
def _begin(runs: BulkRunQuerySet, at: dt.datetime) -> int | None:
    """Count the attempt in a transaction of its own; each petition that is gone through resets it."""
    run = runs.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None:
        return None
    run.attempts += 1
    if at - run.asked_at > KEPT:
        while run.gone_through < run.asked:
            _note(run, _outcome(run, TOO_LATE), at)
    elif run.attempts > MAX_ATTEMPTS:
        _note(run, _outcome(run, STUCK), at)
    else:
        run.save(update_fields=["attempts"])
    return run.pk


@transaction.atomic
def _one(pk: int, at: dt.datetime) -> bool:
    """The next petition; False where nothing is left, or another is at it."""
    rows = BulkRun.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    run = rows.select_related("by__org", "org").filter(pk=pk).first()
    if run is None:
        return False
    if run.gone_through < run.asked:
        _note(run, _advance(run, at), at)
    return run.finished_at is None


def _advance(run: BulkRun, at: dt.datetime) -> Outcome:
    by, move = run.by, MOVES[run.move]
    if not by.is_active or by.org_id != run.org_id:
        return _outcome(run, NOT_HERS)
    row = Petition.objects.visible_to(by).filter(pk=run.petitions[run.gone_through]).first()
    if row is None:
        return _outcome(run, NOT_THERE)
    try:
        with rows_of(scope_of(by)):
            advance(row, move, by=by, at=at, note=run.note, answers=_answers(run))
    except (NotAllowed, CalendarEnds) as refusal:
        return _outcome(run, str(refusal))
    return _outcome(run, f"已{move.label}", done=True)


def _outcome(run: BulkRun, words: str, *, done: bool = False) -> Outcome:
    """Of the petition whose turn it is."""
    turn = run.gone_through
    return Outcome(run.petitions[turn], run.numbers[turn], done, words)


def _note(run: BulkRun, outcome: Outcome, at: dt.datetime) -> None:
    run.outcomes.append(asdict(outcome))
    run.attempts = 0
    run.finished_at = at if run.gone_through == run.asked else None
    run.save(update_fields=["outcomes", "attempts", "finished_at"])


def _stored(answers: Answers) -> dict[str, object]:
    """The answers as keys, days and codes."""
    given = {field.name: getattr(answers, field.name) for field in fields(answers)}
    return {name: _plain(value) for name, value in given.items() if value}


def _plain(value: object) -> object:
    if isinstance(value, Organization | User):
        return value.pk
    return value.isoformat() if isinstance(value, dt.date) else value


def _answers(run: BulkRun) -> Answers:
    """As they were given; who is named is read anew."""
    given = dict(run.answers)
    people, units = User.objects.select_related("org"), Organization.objects.all()
    named = {"handler": people, "receiver": units}
    given |= {name: rows.get(pk=given[name]) for name, rows in named.items() if name in given}
    if "report_due_on" in given:
        given["report_due_on"] = dt.date.fromisoformat(given["report_due_on"])
    return Answers(**given)


def forget_old(at: dt.datetime) -> int:
    """Remove the results of a day ago: a note may speak of a person. Says how many."""
    old = BulkRun.objects.exclude(finished_at=None).filter(asked_at__lte=at - KEPT)
    return old.delete()[0]
