"""The course of a case of violence: what is asked, its states, and what the law forbids (规程 art. 5 to 14)."""

import datetime as dt

import pytest

from cases.actions.violence.course import advance_course, record_violence, tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.reports import Telling, report_mandatorily
from cases.forms.violence.course_forms import MoveForm
from cases.models import Event, NamedReader, Petition, Recusal, ViolenceCase
from cases.workflow.violence import COURSE_MOVES
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, handled, make_line, registered
from tests.cases.samples import NOW, moved
from tests.cases.violence import (
    HIGH,
    LOW,
    MEDIUM,
    again,
    alarmed,
    assessed,
    called,
    course,
    found_safe,
    pressed,
    violence,
)
from tests.factories import ProvinceTree, user

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def told_of_a_child(row: ViolenceCase, line: Line, *, at: dt.datetime = NOW, **fields: object) -> None:
    given = {"known_at": at, "reported_at": at, "to": ["police"], "station": "市中派出所", "person": "警号 0123"}
    telling = Telling(**{"triggers": (4,)} | given | fields)  # type: ignore[arg-type]
    report_mandatorily(row.petition, telling, by=line.county.handler, at=at)


def owed(row: ViolenceCase) -> set[str]:
    at_once = ("dv_high_danger", "dv_mandatory_report")
    return set(row.petition.deadlines.open().filter(kind__in=at_once).values_list("kind", flat=True))


def test_it_begins_with_what_is_done_to_her_and_what_she_wants(line: Line) -> None:
    row = course(line.county, history="婚后多次。", wishes=["stop", "warning"], told=True)

    assert (row.state, row.forms, row.wishes, row.told_at) == ("reported", ["physical"], ["stop", "warning"], NOW)
    assert row.petition.events.latest("pk").verb == "violence.begin"
    assert AccessEvent.objects.filter(verb="violence.begin").exists()
    with pytest.raises(NotAllowed, match="本人意愿"):
        record_violence(row.petition, violence(wishes=[]), by=line.county.handler, at=NOW)
    record_violence(row.petition, violence(relation="former"), by=line.county.handler, at=NOW + HOUR)
    row = again(row)
    assert (row.relation, row.opened_at, row.told_at) == ("former", NOW, NOW)  # told once, told for good


def test_only_matters_of_violence_at_home_have_a_course(line: Line) -> None:
    other = handled(line.county, category="labour.wages")

    with pytest.raises(NotAllowed, match="只有家庭暴力"):
        record_violence(other, violence(), by=line.county.handler, at=NOW)


def test_another_county_neither_begins_nor_moves_it(line: Line) -> None:
    row = assessed(line.county)

    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        record_violence(row.petition, violence(), by=line.neighbour.handler, at=NOW)
    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        advance_course(row.petition, COURSE_MOVES["relapse"], note="又打。", by=line.neighbour.handler, at=NOW)
    assert again(row).state == "assessed"


def test_a_low_danger_goes_its_way_to_the_end(line: Line) -> None:
    row = assessed(line.county, LOW)
    row = pressed(row, "plan", line.county)
    row = pressed(row, "protect", line.county)
    row = pressed(row, "monitor", line.county)
    found_safe(row.petition, line.county, at=NOW + 7 * DAY)

    row = pressed(row, "close", line.county, at=NOW + 7 * DAY)

    assert (row.state, row.closed_at) == ("closed", NOW + 7 * DAY)
    verbs = [verb for verb in Event.objects.values_list("verb", flat=True).order_by("pk") if "violence" in verb]
    assert verbs == [
        *("violence.begin", "violence.danger", "violence.assessed", "violence.plan"),
        *("violence.protect", "violence.monitor", "violence.close"),
    ]


@pytest.mark.parametrize(
    ("rule", "brought", "move", "refused"),
    [
        ("3.4：没有评估不得离开接诉", lambda x: course(x.county), "plan", "不能“制定方案”"),
        ("规程11：高危先报警", lambda x: assessed(x.county, HIGH), "plan", "请先协助报警"),
        ("规程11：高危先报警再转介", lambda x: assessed(x.county, HIGH), "refer", "请先协助报警"),
        ("规程13：回访安全才能结案", lambda x: in_monitoring(x), "close", "确认本人安全"),
        ("3.4：结案后不再定方案", lambda x: closed(x), "plan", "不能“制定方案”"),
        ("3.4：没有方案不得回访", lambda x: assessed(x.county), "monitor", "不能“转入跟踪回访”"),
    ],
)
def test_the_law_forbids_it(line: Line, rule: str, brought: object, move: str, refused: str) -> None:
    row = brought(line)  # type: ignore[operator]

    with pytest.raises(NotAllowed, match=refused):
        pressed(row, move, line.county, at=NOW + 8 * DAY)
    assert again(row).state == row.state, rule


def in_monitoring(line: Line) -> ViolenceCase:
    return pressed(pressed(assessed(line.county), "plan", line.county), "monitor", line.county)


def closed(line: Line) -> ViolenceCase:
    row = in_monitoring(line)
    found_safe(row.petition, line.county, at=NOW + DAY)
    return pressed(row, "close", line.county, at=NOW + DAY)


def test_high_danger_goes_to_police_and_superior_before_anything_is_planned(line: Line) -> None:
    row = assessed(line.county, HIGH)
    assert owed(row) == {"dv_high_danger"}

    called(row.petition, line.county)
    with pytest.raises(NotAllowed, match="请先报告上级妇联"):
        pressed(row, "plan", line.county)
    tell_superior(row.petition, told_at=NOW, how="电话报市妇联", by=line.county.handler, at=NOW)

    assert owed(row) == set()
    assert pressed(again(row), "plan", line.county).state == "planned"
    with rows_of(EVERYTHING):
        told = Notice.objects.filter(org=line.tree.binzhou, text__contains="高度危险")
        assert set(told.values_list("role", flat=True)) == {Role.SUPERVISOR, Role.UNIT_HEAD}
        assert not any("王小芳" in notice.text for notice in told)


def test_high_danger_of_which_nobody_tells_climbs_within_hours(line: Line) -> None:
    row = assessed(line.county, HIGH)

    with rows_of(EVERYTHING):
        sweep(NOW + 4 * HOUR)

    duty = row.petition.deadlines.get(kind="dv_high_danger")
    assert (duty.due_at, duty.desk) == (NOW + 2 * HOUR, line.tree.binzhou)


def test_high_danger_is_not_mediated_nor_what_nobody_has_assessed(line: Line) -> None:
    asked = {"mediation_kind": "people", "consent": True}
    waiting, high = course(line.county).petition, assessed(line.county, HIGH).petition
    low = assessed(line.county).petition

    with pytest.raises(NotAllowed, match="请先按量表评估"):
        moved(waiting, "mediate", by=line.county.handler, at=NOW, **asked)
    with pytest.raises(NotAllowed, match="不得劝和、调解"):
        moved(high, "mediate", by=line.county.handler, at=NOW, **asked)
    assert moved(low, "mediate", by=line.county.handler, at=NOW, **asked).status == "mediating"


def child_of(line: Line, **fields: object) -> Petition:
    return registered(line.county, **{"category": "child.abuse", "birth_year": 2015, "id_number": ""} | fields)


def test_a_child_is_reported_before_the_case_leaves_intake(line: Line) -> None:
    row = record_violence(child_of(line), violence(relation="parent"), by=line.county.handler, at=NOW)
    assert row.groups == ["minor"]  # by her age, whether anybody ticks it or not
    assess_danger(row.petition, marked=LOW, by=line.county.handler, at=NOW)

    assert (again(row).state, owed(row)) == ("reported", {"dv_mandatory_report"})
    for move, answers in (
        ("pass_down", {"receiver": line.tree.bincheng}),
        ("redirect", {"competent_organ": "公安局"}),
        ("refuse", {"refusal": "unclear"}),
    ):
        with pytest.raises(NotAllowed, match="强制报告"):
            moved(row.petition, move, by=line.county.clerk, at=NOW, note="另行处理。", told_how="in_person", **answers)
    told_of_a_child(row, line)

    assert (again(row).state, owed(row)) == ("assessed", set())
    assert row.petition.events.filter(verb="violence.mandatory").get().data["triggers"].startswith("（四）")


def test_who_lacks_capacity_is_reported_without_a_childs_situation(line: Line) -> None:
    row = course(line.county, groups=("no_capacity",))

    told_of_a_child(row, line, triggers=())

    assert row.petition.mandatory_reports.get().triggers == []


def test_what_is_learned_of_her_later_is_reported_before_the_plan(line: Line) -> None:
    row = assessed(line.county)
    record_violence(row.petition, violence(groups=("no_capacity",)), by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="强制报告"):
        pressed(row, "plan", line.county)
    told_of_a_child(row, line, triggers=())
    assert pressed(again(row), "plan", line.county).state == "planned"


def test_a_report_that_the_law_commands_is_whole(line: Line) -> None:
    child = record_violence(child_of(line), violence(relation="parent"), by=line.county.handler, at=NOW)
    adult = course(line.county)

    for fields, refused in (
        ({"triggers": ()}, "请选择强制报告的情形"),
        ({"to": ["civil"]}, "应当向公安机关报告"),
        ({"person": " "}, "接报人"),
        ({"known_at": NOW + HOUR}, "报告时间应当在知悉之后"),
    ):
        with pytest.raises(NotAllowed, match=refused):
            told_of_a_child(child, line, **fields)
    with pytest.raises(NotAllowed, match="登记报警即可"):
        told_of_a_child(adult, line)


def test_a_relapse_begins_anew_and_is_told_of_again(line: Line) -> None:
    row = pressed(alarmed(assessed(line.county, HIGH), line.county), "plan", line.county)

    row = pressed(row, "relapse", line.county, at=NOW + DAY, note="昨晚又动手。")

    assert (row.state, row.relapses, row.round_at, row.superior_told_at) == ("relapsed", 1, NOW + DAY, None)
    assert owed(row) == {"dv_high_danger"}
    with pytest.raises(NotAllowed, match="不能“制定方案”"):
        pressed(row, "plan", line.county, at=NOW + DAY)
    assess_danger(row.petition, marked=MEDIUM, by=line.county.handler, at=NOW + DAY)
    assert (again(row).state, owed(row)) == ("assessed", set())


def test_a_closed_case_is_assessed_after_a_relapse_only(line: Line) -> None:
    row = closed(line)

    with pytest.raises(NotAllowed, match="请先登记再次施暴"):
        assess_danger(row.petition, marked=LOW, by=line.county.handler, at=NOW + 2 * DAY)
    row = pressed(row, "relapse", line.county, at=NOW + 2 * DAY)
    assert (row.state, row.closed_at) == ("relapsed", None)


def test_a_plan_names_one_of_ours(line: Line) -> None:
    row = assessed(line.county)

    for handler in (None, line.neighbour.handler):
        with pytest.raises(NotAllowed, match="个案负责人"):
            pressed(row, "plan", line.county, plan_handler=handler)
    with pytest.raises(NotAllowed, match="个案方案"):
        pressed(row, "plan", line.county, plan=" ")


def test_a_plan_names_nobody_who_may_not_open_the_case(line: Line) -> None:
    row = assessed(line.county)
    colleague = user(line.tree.bincheng, Role.HANDLER)  # not in its handling line

    with pytest.raises(NotAllowed, match="知悉本件"):
        pressed(row, "plan", line.county, plan_handler=colleague)
    NamedReader.objects.create(
        petition=row.petition, user=colleague, named_by=line.county.head, at=NOW, reason="协助承办。"
    )
    form = MoveForm(petition=row.petition, by=line.county.handler, at=NOW, move=COURSE_MOVES["plan"])
    assert colleague in form.fields["plan_handler"].queryset
    Recusal.objects.create(petition=row.petition, user=colleague, at=NOW, reason="邻居。")
    with pytest.raises(NotAllowed, match="没有回避"):
        pressed(row, "plan", line.county, plan_handler=colleague)
    assert pressed(row, "plan", line.county).plan_handler == line.county.handler


def test_what_falls_away_was_not_done(line: Line) -> None:
    calmer, corrected = assessed(line.county, HIGH), course(line.county, groups=("no_capacity",))
    done = alarmed(assessed(line.county, HIGH), line.county)

    assess_danger(calmer.petition, marked=LOW, by=line.county.handler, at=NOW)
    record_violence(corrected.petition, violence(), by=line.county.handler, at=NOW)

    at_once = {"kind__in": ("dv_high_danger", "dv_mandatory_report")}
    outcomes = [row.petition.deadlines.get(**at_once).outcome for row in (calmer, corrected, done)]
    assert outcomes == ["cancelled", "cancelled", "met"]


def test_what_is_told_above_is_called_high_where_it_is(line: Line) -> None:
    for marked in (LOW, HIGH):
        alarmed(assessed(line.county, marked), line.county)

    told = [notice.text for notice in Notice.objects.filter(text__contains="家庭暴力，请关注处置").order_by("pk")]
    assert ["高度危险" in text for text in (told[0], told[-1])] == [False, True]


def test_its_duties_go_with_the_matter(line: Line) -> None:
    row = registered(line.county, category="family.dv")
    record_violence(row, violence(), by=line.county.handler, at=NOW)
    assess_danger(row, marked=HIGH, by=line.county.handler, at=NOW)

    moved(row, "pass_down", by=line.county.clerk, at=NOW + HOUR, receiver=line.tree.beizhen, told_how="in_person")

    with rows_of(EVERYTHING):
        now = row.deadlines.open().get(kind="dv_high_danger")
        assert (now.org, now.due_at) == (line.tree.beizhen, NOW + 2 * HOUR)


def test_she_knows_what_she_may_ask_for_before_anything_is_planned(line: Line) -> None:
    row = assessed(line.county, told=False)

    with pytest.raises(NotAllowed, match="请先告知本人"):
        pressed(row, "plan", line.county)
    record_violence(row.petition, violence(), by=line.county.handler, at=NOW)
    assert pressed(again(row), "plan", line.county).state == "planned"


def test_its_new_holder_plans_anew(line: Line) -> None:
    row = registered(line.county, category="family.dv")
    record_violence(row, violence(), by=line.county.handler, at=NOW)
    assess_danger(row, marked=LOW, by=line.county.handler, at=NOW)
    pressed(again(row.violence), "plan", line.county, plan_handler=line.county.head)

    moved(row, "pass_down", by=line.county.clerk, at=NOW + HOUR, receiver=line.tree.beizhen, told_how="in_person")

    with rows_of(EVERYTHING):
        assert again(row.violence).state == "assessed"


def test_the_archive_waits_for_the_end_of_the_course(line: Line) -> None:
    row = assessed(line.county).petition
    Petition.objects.filter(pk=row.pk).update(status="closed", closed_at=NOW)
    row.follow_ups.planned().update(cancelled_at=NOW, cancelled_by=line.county.handler, cancel_reason="另约。")
    row.refresh_from_db()

    with pytest.raises(NotAllowed, match="结案以后才能归档"):
        moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")


def test_the_archive_holds_every_asking_of_the_scale_and_waits_for_no_visit(line: Line) -> None:
    row = in_monitoring(line)
    found_safe(row.petition, line.county, at=NOW + DAY)
    row = pressed(row, "close", line.county, at=NOW + DAY)
    assert not row.petition.follow_ups.planned().exists()
    Petition.objects.filter(pk=row.petition_id).update(status="closed", closed_at=NOW)

    kept = moved(again(row).petition, "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y").archive

    assert len(kept.manifest["danger"]) == 1
    with pytest.raises(NotAllowed, match="归档"):
        assess_danger(row.petition, marked=LOW, by=line.county.handler, at=NOW + 3 * DAY)
