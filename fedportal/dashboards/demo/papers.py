"""Papers of the demo province, numbered like real ones and served as they were written."""

from collections import defaultdict

from django.utils import timezone

from cases.models import Document, Petition
from cases.numbers import document_numbers
from cases.wording import Told, draft
from cases.workflow import Move
from fedportal.accounts.models import User


def paper_of(petition: Petition, move: Move, told: Told, *, by: User, to: str, how: str) -> Document:
    """The paper of a move, without its number."""
    assert move.paper is not None  # the caller has made sure
    wording = draft(petition, move.paper, told, to=to)
    return Document(
        petition=petition,
        kind=move.paper,
        org=by.org,
        title=wording.title,
        main_to=wording.main_to,
        body=wording.body,
        basis=wording.basis,
        made_at=told.at,
        made_by=by,
        meets=list(move.serving_meets),
        served_at=told.at,
        served_how=how,
        served_by=by,
    )


def number_papers(papers: list[Document]) -> None:
    """Number each series in the order in which its papers were written."""
    series: defaultdict[tuple[int, str, int], list[Document]] = defaultdict(list)
    for paper in sorted(papers, key=lambda paper: paper.made_at):
        series[paper.org_id, paper.kind, timezone.localtime(paper.made_at).year].append(paper)
    for (_, kind, year), rows in series.items():
        for row, number in zip(rows, document_numbers(rows[0].org, kind, year, len(rows)), strict=True):
            row.number = number
