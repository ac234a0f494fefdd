"""Visits by the level of danger as a table that a lawyer can read (POLICY, domain.md 3.4), planned by themselves."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.follow_up import Visit, cancel_visit, plan_visit, record_visit
from cases.actions.safe_contacts import set_safe_contact
from cases.actions.violence.course import record_violence
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling
from cases.models import Petition, ViolenceCase
from cases.safe_contact import Window
from cases.wishes import Wish
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, TOLD, Line, make_line, registered
from tests.cases.samples import NOW, moved
from tests.cases.violence import HIGH, LOW, MEDIUM, assessed, course, found_safe, pressed, violence
from tests.factories import ProvinceTree

TODAY = NOW.date()


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def days_of(row: Petition, line: Line, *, at_most: int, since: dt.date = TODAY) -> list[int]:
    """On which days from the asking on she is visited, where each visit takes place on its day."""
    days: list[int] = []
    while (planned := row.follow_ups.planned().first()) and len(days) < at_most:
        days.append((planned.planned_on - since).days)
        at = dt.datetime.combine(planned.planned_on, dt.time(4), tzinfo=dt.UTC)
        visit = Visit(at, "phone", "safe", safe_to_talk=True)
        record_visit(row, visit, planned=planned, by=line.county.handler, at=at)
    return days


@pytest.mark.parametrize(
    ("level", "marked", "days"),
    [
        ("低：7 日、30 日各一次", LOW, [7, 30]),
        ("中：3 日，每周四次，每月两次", MEDIUM, [3, 10, 17, 24, 31, 61, 91]),
        ("高：24 小时，仍有危险的每三日一次", HIGH, [1, 4, 7, 10, 13, 16]),
    ],
)
def test_she_is_visited_on_these_days(line: Line, level: str, marked: tuple[int, ...], days: list[int]) -> None:
    row = assessed(line.county, marked).petition

    assert days_of(row, line, at_most=len(days) if marked == HIGH else 99) == days, level


def test_a_visit_that_nobody_made_stands_out_on_the_page(line: Line, client: Client) -> None:
    row = assessed(line.county, LOW, at=timezone.now() - 8 * DAY)
    client.force_login(line.county.handler)

    assert "回访已超期" in client.get(row.get_absolute_url()).content.decode()


def test_the_first_visit_of_high_danger_is_owed_within_a_day(line: Line) -> None:
    row = assessed(line.county, HIGH).petition

    duty = row.deadlines.open().get(kind="follow_up")

    assert (duty.due_at, duty.rule.code) == (NOW + DAY, "dv_visit_high")


def test_who_gets_the_matter_owes_the_visit_within_the_same_day(line: Line) -> None:
    row = registered(line.city, category="family.dv")
    record_violence(row, violence(), by=line.city.handler, at=NOW)
    assess_danger(row, marked=HIGH, by=line.city.handler, at=NOW)

    moved(row, "pass_down", by=line.city.clerk, at=NOW + DAY / 2, receiver=line.tree.bincheng, **TOLD)

    duty = row.deadlines.open().get(kind="follow_up")
    assert (duty.org, duty.rule.code, duty.due_at) == (line.tree.bincheng, "dv_visit_high", NOW + DAY)


def test_where_danger_has_fallen_she_is_visited_for_eight_weeks(line: Line) -> None:
    row = assessed(line.county, HIGH).petition
    days_of(row, line, at_most=2)  # on the 1st and the 4th day

    at = NOW + 5 * DAY
    assess_danger(row, marked=LOW, by=line.county.handler, at=at)

    first, *later = days_of(row, line, at_most=99, since=TODAY + 5 * DAY)
    assert first == 2  # as planned before
    assert later == [9, 16, 23, 30, 37, 44, 51]


def test_while_an_order_protects_her_she_is_visited_until_its_last_day(line: Line) -> None:
    row, by = assessed(line.county, LOW).petition, line.county.handler
    order = apply_for_order(row, Application("herself", (1,), "人民法院", NOW), by=by, at=NOW)
    record_ruling(order, Ruling("granted", NOW, "1号", TODAY + 100 * DAY), by=by, at=NOW)

    assert days_of(row, line, at_most=99) == [7, 30, 60, 90, 100]


def test_an_order_alone_asks_for_visits_and_no_more_once_it_is_over(line: Line) -> None:
    row, by = course(line.county).petition, line.county.handler
    order = apply_for_order(row, Application("herself", (1,), "人民法院", NOW), by=by, at=NOW)

    record_ruling(order, Ruling("granted", NOW, "1号", TODAY + 20 * DAY), by=by, at=NOW)

    assert days_of(row, line, at_most=99) == [20]
    found_safe(row, line.county, at=NOW + 30 * DAY)
    assert planned_days(row) == []


def test_nobody_plans_twice_what_is_planned_by_then(line: Line) -> None:
    row = course(line.county).petition
    plan_visit(row, planned_on=TODAY + 2 * DAY, by=line.county.handler, at=NOW)

    assess_danger(row, marked=MEDIUM, by=line.county.handler, at=NOW)

    assert [visit.planned_on for visit in row.follow_ups.planned()] == [TODAY + 2 * DAY]


def test_whom_nobody_reached_is_tried_again_and_not_counted(line: Line) -> None:
    row, by = assessed(line.county, LOW).petition, line.county.handler
    at = NOW + 7 * DAY

    tried = Visit(at, "phone", "not_reached", next_on=at.date() + DAY)
    record_visit(row, tried, planned=row.follow_ups.planned().get(), by=by, at=at)

    assert days_of(row, line, at_most=99) == [8, 31]


def planned_days(row: Petition) -> list[int]:
    """Days from today on which a visit is planned."""
    return [(visit.planned_on - TODAY).days for visit in row.follow_ups.planned().order_by("planned_on")]


def test_who_is_in_high_danger_and_was_not_reached_is_tried_again_in_time(line: Line) -> None:
    row, at = assessed(line.county, HIGH).petition, NOW + DAY

    tried = Visit(at, "phone", "not_reached", next_on=at.date() + 200 * DAY)
    record_visit(row, tried, planned=row.follow_ups.planned().get(), by=line.county.handler, at=at)

    assert planned_days(row) == [2, 201]


def test_a_visit_that_was_called_off_is_owed_all_the_same(line: Line) -> None:
    row = assessed(line.county, HIGH).petition

    cancel_visit(row.follow_ups.planned().get(), reason="另有安排。", by=line.county.handler, at=NOW)

    assert planned_days(row) == [1]
    assert row.deadlines.open().get(kind="follow_up").rule.code == "dv_visit_high"


def test_after_a_relapse_nobody_waits_for_her_answers_to_visit_her(line: Line) -> None:
    row = assessed(line.county, HIGH)
    cancelled = {"cancelled_at": NOW, "cancelled_by": line.county.handler, "cancel_reason": "误登。"}
    row.petition.follow_ups.planned().update(**cancelled)
    pressed(row, "relapse", line.county, at=NOW + 5 * DAY)

    at = NOW + 5 * DAY
    assess_danger(row.petition, unable="refused", note="电话里不愿说。", by=line.county.handler, at=at)

    assert planned_days(row.petition) == [6]


@pytest.mark.parametrize(
    ("marked", "weekday", "day", "told"),
    [(HIGH, 3, 1, ["unit_head"]), (HIGH, 2, 1, []), (MEDIUM, 3, 2, []), (LOW, 1, 7, [])],
    ids=["no hour in time", "an hour in time", "an hour sooner", "an hour that day"],
)
def test_the_hours_at_which_she_may_be_called_put_no_visit_off(
    line: Line, marked: tuple[int, ...], weekday: int, day: int, told: list[str]
) -> None:
    row = course(line.county).petition
    hours = (Window((weekday,), dt.time(9), dt.time(11)),)
    party = row.parties.get(role="petitioner")
    set_safe_contact(party, Wish(ways=("phone",), windows=hours), by=line.county.clerk, at=NOW)

    assess_danger(row, marked=marked, by=line.county.handler, at=NOW)

    assert planned_days(row) == [day]
    assert list(Notice.objects.filter(text__contains="回访").values_list("role", flat=True)) == told


def test_a_case_that_ended_asks_for_no_more_visits(line: Line) -> None:
    row: ViolenceCase = pressed(pressed(assessed(line.county), "plan", line.county), "monitor", line.county)
    found_safe(row.petition, line.county, at=NOW + 7 * DAY)
    pressed(row, "close", line.county, at=NOW + 7 * DAY)
    row.petition.follow_ups.planned().update(cancelled_at=NOW, cancelled_by=line.county.handler, cancel_reason="结案")

    found_safe(row.petition, line.county, at=NOW + 8 * DAY)

    assert not row.petition.follow_ups.planned().exists()


def test_another_county_visits_nobody(line: Line) -> None:
    row = assessed(line.county, LOW).petition

    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        record_visit(row, Visit(NOW, "phone", "safe", safe_to_talk=True), by=line.neighbour.handler, at=NOW)
