"""Answers to letters: recording one, weighing it, following up a grant of legal aid."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from cases.actions.attachments import File, store
from cases.actions.letter_clock import give_up
from cases.actions.letter_guards import is_silent
from cases.actions.letters import locked, write_down
from cases.law import LEGAL_AID_ASSIGNMENT
from cases.models import Letter
from cases.models.letter import LetterState
from cases.workflow import DocumentKind
from cases.workflow.letters import REPLY_KINDS, Assessment, Relief, ReplyHow, Taken
from fedportal.accounts.models import User
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.stored_files import files_or_nothing

REPLY_FIELDS = (
    *("replied_at", "reply_how", "reply_from", "reply_text", "taken", "recorded_by"),
    *("assessment", "assessment_note", "assessed_at", "assessed_by"),
)
ANSWERABLE = frozenset({LetterState.WAITING, LetterState.NONE, LetterState.LAPSED})  # it may come after all


@dataclass(frozen=True)
class Reply:
    """What an agency answered."""

    text: str
    sender: str  # the officer at the agency
    how: str
    replied_at: dt.datetime
    taken: str = ""  # of a referral
    files: Collection[File] = field(default=())


@files_or_nothing
@transaction.atomic
def record_reply(letter: Letter, reply: Reply, *, by: User, at: dt.datetime) -> Letter:
    """An answer that came on paper, by telephone or in person; the wait for it ends when it came."""
    row = locked(letter, by=by)
    if reply.how == ReplyHow.LINK:
        raise NotAllowed("网上回函由对方单位填写。")
    take_reply(row, reply, by=by, at=at)
    return row


def take_reply(row: Letter, reply: Reply, *, by: User | None, at: dt.datetime) -> None:
    """Keep an answer to a locked letter, meet its duty, and write it down."""
    _check_reply(row, reply, at)
    row.replied_at, row.reply_how, row.reply_from = reply.replied_at, reply.how, reply.sender
    row.reply_text, row.taken, row.recorded_by = reply.text.strip(), reply.taken, by
    # An answer that comes after all is weighed anew.
    row.assessment, row.assessment_note, row.assessed_at, row.assessed_by = "", "", None, None
    row.save(update_fields=REPLY_FIELDS)
    meet_deadlines(row.petition, kinds=REPLY_KINDS, item=row.item, at=reply.replied_at)
    if row.relief == Relief.LEGAL_AID and reply.taken == Taken.TAKEN:
        start = reply.replied_at
        code = LEGAL_AID_ASSIGNMENT.code
        open_deadline(row.petition, code, org=row.org, start=start, at=at, item=row.item)
    for file in reply.files:
        store(row.petition, file.name, file.content, file.kind, by=by, at=at, letter=row)
    write_down("letter.reply", row, by=by, at=at, reply_how=row.reply_how, taken=row.taken)


def _check_reply(row: Letter, reply: Reply, at: dt.datetime) -> None:
    if row.state not in ANSWERABLE or row.sent_at is None:
        raise NotAllowed(f"{row.document.number} 现为“{row.state.label}”，不能登记答复。")
    if not row.sent_at <= reply.replied_at <= at:
        raise NotAllowed("答复时间应当在送达之后，不能晚于现在。")
    if not reply.text.strip():
        raise NotAllowed("请填写答复内容。")
    if bool(reply.taken) != (row.kind == DocumentKind.REFERRAL):
        raise NotAllowed("请选择接收情况。" if row.kind == DocumentKind.REFERRAL else "只有转介函有接收情况。")


@transaction.atomic
def assess_letter(letter: Letter, *, assessment: str, note: str, by: User, at: dt.datetime) -> Letter:
    """Whether the answer will do; or that none came within the limit, and what was done about it (art. 73)."""
    row = locked(letter, by=by)
    if assessment != Assessment.ADEQUATE and not note.strip():
        raise NotAllowed("请填写评估说明。")
    if assessment == Assessment.NONE:
        if not is_silent(row, at):
            raise NotAllowed("答复期限届满仍未答复的，才能评估为“逾期未答复”。")
        give_up(row, note=note.strip(), by=by, at=at)
    else:
        _weigh(row, Assessment(assessment), note.strip(), by=by, at=at)
    write_down("letter.assess", row, by=by, at=at, assessment=row.assessment)
    return row


def _weigh(row: Letter, assessment: Assessment, note: str, *, by: User, at: dt.datetime) -> None:
    if row.state != LetterState.REPLIED:
        raise NotAllowed(f"{row.document.number} 现为“{row.state.label}”，不能评估。")
    row.assessment, row.assessment_note, row.assessed_at, row.assessed_by = assessment, note, at, by
    row.save(update_fields=["assessment", "assessment_note", "assessed_at", "assessed_by"])


@transaction.atomic
def record_assignment(letter: Letter, *, note: str, on: dt.datetime, by: User, at: dt.datetime) -> Letter:
    """The legal aid centre named its lawyer (法律援助法 art. 43)."""
    row = locked(letter, by=by)
    if row.relief != Relief.LEGAL_AID or row.taken != Taken.TAKEN:
        raise NotAllowed("决定给予法律援助的，才登记指派情况。")
    if row.assigned_at is not None:
        raise NotAllowed("已经登记过指派情况。")
    if row.replied_at is None or not row.replied_at <= on <= at:
        raise NotAllowed("指派时间应当在决定之后，不能晚于现在。")
    row.assigned_at, row.assigned_note = on, note.strip()
    row.save(update_fields=["assigned_at", "assigned_note"])
    meet_deadlines(row.petition, kinds=(LEGAL_AID_ASSIGNMENT.kind,), item=row.item, at=on)
    write_down("letter.assignment", row, by=by, at=at, note=row.assigned_note)
    return row
