"""T-05 to T-08: what each table counts, for whom small figures are hidden, the file, and nobody else's range."""

import datetime as dt
import io
import re
from collections import Counter

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling, report_breach
from cases.actions.violence.reports import Telling, record_result, report_mandatorily
from cases.models import Petition
from cases.violence_statistics import mandatory_figures, order_figures, violence_figures, warning_figures
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.violence_sheet import TABLES, ViolenceSheet
from fedportal.lib.database_clock import database_now
from fedportal.orgs.models import Organization
from stations.actions.shelter_care import refer
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW, accusation
from tests.cases.test_law_of_violence import child_known, visited, warned
from tests.cases.violence import HIGH, assessed, called, course, found_safe, pressed
from tests.factories import ProvinceTree, user
from tests.stations.shelters import shelter, stay, woman

PAGE = "/statistics/violence/"
PERIOD = (NOW - 30 * DAY, NOW + 30 * DAY)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def bounds(line: Line) -> list[int]:
    return [line.tree.bincheng.code, line.tree.bincheng.code_end]


def test_t05_counts_matters_people_results_and_relapses(line: Line) -> None:
    by = line.county.handler
    row = assessed(line.county, HIGH, forms=["physical", "economic"], groups=("maternity",))
    report = called(row.petition, line.county)
    record_result(report, result="warning", result_at=NOW + DAY, appraised=True, by=by, at=NOW + DAY)
    found_safe(row.petition, line.county, at=NOW + DAY)
    pressed(row, "relapse", line.county, at=NOW + 2 * DAY)
    course(line.county, relation="parent")
    accusation(line.county.head, category="family.dv")

    found = violence_figures(line.tree.shandong, bounds(line), PERIOD)

    assert +found[1] == {
        **{"matters": 2, "people": 2, "form_physical": 2, "form_economic": 1, "group_maternity": 1},
        **{"relation_spouse": 1, "relation_others": 1, "danger_high": 1, "danger_unknown": 1},
        **{"told": 1, "police_warning": 1, "appraised": 1, "visited": 1, "relapses": 1},
    }
    assert violence_figures(line.tree.shandong, bounds(line), (NOW - 30 * DAY, NOW - DAY)) == {}


def test_t06_counts_letters_and_the_visits_that_fell_due(line: Line) -> None:
    letter = warned(line)
    visited(letter, line, NOW + 5 * DAY)
    late = warned(line)
    visited(late, line, NOW + 9 * DAY)
    visited(late, line, NOW + 20 * DAY, "violence", note="又动手。")

    found = warning_figures(line.tree.shandong, bounds(line), PERIOD)

    assert +found[1] == {"letters": 2, "first_due": 2, "first_in_time": 1, "violence_again": 1}


def test_t07_counts_orders_in_force_their_visits_and_breaches(line: Line) -> None:
    by, row = line.county.handler, assessed(line.county).petition
    order = apply_for_order(row, Application("herself", (1,), "人民法院", NOW), by=by, at=NOW)
    until = timezone.localdate(NOW + 40 * DAY)
    record_ruling(order, Ruling("granted", NOW, "1号", until), by=by, at=NOW)
    found_safe(row, line.county, at=NOW + 7 * DAY)
    report_breach(order, happened_at=NOW + 8 * DAY, told=["police"], note="堵她。", by=by, at=NOW + 8 * DAY)

    found = order_figures(line.tree.shandong, bounds(line), PERIOD)

    assert (found[1]["in_force"], found[1]["ends_soon"], found[1]["breaches"]) == (1, 1, 1)
    assert found[1]["visits_due"] >= 1


@pytest.mark.parametrize(
    ("days", "in_force"),
    [(30, 1), (29, 1), (28, 0), (6, 0)],
    ids=["beyond the period", "to its last day", "to the day before", "its last day is visited, the 7th no more"],
)
def test_t07_counts_no_order_that_ran_out_although_nobody_wrote_it_down(line: Line, days: int, in_force: int) -> None:
    by, row = line.county.handler, assessed(line.county).petition
    order = apply_for_order(row, Application("herself", (1,), "人民法院", NOW), by=by, at=NOW)
    until = timezone.localdate(NOW + days * DAY)
    record_ruling(order, Ruling("granted", NOW, "1号", until), by=by, at=NOW)
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(NOW + 30 * DAY), dt.time()))

    found = order_figures(line.tree.shandong, bounds(line), (NOW - 30 * DAY, midnight))

    assert (found[1]["in_force"], found[1]["visits_due"]) == (in_force, 1)


def test_t08_counts_reports_by_situation_and_what_came_back(line: Line) -> None:
    row, by = child_known(line), line.county.handler
    telling = Telling(NOW - 2 * DAY, NOW, ["police"], "所", "警号", triggers=(2, 4))
    report_mandatorily(row, telling, by=by, at=NOW)

    found = mandatory_figures(line.tree.shandong, bounds(line), PERIOD)

    assert +found[1] == {"reports": 1, "trigger_2": 1, "trigger_4": 1, "feedback_due": 1, "feedback_missing": 1}


def test_small_figures_are_read_in_their_county_alone(line: Line, client: Client) -> None:
    """Also not by the day: outside the county a period is told once it is over."""
    now = assessed(line.county, HIGH, at=timezone.now())
    last_year = timezone.now() - 366 * DAY

    client.force_login(user(line.tree.bincheng, Role.STAT_OFFICER))
    assert client.get(PAGE).context["sheet"].total.words[0] == "1"

    client.force_login(user(line.tree.binzhou, Role.STAT_OFFICER))
    for asked in ("", f"{last_year.year + 1}-{timezone.localdate().month:02d}"):
        page = client.get(PAGE, {"period": asked})
        assert page.context["sheet"].lines == []
        assert page.context["period"].later is None
        assert "月" not in [label for label, _, _ in page.context["kinds"]]
    Petition.objects.filter(pk=now.petition_id).update(received_at=last_year)
    page = client.get(PAGE)
    assert [(row.name, row.words[0]) for row in page.context["sheet"].lines] == [("滨城区", "<5")]
    assert page.context["sheet"].total.words[0] == "—"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}?form=xlsx").content)).worksheets[0]
    told = {cell for row in book.iter_rows(min_row=5, values_only=True) for cell in row}
    assert told <= {"滨城区", "合计", "<5", "—", "*", 0}
    assert AccessEvent.objects.filter(verb="violence.download").exists()


def test_whether_she_is_in_a_shelter_is_read_by_who_leads_the_unit_alone(line: Line, client: Client) -> None:
    """The husband in the county's office, who reads its figures, is told neither of one nor that there is none."""
    at, keeper = database_now(), user(line.tree.bincheng, Role.UNIT_HEAD, Role.SHELTER_WORKER)
    row = course(line.county, at=at)
    course(line.county, at=at)
    living = stay(shelter(keeper), keeper, woman(), at=at, petition=row.petition)
    refer(living, kind="legal", words="法律援助中心", by=keeper, at=at)
    columns = [list(TABLES["t05"].heads).index(name) for name in ("matters", "sheltered", "aided")]

    def told(reader: User, **asked: str) -> list[list[str]]:
        client.force_login(reader)
        sheet = client.get(PAGE, asked).context["sheet"]
        return [[line.words[place] for place in columns] for line in (*sheet.lines, sheet.total)]

    assert told(keeper) == [["2", "1", "1"]] * 2
    clerk = user(line.tree.bincheng, Role.STAT_OFFICER)
    assert told(clerk) == [["2", "—", "—"]] * 2
    Petition.objects.update(received_at=at - 366 * DAY)
    last_year = str(timezone.localdate().year - 1)
    assert told(clerk, period=last_year) == [["2", "<5", "<5"], ["2", "—", "—"]]
    living.application.__class__.objects.update(petition=None)
    assert told(clerk, period=last_year) == [["2", "<5", "<5"], ["2", "—", "—"]]  # and none looks the same
    assert told(user(line.tree.huimin, Role.UNIT_HEAD)) == [["0", "0", "0"]]


@pytest.mark.parametrize(
    ("table", "counted", "whole"),
    [
        ("t05", {"matters": 12, "people": 12, "told": 10}, "matters"),
        ("t05", {"matters": 12, "people": 12, "visited": 11}, "matters"),
        ("t06", {"first_due": 12, "first_in_time": 10}, "first_due"),
        ("t06", {"later_due": 12, "later_done": 10}, "later_due"),
        ("t07", {"visits_due": 12, "visits_done": 10}, "visits_due"),
        ("t08", {"reports": 12, "at_once": 10}, "reports"),
        ("t08", {"feedback_due": 18, "feedback_in_time": 10, "feedback_missing": 6}, "feedback_due"),
    ],
)
def test_a_small_rest_that_nobody_draws_cannot_be_counted_either(
    line: Line, table: str, counted: dict[str, int], whole: str
) -> None:
    at = timezone.now()
    scope, period = Range.of(line.tree.binzhou, at), ReportPeriod.read("", timezone.localdate(at))
    assert period is not None
    figures = [{scope.index_of(line.tree.bincheng): Counter(counted)}]
    part = list(counted)[-1]

    def shown(reader: Organization, name: str) -> str:
        sheet = ViolenceSheet(TABLES[table], scope, period, figures, user(reader, Role.STAT_OFFICER))
        assert len(sheet.lines[0].words) == len(sheet.heads)
        return sheet.lines[0].words[list(TABLES[table].heads).index(name)]

    assert (shown(line.tree.binzhou, part), shown(line.tree.binzhou, whole)) == (str(counted[part]), "*")
    assert shown(line.tree.bincheng, whole) == str(counted[whole])


def test_outside_the_county_the_table_says_which_periods_are_not_compared(line: Line, client: Client) -> None:
    for reader, told in ((line.tree.binzhou, True), (line.tree.bincheng, False)):
        client.force_login(user(reader, Role.STAT_OFFICER))
        page = client.get(PAGE).content.decode()
        assert ("按已经结束的季度、半年、年度统计" in page) == told


def test_each_table_has_its_page_and_another_city_sees_nothing(line: Line, client: Client) -> None:
    course(line.county, at=timezone.now())
    client.force_login(user(line.tree.bincheng, Role.STAT_OFFICER))
    for table, words in (("t05", "投诉件"), ("t06", "7 日内首访"), ("t07", "30 日内到期"), ("t08", "情形9")):
        page = client.get(f"{PAGE}?table={table}&org={line.tree.bincheng.code}")
        turns = [link for link in re.findall(r'href="\?([^"]*)"', page.content.decode()) if "form=" not in link]
        assert turns
        assert all("table=" in link for link in turns)  # another period is of the same table
        assert page.status_code == 200
        assert words in page.context["sheet"].heads

    Petition.objects.update(received_at=timezone.now() - 366 * DAY)
    client.force_login(user(line.tree.dongying, Role.STAT_OFFICER))
    assert client.get(PAGE).context["sheet"].lines == []
    assert client.get(f"{PAGE}?org={line.tree.bincheng.code}").status_code == 404
