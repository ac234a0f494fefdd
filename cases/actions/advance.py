"""Making one move of the workflow: lock, check, apply, meet and open its clocks, write it down."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.models import Event, Petition
from cases.workflow import Move, Status
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Answers:
    """What a move asks for besides its note; only what the move's `asks` names is used."""

    route: str = ""
    told_how: str = ""
    competent_organ: str = ""
    receiver: Organization | None = None


@transaction.atomic
def advance(
    petition: Petition,
    move: Move,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    answers: Answers | None = None,
) -> Petition:
    """Make one move: lock, check, apply, meet and open its clocks, write it down.

    Raises NotAllowed with a sentence for the officer where state, keeper, right or an answer forbids it.
    """
    answers = answers or Answers()
    row = Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)
    _check(row, move, by=by, note=note, answers=answers)
    meet_deadlines(row, kinds=move.meets, at=at)
    row.status = move.target
    _APPLY.get(move.name, _nothing)(row, answers, at)
    for limit in filter(row.owes, move.opens):
        open_deadline(row, limit.code, org=row.org, start=at, at=at)
    row.save(update_fields=["status", "route", "competent_organ", "org", "org_code", "closed_at"])
    verb = f"petition.{move.name}"
    Event.objects.create(
        petition=row, verb=verb, at=at, actor=by, org=by.org, note=note, data=_facts(row, move, answers)
    )
    record(verb, row, by=by, at=at)
    return row


def check_may(row: Petition, move: Move, *, by: User) -> None:
    """Refuse by right, keeper or state; the page asks this before it shows the form."""
    if not by.can(move.needs):
        raise NotAllowed(f"您的角色不能“{move.label}”。")
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以“{move.label}”。")
    if row.status not in move.source:
        raise NotAllowed(f"该信访事项现为“{Status(row.status).label}”，不能“{move.label}”。")


def _check(row: Petition, move: Move, *, by: User, note: str, answers: Answers) -> None:
    check_may(row, move, by=by)
    if move.note_required and not note.strip():
        raise NotAllowed(f"请填写{move.note_label}。")
    for field, sentence in MISSING.items():
        if field in move.asks and row.is_asked(field) and not getattr(answers, field):
            raise NotAllowed(sentence)
    if answers.receiver is not None and not _is_below(answers.receiver, row.org):
        raise NotAllowed("只能转送本级妇联系统内的下级单位。")


MISSING = {
    "route": "请选择办理途径。",
    "told_how": "请选择告知信访人的方式。",
    "competent_organ": "请填写有权处理的机关。",
    "receiver": "请选择接收单位。",
}


def _is_below(receiver: Organization, sender: Organization) -> bool:
    return sender.covers(receiver.code) and receiver.pk != sender.pk and receiver.valid_to is None


def _accept(row: Petition, answers: Answers, at: dt.datetime) -> None:
    row.route = answers.route if row.is_asked("route") else ""


def _redirect(row: Petition, answers: Answers, at: dt.datetime) -> None:
    row.competent_organ = answers.competent_organ


def _pass_down(row: Petition, answers: Answers, at: dt.datetime) -> None:
    assert answers.receiver is not None  # _check has made sure
    row.org, row.org_code = answers.receiver, answers.receiver.code


def _close(row: Petition, answers: Answers, at: dt.datetime) -> None:
    row.closed_at = at
    cancel_deadlines(row, at=at)


def _nothing(row: Petition, answers: Answers, at: dt.datetime) -> None:
    """A move that changes the state alone."""


_APPLY = {"accept": _accept, "take": _accept, "redirect": _redirect, "pass_down": _pass_down, "close": _close}


def _facts(row: Petition, move: Move, answers: Answers) -> dict[str, str]:
    facts = {field: getattr(answers, field) for field in move.asks if row.is_asked(field)}
    return {field: value.name if isinstance(value, Organization) else value for field, value in facts.items()}
