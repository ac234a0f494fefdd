"""Violence again: what was reported counts by when it was reported, never by when that was typed (规程 art. 5, 11)."""

import datetime as dt

import pytest

from cases.actions.violence.clocks import owes_alarm, owes_mandatory_report, told_police
from cases.actions.violence.course import tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling, report_breach
from cases.actions.violence.reports import Telling, report_mandatorily
from cases.actions.violence.warnings import Visited, Warned, record_warning, record_warning_visit
from cases.models import ViolenceCase
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW
from tests.cases.violence import HIGH, LOW, again, alarmed, assessed, called, pressed
from tests.factories import ProvinceTree

HOUR = dt.timedelta(hours=1)
BLOW, TYPED = NOW + DAY, NOW + DAY + 3 * HOUR  # he was violent again, and that was typed


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def planned(line: Line) -> ViolenceCase:
    return pressed(alarmed(assessed(line.county, HIGH), line.county), "plan", line.county)


def relapsed(row: ViolenceCase, line: Line, *, happened_at: dt.datetime = BLOW) -> ViolenceCase:
    return pressed(row, "relapse", line.county, at=TYPED, happened_at=happened_at)


@pytest.mark.parametrize(
    ("reported", "typed", "counts"),
    [
        ("after it", "before it", True),
        ("after it", "after it", True),
        ("before it", "before it", False),
        ("before it", "after it", False),
    ],
)
def test_the_police_know_of_the_last_violence_by_what_they_were_told_after_it(
    line: Line, reported: str, typed: str, counts: bool
) -> None:
    row, at = planned(line), BLOW + HOUR if reported == "after it" else BLOW - HOUR
    if typed == "before it":
        called(row.petition, line.county, reported_at=at, at=TYPED - HOUR)
    row = relapsed(row, line)
    if typed == "after it":
        called(row.petition, line.county, reported_at=at, at=TYPED + HOUR)

    assert told_police(again(row)) == counts
    assert owes_alarm(again(row))  # the superior was told of the violence before, not of this


def test_the_superior_was_told_of_it_too_only_if_after_it(line: Line) -> None:
    row, by = planned(line), line.county.handler
    tell_superior(row.petition, told_at=BLOW + HOUR, how="电话", by=by, at=TYPED - HOUR)
    assert relapsed(again(row), line).superior_told_at == BLOW + HOUR

    with pytest.raises(NotAllowed, match="最近一次施暴"):
        tell_superior(row.petition, told_at=BLOW - HOUR, how="电话", by=by, at=TYPED)


def test_a_child_is_reported_for_after_each_violence(line: Line) -> None:
    row = assessed(line.county, HIGH, groups=("minor",))
    for at in (NOW, TYPED):  # the second typed after the relapse, and made before
        telling = Telling(NOW, NOW, ["police"], "市中派出所", "警号 0123", triggers=(4,))
        report_mandatorily(row.petition, telling, by=line.county.handler, at=at)
        row = relapsed(again(row), line) if at == NOW else row

    assert owes_mandatory_report(again(row))


def test_what_a_court_or_a_visit_finds_counts_from_when_it_happened(line: Line) -> None:
    row, by = planned(line), line.county.handler
    order = apply_for_order(row.petition, Application("herself", (1,), "人民法院", NOW), by=by, at=NOW)
    record_ruling(order, Ruling("granted", NOW, "1号", NOW.date() + 90 * DAY), by=by, at=NOW)
    called(row.petition, line.county, reported_at=BLOW + HOUR, at=TYPED - HOUR)

    report_breach(order, happened_at=BLOW, told=["court"], note="堵门。", by=by, at=TYPED)
    assert (again(row).relapsed_at, told_police(again(row))) == (BLOW, True)
    letter = Warned("市中派出所", "1号", NOW.date(), NOW.date())
    record_warning(row.petition, letter, by=by, at=TYPED)
    found = Visited(TYPED, "in_person", True, "violence", note="邻居说又打了。", happened_at=BLOW + 2 * HOUR)
    record_warning_visit(row.petition.warning_letters.get(), found, by=by, at=TYPED)

    row = again(row)  # it waits to be assessed anyway, but the police know nothing of the second blow
    assert (row.relapses, row.relapsed_at, told_police(row)) == (1, BLOW + 2 * HOUR, False)


def test_violence_before_the_last_makes_no_later_report_undone(line: Line) -> None:
    row = relapsed(planned(line), line)
    called(row.petition, line.county, reported_at=BLOW + HOUR, at=TYPED)
    assess_danger(row.petition, marked=LOW, by=line.county.handler, at=TYPED)

    with pytest.raises(NotAllowed, match="不能晚于现在"):
        pressed(row, "relapse", line.county, at=TYPED, happened_at=TYPED + HOUR)
    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        pressed(row, "relapse", line.neighbour, at=TYPED, happened_at=BLOW - HOUR)
    row = relapsed(row, line, happened_at=BLOW - HOUR)

    assert (row.relapses, row.relapsed_at, told_police(row)) == (2, BLOW, True)
