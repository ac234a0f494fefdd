"""Making one move of the workflow: lock, check, apply, meet and open its clocks, write it down."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from cases.actions import deciding, ending, handling, joining, leading, supervision_ends, transferring
from cases.actions.guards import why_not
from cases.actions.holding_back import leaves_a_task
from cases.actions.steps import MISSING, Answers, Step
from cases.actions.turns import doer_name, may_do
from cases.actions.versions import check_version
from cases.models import Event, Petition
from cases.workflow import Doer, Move, Status
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.deadlines.limits import Limit
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization

CHANGED = (
    *("status", "route", "procedure", "competent_organ", "refusal", "accepted_at", "handler", "danger"),
    *("org", "org_code", "closed_at", "urgent", "same_as"),
)


class Overtaken(NotAllowed):
    """What was registered has been corrected since the page was opened: to be looked at before one decides on it."""

    code = "overtaken"

    def __init__(self) -> None:
        super().__init__("您打开本页之后，登记内容有更正，请核对后再提交。")


@leaves_a_task
@transaction.atomic
def advance(
    petition: Petition,
    move: Move,
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    answers: Answers | None = None,
    seen: int | None = None,
    version: int | None = None,
) -> Petition:
    """Make one move: lock, check, apply, meet and open its clocks, write it down.

    `seen` is the last line of the timeline that the officer's page had shown, `version` that of the matter as another
    system had read it: Outdated where it has changed since. Raises NotAllowed with a sentence for
    the officer where state, turn, right, law or an answer forbids it; Overtaken where the facts were corrected since;
    HeldBack where the petitioner may not be told like that.
    """
    rows = Petition.objects.select_for_update(of=("self",)).select_related("org__parent", "handler")
    answers = answers or Answers()
    together = {petition.pk, *joining.partners(petition, move, answers)}
    row = {row.pk: row for row in rows.filter(pk__in=together).order_by("pk")}[petition.pk]
    check_version(row, version)
    return _make(row, Step(move, by, at, note.strip(), answers, source=row.status), seen)


@beyond_readers("a move may lead the matter to a unit that its maker does not see")
def _make(row: Petition, step: Step, seen: int | None) -> Petition:
    """The move itself, of a locked row that its maker sees."""
    move, by, at = step.move, step.by, step.at
    check_may(row, move, by=by, at=at)
    if seen is not None and row.events.filter(pk__gt=seen, verb="petition.amend").exists():
        raise Overtaken
    _check_answers(row, step)
    meet_deadlines(row, kinds=move.meets, at=at, org=by.org if move.own else None)
    if len(move.becomes) == 1:
        (row.status,) = move.becomes
    _EFFECTS.get(move.name, _nothing)(row, step)
    for limit in filter(row.owes, move.opens):
        open_deadline(row, limit.code, org=row.org, start=at, at=at, item=_apart(row, limit))
    _AFTERWARDS.get(move.name, _nothing)(row, step)
    supervision_ends.settle_orders(row, step)
    row.save(update_fields=CHANGED)
    verb = f"petition.{move.name}"
    Event.objects.create(petition=row, verb=verb, at=at, actor=by, org=by.org, note=step.note, data=_facts(row, step))
    record(verb, row, by=by, at=at)
    return row


def _apart(row: Petition, limit: Limit) -> str:
    """Keeps the holder's duty apart from a like one that another unit still owes: who passed the matter down and has
    not served its notice yet owes that notice beside the receiver's own (art. 23)."""
    others = row.deadlines.open().filter(kind=limit.kind, item="").exclude(org=row.org)
    return f"org:{row.org_id}" if others.exists() else ""


def check_may(row: Petition, move: Move, *, by: User, at: dt.datetime) -> None:
    """Refuse by right, turn, state or the law's conditions; the page asks this before it shows the form."""
    if not by.can(move.needs):
        raise NotAllowed(f"您的角色不能“{move.label}”。", code="no_right")
    if row.status not in move.source:
        if row.status == Status.ARCHIVED:
            raise NotAllowed(f"本件已经归档，卷宗锁定，不能再“{move.label}”。", code="archived")
        if row.org_id != by.org_id and move.doer is not Doer.ABOVE:
            raise NotAllowed(_not_yours(row, move), code="not_your_turn")
        words = f"该信访事项现为“{Status(row.status).label}”，不能“{move.label}”。"
        raise NotAllowed(words, code="wrong_state")
    if not may_do(row, move, by.org):
        raise NotAllowed(_not_yours(row, move), code="not_your_turn")
    if reason := why_not(row, move.name, by=by, at=at):
        raise NotAllowed(reason, code="condition")


def _not_yours(row: Petition, move: Move) -> str:
    if move.doer is Doer.ABOVE:
        return f"只有市级以上的上级妇联可以“{move.label}”；需要督办的，请报市级妇联。"
    name = doer_name(row, move) if row.status in move.source else row.org.name
    if name == row.org.name:
        return f"该信访事项现由{name}承办，只有承办单位可以“{move.label}”。"
    return f"该信访事项现由{name}处理，只有该单位可以“{move.label}”。"


def _check_answers(row: Petition, step: Step) -> None:
    if step.move.note_required and not step.note:
        raise NotAllowed(f"请填写{step.move.note_label}。")
    for field in step.move.asks:
        if row.is_asked(field) and not getattr(step.answers, field):
            raise NotAllowed(MISSING[field])


Effect = Callable[[Petition, Step], None]


def _nothing(row: Petition, step: Step) -> None:
    """A move that changes the state alone."""


_EFFECTS: dict[str, Effect] = {
    "accept": transferring.accept,
    "take": transferring.accept,
    "redirect": transferring.redirect,
    "refuse": transferring.refuse,
    "pass_down": transferring.pass_down,
    "assign": transferring.assign,
    "object": transferring.object_,
    "object_agree": transferring.object_agree,
    "object_reject": transferring.object_reject,
    "dispute": transferring.dispute,
    "decide_dispute": transferring.decide_dispute,
    "start": handling.start,
    "reassign": handling.reassign,
    "recuse": handling.recuse,
    "assess_danger": handling.assess_danger,
    "reply": handling.reply,
    "mediate": handling.mediate,
    "mediation_agreed": handling.mediation_agreed,
    "mediation_failed": handling.mediation_failed,
    "prolong_mediation": handling.prolong_mediation,
    "record_performance": handling.record_performance,
    "confirm_agreement": handling.confirm_agreement,
    "divert": handling.divert,
    "request_extension": handling.request_extension,
    "approve_extension": handling.approve_extension,
    "refuse_extension": handling.refuse_extension,
    "to_ordinary": handling.to_ordinary,
    "issue_opinion": deciding.issue_opinion,
    "ask_review": deciding.ask_review,
    "ask_recheck": deciding.ask_recheck,
    "decide_review": deciding.decide_review,
    "decide_recheck": deciding.decide_recheck,
    "hold_hearing": deciding.hold_hearing,
    "end_hearing": deciding.end_hearing,
    "close": ending.close,
    "withdraw": ending.withdraw,
    "archive": ending.archive,
    "take_in_person": leading.take_in_person,
    "end_in_person": leading.end_in_person,
    "mark_urgent": leading.mark_urgent,
    "unmark_urgent": leading.unmark_urgent,
    "supervise_reopen": supervision_ends.supervise_reopen,
    "merge": joining.merge,
    "split": joining.split,
    "unlink": joining.unlink,
}
# What needs the move's own clocks: the paper of an acceptance names the last day of handling.
_AFTERWARDS: dict[str, Effect] = {"accept": transferring.tell_accepted, "take": transferring.tell_accepted}


def _facts(row: Petition, step: Step) -> dict[str, object]:
    """What the timeline keeps of the answers, as codes, names and days."""
    asked = [field for field in (*step.move.asks, *step.move.may_say) if row.is_asked(field)]
    given = {field: getattr(step.answers, field) for field in asked}
    return {field: _plain(value) for field, value in given.items() if value}


def _plain(value: object) -> object:
    if isinstance(value, Organization | User):
        return value.name
    if isinstance(value, Petition):
        return value.number
    return value.isoformat() if isinstance(value, dt.date) else value
