"""Whom the law protects by her age: as the file knows it when the case is begun, and when it is corrected later."""

import pytest

from cases.actions.parties import add_party, correct_party
from cases.actions.violence.course import record_violence
from cases.models import Party, Petition
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW, petition
from tests.cases.test_amend import corrected
from tests.cases.violence import again, course, violence
from tests.factories import ProvinceTree

LATER = NOW + DAY


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def victim(name: str, **fields: object) -> Party:
    return Party(role=Party.Role.VICTIM, name=name, sex=Party.Sex.FEMALE, **fields)  # type: ignore[arg-type]


def owes_report(row: Petition) -> bool:
    return row.deadlines.open().filter(kind="dv_mandatory_report").exists()


def test_a_child_beside_her_mother_is_reported_for_whoever_was_named_first(line: Line) -> None:
    row, by = course(line.county), line.county.handler
    assert (row.groups, owes_report(row.petition)) == ([], False)

    add_party(row.petition, victim("王芳"), by=by, at=LATER)
    assert again(row).groups == []
    add_party(row.petition, victim("周小雨", birth_year=2015), by=by, at=LATER)

    assert (again(row).groups, owes_report(row.petition)) == (["minor"], True)


def test_what_is_corrected_later_counts_as_what_was_known_at_once(line: Line) -> None:
    row, by = course(line.county), line.county.handler
    her = add_party(row.petition, victim("周小雨"), by=by, at=NOW)
    assert again(row).groups == []

    correct_party(her, {"birth_year": 1950}, reason="核对证件。", by=by, at=LATER)
    assert again(row).groups == ["elderly"]
    correct_party(her, {"birth_year": 2015}, reason="核对证件。", by=by, at=LATER)

    assert again(row).groups == ["minor", "elderly"]  # what was answered stays, and nobody can tell it apart
    assert owes_report(row.petition)


def test_where_nobody_else_is_named_the_petitioner_is_meant(line: Line) -> None:
    row = course(line.county, fields={"id_number": ""})

    corrected(row.petition, line.county.clerk, birth=2015)

    assert (again(row).groups, owes_report(row.petition)) == (["minor"], True)


def test_a_matter_of_minors_is_one_whoever_calls(line: Line) -> None:
    matter = petition(line.county.clerk, at=NOW, category="family.dv", minor=True)
    row = record_violence(matter, violence(), by=line.county.handler, at=NOW)

    assert (row.groups, owes_report(row.petition)) == (["minor"], True)


def test_another_county_names_nobody_here(line: Line) -> None:
    row = course(line.county)

    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        add_party(row.petition, victim("周小雨", birth_year=2015), by=line.neighbour.handler, at=LATER)
    assert again(row).groups == []
