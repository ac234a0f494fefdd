"""No way round the course of a case of violence: corrected, joined with another, handed above, or never begun."""

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import accusations
from cases.actions.amending import amend
from cases.actions.guards import why_not
from cases.actions.violence.course import record_violence
from cases.actions.violence.danger import assess_danger
from cases.corrections import values_of
from cases.merging import Seen
from cases.models import Party, Petition
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from tests.cases.lives import DAY, Line, handled, make_line, registered
from tests.cases.samples import NOW, moved
from tests.cases.violence import HIGH, again, alarmed, assessed, called, course, found_safe, pressed, violence
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


def test_what_has_no_course_is_neither_mediated_nor_archived(line: Line) -> None:
    row = handled(line.county, category="family.dv")
    asked = {"mediation_kind": "people", "consent": True}

    with pytest.raises(NotAllowed, match="请先建立家庭暴力个案"):
        moved(row, "mediate", by=line.county.handler, at=NOW, **asked)
    Petition.objects.filter(pk=row.pk).update(status="closed", closed_at=NOW)
    with pytest.raises(NotAllowed, match="请先建立家庭暴力个案"):
        moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")
    Petition.objects.filter(pk=row.pk).update(origin_key="ledger:371602000000:7")  # it ended before there were courses
    assert moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y").status == "archived"


@pytest.mark.parametrize("begun", [False, True])
def test_a_child_of_whom_nobody_told_stays_in_intake(line: Line, begun: bool) -> None:
    row = registered(line.county, category="child.abuse", birth_year=2015, id_number="")
    if begun:
        record_violence(row, violence(relation="parent"), by=line.county.handler, at=NOW)
    other = registered(line.county, category="child.abuse")
    by, refused = line.county.clerk, "强制报告"

    for status, move, answers in (
        ("registered", "accept", {"route": "duty", "told_how": "in_person"}),
        ("registered", "merge", {"survivor": other, "note": "同一事项。"}),
        ("passed_down", "take", {"route": "duty"}),
        ("accepted", "reply", {"note": "已答复。", "told_how": "in_person"}),
    ):
        Petition.objects.filter(pk=row.pk).update(status=status, route="duty", accepted_at=NOW)
        with pytest.raises(NotAllowed, match=refused):
            moved(row, move, by=by, at=NOW, **answers)


def test_a_child_among_the_victims_is_asked_about_too(line: Line) -> None:
    row = registered(line.county, category="family.dv")
    Party.objects.create(petition=row, role="victim", name="王某", birth_year=2018)

    with pytest.raises(NotAllowed, match="强制报告"):
        moved(row, "accept", by=line.county.clerk, at=NOW, route="duty", told_how="in_person")


def test_joining_is_no_way_round_the_alarm_nor_a_course_under_way(line: Line) -> None:
    high, low, empty = assessed(line.county, HIGH), assessed(line.county), course(line.county)
    survivor = registered(line.county, category="family.dv")

    for row, refused in ((high, "协助报警并报告上级妇联"), (low, "还没有结案")):
        with pytest.raises(NotAllowed, match=refused):
            moved(row.petition, "merge", by=line.county.clerk, at=NOW, note="同一事项。", survivor=survivor)
    joined = moved(empty.petition, "merge", by=line.county.clerk, at=NOW, note="同一事项。", survivor=survivor)
    assert joined.status == "merged"


def test_mediation_ends_when_the_danger_is_found_high(line: Line) -> None:
    by, row = line.county.handler, assessed(line.county).petition
    moved(row, "mediate", by=by, at=NOW, mediation_kind="people", consent=True)
    assess_danger(row, marked=HIGH, by=by, at=NOW)

    with pytest.raises(NotAllowed, match="不得劝和、调解"):
        moved(row, "mediation_agreed", by=by, at=NOW, agreed_terms="不再动手。")
    with pytest.raises(NotAllowed, match="不得劝和、调解"):
        moved(
            row, "prolong_mediation", by=by, at=NOW, note="再谈。", consent=True, mediate_until=(NOW + 40 * DAY).date()
        )
    assert moved(row, "mediation_failed", by=by, at=NOW, note="危险程度高。").status == "handling"


def test_who_could_not_answer_was_not_found_safe_enough_to_mediate(line: Line) -> None:
    row = course(line.county).petition
    assess_danger(row, unable="refused", note="不愿回答。", by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="请先按量表评估"):
        moved(row, "mediate", by=line.county.handler, at=NOW, mediation_kind="people", consent=True)


def test_the_archive_locks_no_duty_that_still_runs(line: Line) -> None:
    row = assessed(line.county)
    called(row.petition, line.county)
    row = pressed(row, "plan", line.county)
    row = pressed(row, "refer", line.county)
    Petition.objects.filter(pk=row.petition_id).update(status="closed", closed_at=NOW)
    row.petition.follow_ups.planned().update(
        cancelled_at=NOW, cancelled_by=line.county.handler, cancel_reason="另约。"
    )

    with pytest.raises(NotAllowed, match="收取公安机关的处理决定"):
        moved(again(row).petition, "archive", by=line.county.clerk, at=NOW, retention="10y")


def test_a_child_learned_of_late_is_reported_before_the_course_ends(line: Line) -> None:
    row = pressed(pressed(assessed(line.county), "plan", line.county), "monitor", line.county)
    found_safe(row.petition, line.county, at=NOW)
    record_violence(row.petition, violence(groups=("no_capacity",)), by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="强制报告"):
        pressed(row, "close", line.county)


def test_no_opinion_is_issued_while_a_child_was_not_reported_for(line: Line) -> None:
    row = assessed(line.county, groups=("minor",)).petition

    for move in ("reply", "issue_opinion"):
        Petition.objects.filter(pk=row.pk).update(route="opinion" if move == "issue_opinion" else "rights")
        assert "强制报告" in why_not(Petition.objects.get(pk=row.pk), move, by=line.county.head, at=NOW), move
