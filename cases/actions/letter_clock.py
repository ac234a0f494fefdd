"""What serving a letter starts and ends: the limit of its answer, and the wait for the letter that it follows."""

import datetime as dt

from cases.actions.disclosing import TO_AGENCIES, disclose
from cases.models import Document, Letter
from cases.models.letter import LetterState
from cases.workflow.letters import REPLY_KINDS, Assessment, limit_of
from fedportal.accounts.models import User
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed


def check_may_serve(document: Document, served_at: dt.datetime) -> None:
    """A letter to an authority leaves the house only after it was signed."""
    letter = Letter.objects.filter(document=document).first()
    if letter is None:
        return
    if letter.state != LetterState.SIGNED or letter.signed_at is None:
        raise NotAllowed(f"{document.number} 现为“{letter.state.label}”，不能登记送达。")
    if served_at < letter.signed_at:
        raise NotAllowed("送达时间应当在签发之后。")


def check_may_change(document: Document) -> None:
    """What was signed is not re-worded."""
    letter = Letter.objects.filter(document=document).first()
    if letter is not None and letter.state != LetterState.DRAFT:
        raise NotAllowed(f"{document.number} 现为“{letter.state.label}”，不能再修改。")


def served(document: Document, *, served_at: dt.datetime, by: User, at: dt.datetime) -> None:
    """From now the agency has to answer, and the federation that wrote to go after it (art. 73)."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related(
        "petition", "org", "follows__petition", "agency"
    )
    letter = rows.filter(document=document).first()
    if letter is None:
        return
    letter.sent_at = served_at
    letter.save(update_fields=["sent_at"])
    what = f"{letter.label} {document.number}"
    disclose(
        letter.petition, to=letter.agency.name, what=what, basis=document.basis or TO_AGENCIES, by=by, at=served_at
    )
    limit = limit_of(letter.kind, letter.relief, letter.urgency)
    open_deadline(letter.petition, limit.code, org=letter.org, start=served_at, at=at, item=letter.item)
    if letter.follows is not None:
        _followed_up(letter.follows, by=by, at=served_at)


def _followed_up(earlier: Letter, *, by: User, at: dt.datetime) -> None:
    """Whoever kept silent beyond the limit has been gone after: that wait is over."""
    duty = earlier.duty()
    if not earlier.is_waiting or duty is None or at <= duty.due_at:
        return
    give_up(earlier, note="已发后续函件跟进。", by=by, at=at)


def give_up(letter: Letter, *, note: str, by: User, at: dt.datetime) -> None:
    """No answer came within the limit: say so, and end the wait."""
    letter.assessment, letter.assessment_note = Assessment.NONE, note
    letter.assessed_at, letter.assessed_by = at, by
    letter.save(update_fields=["assessment", "assessment_note", "assessed_at", "assessed_by"])
    meet_deadlines(letter.petition, kinds=REPLY_KINDS, item=letter.item, at=at)
