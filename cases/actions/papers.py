"""The paper of a move: written with it, and served with it where the petitioner was told at once."""

import datetime as dt

from django.utils import timezone

from cases.actions.documents import mark_served, write_document
from cases.actions.steps import Step
from cases.law import RECHECK_WINDOW, REVIEW_WINDOW
from cases.models import Document, Petition
from cases.wording import Told, draft, petitioner_name
from cases.workflow import DocumentKind
from fedportal.deadlines.actions import meet_deadlines
from fedportal.deadlines.opening import DeadlineOpener


def tell(row: Petition, step: Step, told: Told) -> Document | None:
    """Write the move's paper to the petitioner; who is unclear cannot be written to, and the duty ends at once."""
    kind = step.move.paper
    if kind is None or row.identity_unclear:
        meet_deadlines(row, kinds=step.move.serving_meets, org=step.by.org, at=step.at)
        return None
    meets = step.move.serving_meets
    paper = write_document(
        row, kind, draft(row, kind, told, to=petitioner_name(row)), by=step.by, at=step.at, meets=meets
    )
    if step.told_now:
        mark_served(paper, how=step.answers.told_how, served_at=step.at, by=step.by)
    return paper


ANSWERS = {
    DocumentKind.OPINION: REVIEW_WINDOW,
    DocumentKind.REVIEW: RECHECK_WINDOW,
}


def answer_document(row: Petition) -> Document | None:
    """The latest written answer that opens a window for review or re-review (articles 35 and 36)."""
    return row.documents.filter(kind__in=ANSWERS).select_related("org").order_by("-made_at", "-pk").first()


def window_until(paper: Document, served_at: dt.datetime) -> dt.datetime:
    """The last moment at which the petitioner may ask the level above, counted from when she was given the paper."""
    opener = DeadlineOpener.load(timezone.localdate(served_at))
    return opener.due(ANSWERS[DocumentKind(paper.kind)].code, org=paper.org, start=served_at)
