"""Whom the law protects by her age: as the file knows it when the case is begun, and when it is corrected later."""

import pytest

from cases.actions.parties import add_party, correct_party, remove_party
from cases.actions.violence.course import record_violence
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.guards import why_report_first
from cases.models import Party, Petition
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW, petition
from tests.cases.test_amend import corrected
from tests.cases.violence import LOW, again, course, violence
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

    assert again(row).groups == ["minor"]
    assert owes_report(row.petition)


def test_who_was_taken_out_protects_nobody_any_more_and_what_was_answered_stays(line: Line) -> None:
    row, by = course(line.county, groups=("ill",)), line.county.handler
    assess_danger(row.petition, marked=LOW, by=by, at=NOW)
    child = add_party(row.petition, victim("周小雨", birth_year=2015), by=by, at=NOW)
    weak = add_party(row.petition, victim("王大芳", groups=["no_capacity", "maternity"]), by=by, at=NOW)
    assert again(row).groups == ["minor", "no_capacity", "maternity", "ill"]

    remove_party(child, reason="登记有误。", by=by, at=LATER)
    matter = Petition.objects.get(pk=row.petition_id)
    assert (again(row).groups, matter.minor, owes_report(matter)) == (["no_capacity", "maternity", "ill"], False, True)
    correct_party(weak, {"groups": []}, reason="有医院证明。", by=by, at=LATER)

    assert (again(row).groups, owes_report(matter)) == (["ill"], False)
    assert matter.deadlines.get(kind="dv_mandatory_report").outcome == "cancelled"  # not done


def test_the_course_leaves_intake_once_nobody_has_to_be_reported(line: Line) -> None:
    row, by = course(line.county), line.county.handler
    child = add_party(row.petition, victim("周小雨", birth_year=2015), by=by, at=NOW)
    assess_danger(row.petition, marked=LOW, by=by, at=NOW)
    assert again(row).state == "reported"

    remove_party(child, reason="登记有误。", by=by, at=LATER)

    assert again(row).state == "assessed"


def test_what_was_said_at_registration_ends_with_no_person(line: Line) -> None:
    matter, by = petition(line.county.clerk, at=NOW, category="family.dv", minor=True), line.county.handler
    child = add_party(matter, victim("周小雨", birth_year=2015), by=by, at=NOW)

    remove_party(child, reason="登记有误。", by=by, at=LATER)

    assert Petition.objects.get(pk=matter.pk).minor
    assert "未成年人" in why_report_first(matter)


def test_who_lacks_capacity_keeps_a_matter_in_intake_without_a_course(line: Line) -> None:
    matter = petition(line.county.clerk, at=NOW, category="family.dv")
    assert why_report_first(matter) == ""

    add_party(matter, victim("王大芳", groups=["no_capacity"]), by=line.county.handler, at=NOW)

    assert "民事行为能力" in why_report_first(matter)


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
