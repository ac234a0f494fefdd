"""The clocks of a case of violence as a table that a lawyer can read: rule, given, what is due, when.

Monday the 23rd of November 2026, ten o'clock in Beijing, is the day zero of every row.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from cases.actions.violence.course import record_violence
from cases.actions.violence.reports import Telling, record_feedback, record_result, report_mandatorily
from cases.actions.violence.warnings import Visited, Warned, record_warning, record_warning_visit
from cases.models import Petition, WarningLetter
from cases.violence_law import police_decision_of
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.limits import Unit
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from tests.cases.lives import DAY, Line, make_line, registered
from tests.cases.samples import NOW, moved
from tests.cases.violence import HIGH, again, assessed, called, course, pressed, violence
from tests.factories import ProvinceTree

BEIJING = ZoneInfo("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)
TODAY = NOW.date()


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def moment(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("code", "hours", "by_law"),
    [
        (371602000000, 72, "公通字〔2024〕34号第八条：72 小时"),
        (420902000000, 72, "湖北：72 小时"),
        (130102000000, 72, "河北：72 小时"),
        (440103000000, 24, "广东办法第二十六条：24 小时"),
        (530102000000, 24, "云南条例第二十八条：24 小时"),
        (410102000000, 24, "河南条例第二十五条：24 小时"),
    ],
)
def test_the_police_decide_within(code: int, hours: int, by_law: str) -> None:
    limit = police_decision_of(code)

    assert (limit.amount, limit.unit, limit.kind) == (hours, Unit.HOUR, "dv_police_decision"), by_law
    assert limit.article.startswith("《")


def reported_to_police(line: Line) -> Petition:
    row = course(line.county).petition
    called(row, line.county, accepted_at=NOW)
    return row


def reported_without_acceptance(line: Line) -> Petition:
    row = course(line.county).petition
    called(row, line.county, reported_at=NOW - HOUR)
    return row


def child_reported(line: Line) -> Petition:
    row = registered(line.county, category="child.abuse", birth_year=2015, id_number="")
    record_violence(row, violence(relation="parent"), by=line.county.handler, at=NOW)
    telling = Telling(NOW, NOW, ["police"], "市中派出所", "警号 0123", triggers=(4,))
    report_mandatorily(row, telling, by=line.county.handler, at=NOW)
    return row


def child_known(line: Line) -> Petition:
    row = registered(line.county, category="child.abuse", birth_year=2015, id_number="")
    return record_violence(row, violence(relation="parent"), by=line.county.handler, at=NOW).petition


def warned(line: Line, row: Petition | None = None, *, at: dt.datetime = NOW) -> WarningLetter:
    row = row or course(line.county).petition
    letter = Warned("市中派出所", "滨公（市中）告诫〔2026〕12号", TODAY, TODAY, "黄河社区")
    return record_warning(row, letter, by=line.county.handler, at=at)


def visited(letter: WarningLetter, line: Line, at: dt.datetime, finding: str = "clean", **more: object) -> None:
    given = {"channel": "in_person", "safe_to_talk": finding != "unclear", "note": "当面。"} | more
    record_warning_visit(letter, Visited(at, finding=finding, **given), by=line.county.handler, at=at)  # type: ignore[arg-type]


def first_visited(line: Line) -> Petition:
    letter = warned(line)
    visited(letter, line, NOW + 5 * DAY)
    return letter.petition


@pytest.mark.parametrize(
    ("rule", "given", "kind", "due"),
    [
        ("34号文八：受理起 72 小时", reported_to_police, "dv_police_decision", "2026-11-26 10:00"),
        ("受理时间没有告知的，从报警起算", reported_without_acceptance, "dv_police_decision", "2026-11-26 09:00"),
        ("高检发9号文十：3 日内反馈", child_reported, "minor_feedback", "2026-11-26 23:59:59"),
        ("反家暴法14：立即报告（内部 2 小时）", child_known, "dv_mandatory_report", "2026-11-23 12:00"),
        (
            "规程11：高危立即报警、报上级（内部 2 小时）",
            lambda x: assessed(x.county, HIGH).petition,
            "dv_high_danger",
            "2026-11-23 12:00",
        ),
        ("34号文十二：送达后 7 日内首次查访", lambda x: warned(x).petition, "warning_visit", "2026-11-30 23:59:59"),
        ("34号文十二：此后每三个月查访一次", first_visited, "warning_visit", "2027-02-28 23:59:59"),
    ],
)
def test_so_long_is_the_time(line: Line, rule: str, given: Callable[[Line], Petition], kind: str, due: str) -> None:
    duty = given(line).deadlines.open().get(kind=kind)

    assert (duty.due_at.replace(microsecond=0), duty.org) == (moment(due), line.tree.bincheng), rule


def test_a_decision_and_a_feedback_stop_their_clocks(line: Line) -> None:
    row, child, by = reported_to_police(line), child_reported(line), line.county.handler

    record_result(
        row.police_reports.get(),
        result="warning",
        result_at=NOW + 71 * HOUR,
        appraised=True,
        by=by,
        at=NOW + 72 * HOUR,
    )
    record_feedback(
        child.mandatory_reports.get(), feedback="已立案。", feedback_at=NOW + 4 * DAY, by=by, at=NOW + 4 * DAY
    )

    assert row.deadlines.get(kind="dv_police_decision").outcome == "met"
    assert child.deadlines.get(kind="minor_feedback").outcome == "late"
    with pytest.raises(NotAllowed, match="已经登记处理结果"):
        record_result(
            row.police_reports.get(), result="nothing", result_at=NOW, appraised=False, by=by, at=NOW + 80 * HOUR
        )
    with pytest.raises(NotAllowed, match="已经登记反馈"):
        record_feedback(child.mandatory_reports.get(), feedback="x", feedback_at=NOW, by=by, at=NOW + 5 * DAY)


def test_a_warning_letter_is_visited_to_its_end(line: Line) -> None:
    """7 days, then every three months; three clean ones after the first end it (34号文十二)."""
    letter = warned(line)
    days = (5, 90, 178, 265)
    for day in days[:-1]:
        visited(letter, line, NOW + day * DAY)
        letter.refresh_from_db()
        assert letter.ended_at is None

    visited(letter, line, NOW + days[-1] * DAY)

    letter.refresh_from_db()
    assert letter.ended == "clean"
    assert [visit.first for visit in letter.visits.all()] == [True, False, False, False]
    assert not letter.petition.deadlines.open().filter(kind="warning_visit").exists()
    assert set(letter.petition.deadlines.filter(kind="warning_visit").values_list("outcome", flat=True)) == {"met"}
    with pytest.raises(NotAllowed, match="已经结束"):
        visited(letter, line, NOW + 300 * DAY)


def test_violence_in_between_begins_the_count_and_the_course_anew(line: Line) -> None:
    row = assessed(line.county)
    letter = warned(line, row.petition)
    for day in (5, 90, 180):
        visited(letter, line, NOW + day * DAY)

    visited(letter, line, NOW + 200 * DAY, "violence", note="又动手，已报警。")

    row = again(row)
    assert (row.state, row.relapses) == ("relapsed", 1)
    for day in (210, 300):
        visited(letter, line, NOW + day * DAY)
    letter.refresh_from_db()
    assert letter.ended == ""
    visited(letter, line, NOW + 390 * DAY)
    letter.refresh_from_db()
    assert letter.ended == "clean"


def test_who_cannot_speak_has_told_nothing_and_is_visited_again(line: Line) -> None:
    letter = warned(line)
    before = letter.petition.deadlines.open().get(kind="warning_visit")

    with pytest.raises(NotAllowed, match="不便说话"):
        visited(letter, line, NOW + DAY, safe_to_talk=False)
    visited(letter, line, NOW + DAY, "unclear")

    assert letter.petition.deadlines.open().get(kind="warning_visit") == before
    visited(letter, line, NOW + 2 * DAY)
    assert [visit.first for visit in letter.visits.all()] == [False, True]


def test_a_new_letter_takes_the_place_of_the_one_before(line: Line) -> None:
    letter = warned(line)

    newer = warned(line, letter.petition, at=NOW + DAY)

    letter.refresh_from_db()
    assert letter.ended == "replaced"
    assert letter.petition.deadlines.open().get(kind="warning_visit").item == newer.item


def test_the_course_does_not_end_while_a_letter_is_visited(line: Line) -> None:
    row = assessed(line.county)
    warned(line, row.petition)
    row.state = "monitoring"
    row.planned_at, row.plan_handler = NOW, line.county.handler
    row.save(update_fields=["state", "planned_at", "plan_handler"])

    with pytest.raises(NotAllowed, match="查访还没有结束"):
        pressed(row, "close", line.county)


def test_visits_go_on_when_the_petition_is_closed_and_climb(line: Line) -> None:
    row = course(line.county).petition
    letter = warned(line, row)
    moved(
        row, "withdraw", by=line.county.clerk, at=NOW, note="本人撤回。", withdrawn_how="writing", safety="当面确认。"
    )

    duty = row.deadlines.open().get(kind="warning_visit", item=letter.item)
    with rows_of(EVERYTHING):
        sweep(NOW + 14 * DAY)
        duty.refresh_from_db()
        assert duty.desk == line.tree.binzhou


def test_a_warning_visit_passes_the_gate_of_safe_contact(line: Line) -> None:
    letter = warned(line)

    with pytest.raises(NotAllowed, match="没有同意"):
        visited(letter, line, NOW + DAY, channel="home")
    visited(letter, line, NOW + DAY, channel="home", despite="与派出所一起上门，她在家。")

    assert letter.visits.get().channel == "home"
    assert letter.petition.events.filter(verb="contact.despite").count() == 1


def test_another_county_writes_none_of_it(line: Line) -> None:
    letter, by = warned(line), line.neighbour.handler
    row = letter.petition
    report = called(row, line.county)

    for act in (
        lambda: called(row, line.neighbour),
        lambda: record_result(report, result="warning", result_at=NOW, appraised=False, by=by, at=NOW),
        lambda: record_warning(row, Warned("所", "1", TODAY, TODAY), by=by, at=NOW),
        lambda: record_warning_visit(letter, Visited(NOW, "in_person", True, "clean"), by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="只有承办单位可以"):
            act()
