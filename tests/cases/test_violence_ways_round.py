"""No way round the course of a case of violence: corrected, joined with another, handed above, or never begun."""

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import accusations
from cases.actions.amending import amend
from cases.corrections import values_of
from cases.merging import Seen
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from tests.cases.lives import Line, make_line
from tests.cases.samples import NOW
from tests.cases.violence import HIGH, alarmed, assessed, course
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def corrected(row: Petition, line: Line, **values: object) -> Petition:
    row.refresh_from_db()
    standing = values_of(row, row.parties.kept().get(role="petitioner"))
    return amend(row, standing | values, seen=Seen.of(standing, event=0), by=line.county.clerk, at=NOW).petition


def test_a_course_keeps_its_petition_among_those_of_violence_at_home(line: Line) -> None:
    row = course(line.county).petition

    with pytest.raises(NotAllowed, match="已建立家庭暴力个案"):
        corrected(row, line, category="family.dispute")
    assert corrected(row, line, category="person.stalking").category == "person.stalking"


@pytest.mark.parametrize("ended", [False, True])
def test_its_duties_go_above_with_an_accusation(line: Line, ended: bool) -> None:
    row = assessed(line.county, HIGH).petition
    due = row.deadlines.open().get(kind="dv_high_danger").due_at
    state = {"status": "withdrawn", "closed_at": NOW} if ended else {}
    Petition.objects.filter(pk=row.pk).update(matter_class="accusation", **state)
    row.refresh_from_db()

    with rows_of(EVERYTHING):
        accusations.hand_above(row, line.tree.binzhou, by=line.county.clerk, at=NOW)
        now = row.deadlines.open().get(kind="dv_high_danger")

    assert (now.org, now.due_at) == (line.tree.binzhou, due)


def test_numbers_and_stations_are_for_the_unit_that_holds_it(line: Line, client: Client) -> None:
    row = alarmed(assessed(line.county, HIGH, at=timezone.now()), line.county, at=timezone.now())
    told = ("市中派出所", "电话报滨州市妇联权益部")

    def said(user: User) -> list[bool]:
        client.force_login(user)
        page = client.get(row.get_absolute_url()).content.decode()
        assert "危险程度：高" in page
        return [words in page for words in told]

    assert (said(line.county.handler), said(line.city.head)) == ([True, True], [False, False])
    client.force_login(line.neighbour.head)
    assert client.get(row.get_absolute_url()).status_code == 404
