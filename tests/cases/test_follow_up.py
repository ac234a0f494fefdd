"""Return visits: planned as a duty, the safety of the talk asked first, and what a matter may not close without."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.follow_up import Visit, cancel_visit, plan_visit, record_visit
from cases.models import FollowUp, Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, accepted, handled, make_line, registered, sent_down
from tests.cases.moving import opened, sent
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree

TODAY = timezone.localdate(NOW)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def replied(line: Line, *, at: dt.datetime = NOW, **fields: object) -> Petition:
    by = line.county.clerk
    row = moved(registered(line.county, at=at, **fields), "accept", by=by, at=at, route="duty", **TOLD)
    return moved(row, "reply", by=by, at=at, note="已答复。", **TOLD)


def visited(row: Petition, line: Line, *, at: dt.datetime = NOW, outcome: str = "safe", **more: object) -> FollowUp:
    given = {"channel": "phone", "safe_to_talk": True, "done_at": at, "outcome": outcome} | more
    return record_visit(row, Visit(**given), by=line.county.handler, at=at)  # type: ignore[arg-type]


def page(client: Client, name: str, pk: int, by: User, **data: object) -> object:
    client.force_login(by)
    url = reverse(f"cases:{name}", args=[pk])
    return client.post(url, data) if data else client.get(url)


def test_a_planned_visit_is_a_duty_of_the_holder_until_it_is_done(line: Line) -> None:
    row = handled(line.county)

    visit = plan_visit(row, planned_on=TODAY + 7 * DAY, by=line.county.handler, at=NOW)

    duty = row.deadlines.open().get(kind="follow_up")
    assert (duty.org, duty.item, str(timezone.localdate(duty.due_at))) == (
        line.tree.bincheng,
        visit.item,
        "2026-11-30",
    )
    given = Visit(done_at=NOW + 2 * DAY, channel="phone", outcome="safe", safe_to_talk=True)
    record_visit(row, given, planned=visit, by=line.county.handler, at=NOW + 2 * DAY)
    duty.refresh_from_db()
    assert duty.outcome == "met"
    assert list(row.events.order_by("-pk").values_list("verb", flat=True)[:2]) == ["visit.record", "visit.plan"]
    assert AccessEvent.objects.filter(verb="visit.record").exists()


def test_a_visit_that_nobody_makes_climbs(line: Line) -> None:
    row = handled(line.county)
    plan_visit(row, planned_on=TODAY + 2 * DAY, by=line.county.handler, at=NOW)

    engine.sweep(NOW + 9 * DAY)

    assert row.deadlines.get(kind="follow_up").desk == line.tree.binzhou


def test_of_two_planned_visits_only_the_one_that_was_made_is_done(line: Line) -> None:
    row = handled(line.county)
    first, second = (plan_visit(row, planned_on=TODAY + n * DAY, by=line.county.handler, at=NOW) for n in (3, 30))

    record_visit(
        row,
        Visit(NOW + DAY, "in_person", "safe", safe_to_talk=True),
        planned=first,
        by=line.county.handler,
        at=NOW + DAY,
    )

    assert [duty.item for duty in row.deadlines.open().filter(kind="follow_up")] == [second.item]
    assert list(row.follow_ups.planned()) == [second]


@pytest.mark.parametrize("fields", [{"category": "family.dv"}, {"category": "labour.wages", "minor": True}])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"safe_to_talk": None}, "现在方便说话吗"),
        ({"safe_to_talk": False}, "不便说话的，不能登记为安全"),
        ({"safe_to_talk": False, "outcome": "settled"}, "不便说话的，不能登记为安全"),
        ({"safe_to_talk": None, "outcome": "not_reached"}, "请另约时间"),
        ({"outcome": "new_facts"}, "请写明情况"),
        ({"done_at": NOW + DAY}, "不能晚于现在"),
    ],
    ids=["not asked", "cannot speak", "cannot speak, settled", "missed without a next", "new facts unsaid", "to come"],
)
def test_she_alone_says_that_she_is_safe_and_only_where_she_can_speak(
    line: Line, fields: dict[str, object], given: dict[str, object], sentence: str
) -> None:
    row = handled(line.county, **fields)

    with pytest.raises(NotAllowed, match=sentence):
        visited(row, line, **given)
    assert not row.follow_ups.exists()


def test_the_database_too_holds_that_who_cannot_speak_has_not_said_that_she_is_safe(line: Line) -> None:
    visit = visited(handled(line.county), line)

    with pytest.raises(IntegrityError, match="follow_up_safe_if_spoken_freely"), transaction.atomic():
        FollowUp.objects.filter(pk=visit.pk).update(safe_to_talk=False)


def test_where_nobody_is_in_danger_the_question_is_not_asked(line: Line, client: Client) -> None:
    wages, dv = (handled(line.county, category=category) for category in ("labour.wages", "family.dv"))

    fields = [
        list(page(client, "visit_add", row.pk, line.county.handler).context["form"].fields) for row in (wages, dv)
    ]

    assert "safe_to_talk" not in fields[0]
    assert fields[1][0] == "safe_to_talk"


def test_attempts_are_counted_and_the_next_one_is_planned(line: Line, client: Client) -> None:
    row = handled(line.county)
    for n in range(2):
        at = NOW + n * DAY
        visited(row, line, at=at, outcome="not_reached", safe_to_talk=None, next_on=TODAY + (n + 5) * DAY)

    client.force_login(line.county.handler)
    told = client.get(row.get_absolute_url()).content.decode()

    assert "共回访 2 次，2 次没有联系上" in told
    assert [str(visit.planned_on) for visit in row.follow_ups.planned()] == ["2026-11-28", "2026-11-29"]


def test_a_visit_is_called_off_with_a_reason_and_its_clock_stops(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())
    visit = plan_visit(row, planned_on=timezone.localdate() + DAY, by=line.county.handler, at=timezone.now())

    assert page(client, "visit_cancel", visit.pk, line.county.handler, reason="").status_code == 200
    answer = page(client, "visit_cancel", visit.pk, line.county.handler, reason="已由村妇联当面回访。")

    assert answer.status_code == 302
    assert row.deadlines.get(kind="follow_up").outcome == "cancelled"
    with pytest.raises(NotAllowed, match="已经取消"):
        cancel_visit(visit, reason="再次取消", by=line.county.handler, at=timezone.now())


def test_only_the_holder_plans_and_records(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())
    visit = plan_visit(row, planned_on=timezone.localdate() + DAY, by=line.county.handler, at=timezone.now())

    for stranger in (line.city.clerk, line.neighbour.clerk):
        for name, pk in (("visit_plan", row.pk), ("visit_add", row.pk), ("visit_record", visit.pk)):
            assert page(client, name, pk, stranger, planned_on="2030-01-01").status_code == 404
    with pytest.raises(NotAllowed, match="只有承办单位"):
        plan_visit(row, planned_on=timezone.localdate() + DAY, by=line.city.clerk, at=timezone.now())


def test_days_that_cannot_be_are_refused(line: Line) -> None:
    row, by = handled(line.county), line.county.handler
    plan_visit(row, planned_on=TODAY, by=by, at=NOW)

    for day, sentence in ((TODAY - DAY, "早于今天"), (TODAY, "已经安排过"), (TODAY + 400 * DAY, "一年以内")):
        with pytest.raises(NotAllowed, match=sentence):
            plan_visit(row, planned_on=day, by=by, at=NOW)


def test_what_is_planned_goes_along_with_the_matter(line: Line) -> None:
    row = sent_down(line)
    plan_visit(row, planned_on=TODAY + 3 * DAY, by=line.county.handler, at=NOW)
    moved(row, "object", by=line.county.clerk, at=NOW, note="误转。")

    moved(row, "object_agree", by=line.city.clerk, at=NOW + DAY)

    assert row.follow_ups.get().org == line.tree.binzhou
    assert row.deadlines.open().get(kind="follow_up").org == line.tree.binzhou
    assert row.deadlines.filter(kind="follow_up", outcome="cancelled").count() == 1


def test_closing_where_someone_may_be_in_danger_wants_a_visit_that_found_her_safe_or_a_reason(line: Line) -> None:
    row, by = replied(line, category="family.dv"), line.county.clerk
    bare = {"root_cause": "violence", "unvisited": ""}

    with pytest.raises(NotAllowed, match="确认本人安全"):
        moved(row, "close", by=by, at=NOW, **bare)
    visited(row, line, at=NOW)
    visited(row, line, at=NOW + DAY, outcome="new_facts", note="又被打。")
    with pytest.raises(NotAllowed, match="确认本人安全"):
        moved(row, "close", by=by, at=NOW + DAY, **bare)
    visited(row, line, at=NOW + 2 * DAY)

    assert moved(row, "close", by=by, at=NOW + 2 * DAY, **bare).status == Status.CLOSED
    assert row.conclusions.get().unvisited == ""


def test_a_reason_closes_it_too_and_stays(line: Line, client: Client) -> None:
    row = replied(line, at=timezone.now(), category="family.dv")

    assert "unvisited" in opened(client, row, "close", line.county.clerk).context["form"].fields
    refused = sent(client, row, "close", line.county.clerk, unvisited="")
    assert refused.context["form"].errors["unvisited"]
    sent(client, row, "close", line.county.clerk, unvisited="本人去世。", typical="on", relief_told="on")

    told = row.conclusions.get()
    assert (told.unvisited, told.root_cause, told.typical, told.relief_told) == ("本人去世。", "violence", True, True)
    assert row.events.latest("pk").data["unvisited"] == "本人去世。"


def test_a_matter_without_danger_closes_without_a_visit(line: Line, client: Client) -> None:
    row = replied(line, at=timezone.now(), category="labour.wages")

    assert "unvisited" not in opened(client, row, "close", line.county.clerk).context["form"].fields
    assert moved(row, "close", by=line.county.clerk, at=timezone.now(), unvisited="").status == Status.CLOSED


def test_a_planned_visit_outlives_the_closing_and_is_still_recorded(line: Line) -> None:
    row = replied(line)
    visit = plan_visit(row, planned_on=TODAY + 30 * DAY, by=line.county.handler, at=NOW)
    row = moved(row, "close", by=line.county.clerk, at=NOW)

    assert row.deadlines.open().get().kind == "follow_up"
    with pytest.raises(NotAllowed, match="还没有登记"):
        moved(row, "archive", by=line.county.clerk, at=NOW + DAY, retention="10y")
    given = Visit(NOW + DAY, "phone", "safe", safe_to_talk=True)
    record_visit(row, given, planned=visit, by=line.county.handler, at=NOW + DAY)
    row = moved(row, "archive", by=line.county.clerk, at=NOW + DAY, retention="10y")

    with pytest.raises(NotAllowed, match="归档"):
        plan_visit(row, planned_on=TODAY + 60 * DAY, by=line.county.handler, at=NOW + DAY)


def test_the_page_takes_the_same_number_of_questions_for_one_visit_and_for_three(line: Line, client: Client) -> None:
    def questions(row: Petition) -> int:
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(row.get_absolute_url())
        return len(asked)

    one, three = accepted(line.county), accepted(line.county)
    client.force_login(line.county.handler)
    for row, count in ((one, 1), (three, 3)):
        for n in range(count):
            visited(row, line, at=NOW + n * DAY)
            plan_visit(row, planned_on=TODAY + (9 + n) * DAY, by=line.county.handler, at=NOW)

    assert min(questions(one), questions(one)) == min(questions(three), questions(three))
