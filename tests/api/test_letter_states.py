"""A letter in a document stands where it stands on its page."""

import json

import pytest

from cases.actions.documents import serve_document
from cases.actions.letters import sign_letter
from cases.api.document import petition_documents
from cases.models import Letter, Petition
from tests.cases.lives import Line, make_line, registered
from tests.cases.posted import answered, posted, weighed, written
from tests.cases.samples import NOW
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def line(tree: ProvinceTree) -> Line:
    return make_line(tree)


def shown(line: Line, row: Petition) -> list[str]:
    text = petition_documents([row.pk], line.county.head, True)[row.pk]
    return [letter["state"] for letter in json.loads(text)["letters"]]


def test_every_state_is_told_as_the_page_tells_it(line: Line) -> None:
    row, office = registered(line.county), line.county
    letter = written(row, office)
    seen = [_both(line, row)]
    for step in (
        lambda: sign_letter(letter, by=office.clerk, at=NOW),
        lambda: serve_document(letter.document, how="letter", served_at=NOW, by=office.handler, at=NOW),
        lambda: answered(Letter.objects.get(), office),
        lambda: weighed(Letter.objects.get(), office),
    ):
        step()
        seen.append(_both(line, row))

    assert seen == ["draft", "signed", "waiting", "replied", "inadequate"]


def test_one_that_was_withdrawn_says_so(line: Line) -> None:
    row = registered(line.county)
    written(row, line.county)
    Letter.objects.update(withdrawn_at=NOW, withdrawn_by=line.county.clerk, withdrawn_why="写错。")

    assert _both(line, row) == "withdrawn"


def _both(line: Line, row: Petition) -> str:
    """The state of its letter, told alike by the page and by the document."""
    (state,) = shown(line, row)
    assert state == Letter.objects.get().state
    return state


def test_nobody_waits_once_the_matter_has_ended(line: Line) -> None:
    row = registered(line.county)
    posted(row, line.county)
    Petition.objects.filter(pk=row.pk).update(status="closed", closed_at=NOW)

    assert shown(line, row) == [letter.state for letter in Letter.objects.all()] == ["lapsed"]
