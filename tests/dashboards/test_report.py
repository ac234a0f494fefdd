"""The yearly report: figures, what is compared, small cells, the paper that is drafted from it and its file."""

import datetime as dt
import io

import docx
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.advising import Advice, answer_suggestion, suggest
from cases.compared import Periods
from cases.documents.rendering import render
from cases.law import REGULATION
from cases.models import Briefing, Contact, DocumentKind, Petition
from cases.report_figures import Section, report_sections
from cases.small_cells import BELOW, WITHHELD
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.periods import ReportPeriod
from fedportal.orgs.models import Organization
from tests.cases.samples import accusation, petition
from tests.dashboards.busy import DAY, busy_year
from tests.dashboards.links import broken_claims, claims
from tests.dashboards.world import World
from tests.factories import user

ADDRESS, DRAFT = reverse("dashboards:report"), reverse("dashboards:report_new")


def page_of(client: Client, reader: User, org: Organization | None = None, **params: str) -> HttpResponse:
    client.force_login(reader)
    given = {"period": busy_year()} | params
    return client.get(ADDRESS, ({"org": str(org.code)} if org else {}) | given)


def around(now: dt.datetime, days: int = 200) -> Periods:
    """The last days, and as many before them; the year before is empty in this world but for one matter."""
    end = now + DAY
    year = dt.timedelta(days=365)
    start = end - days * DAY
    months = [timezone.localdate(now).replace(day=1)]
    return Periods((start, end), (start - days * DAY, start), (start - year, end - year), months)


def sections(org: Organization, periods: Periods, *, whole: bool = True) -> dict[str, Section]:
    return {section.title: section for section in report_sections(org, periods, whole=whole)}


def column(section: Section, number: int = 0) -> dict[str, str]:
    return {item.label: item.words[number] for item in section.items}


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng"])
def test_the_figures_equal_a_count_by_hand(busy: World, place: str) -> None:
    org, periods = getattr(busy.tree, place), around(busy.now)
    mine = [row for row in Petition.objects.all() if org.covers(row.org_code) and row.matter_class != "accusation"]

    found = sections(org, periods)

    for number, (start, end) in ((0, periods.now), (1, periods.before), (3, periods.year_ago)):
        rows = [row for row in mine if start <= row.received_at < end]
        contacts = [row for row in Contact.objects.filter(petition__in=mine) if start <= row.at < end]
        total = column(found["总量"], number)
        assert total == {
            "信访事项（件）": f"{len(rows)}",
            "初次信访（件）": f"{sum(row.repeat_count == 1 and row.same_as_id is None for row in rows)}",
            "重复信访（件）": f"{sum(row.repeat_count > 1 or row.same_as_id is not None for row in rows)}",
            "个人（件）": f"{sum(row.head_count < 5 for row in rows)}",
            "集体（件）": f"{sum(row.head_count >= 5 for row in rows)}",
            "其中家庭暴力（件）": f"{sum(row.category == 'family.dv' for row in rows)}",
            "其中涉及未成年人（件）": f"{sum(row.minor or row.category.startswith('child.') for row in rows)}",
            "办结（件，办结口径）": f"{sum(bool(row.closed_at) and start <= row.closed_at < end for row in mine)}",
        }
        assert column(found["信访形式，按次"], number)["合计（次）"] == f"{len(contacts)}"
        ways = column(found["信访形式，按件"], number)
        assert ways["来访（件）"] == f"{sum(row.channel == 'visit' for row in rows)}"
    kinds = column(found["领域分布"])
    rows = [row for row in mine if periods.now[0] <= row.received_at < periods.now[1]]
    assert kinds["婚姻家庭权益（件）"] == f"{sum(row.category.startswith('family.') for row in rows)}"
    assert sum(int(n) for n in kinds.values()) == len(rows)


def test_each_figure_stands_beside_the_earlier_ones_with_its_change(busy: World) -> None:
    total = sections(busy.tree.bincheng, around(busy.now))["总量"]
    now, before, change, year_ago, of_year = total.items[0].words

    assert total.heads == ["本期", "上期", "环比", "上年同期", "同比"]
    assert (int(now) > int(before) > 0, int(year_ago)) == (True, 1)
    assert change == f"+{(int(now) - int(before)) / int(before):,.1%}"
    assert of_year == f"+{(int(now) - 1) * 100:,}.0%"


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng", "beizhen"])
@pytest.mark.parametrize("months", [12, 6, 3, 1])
def test_every_number_equals_the_list_behind_it(client: Client, busy: World, place: str, months: int) -> None:
    year = ReportPeriod.read(busy_year(), timezone.localdate())

    page = page_of(
        client, busy.reader(getattr(busy.tree, place), Role.UNIT_HEAD), period=str(year and year.of_length(months))
    )

    assert len(set(claims(page))) > 3
    assert broken_claims(client, page) == []


def test_an_accusation_is_in_no_figure_even_for_its_reader(busy: World) -> None:
    periods = around(busy.now)
    before = report_sections(busy.tree.bincheng, periods, whole=True)

    accusation(busy.clerk, at=busy.now - DAY, org=busy.tree.huimin)

    assert report_sections(busy.tree.bincheng, periods, whole=True) == before


def test_few_guarded_matters_are_hidden_outside_their_county(busy: World) -> None:
    outside = sections(busy.tree.binzhou, around(busy.now), whole=False)
    inside = sections(busy.tree.bincheng, around(busy.now), whole=True)

    assert column(outside["总量"])["其中涉及未成年人（件）"] == BELOW
    assert column(outside["领域分布"])["未成年人权益（件）"] == BELOW
    assert WITHHELD in column(outside["领域分布"]).values()
    assert column(inside["领域分布"])["未成年人权益（件）"] == "1"


def test_what_is_hidden_has_no_share_no_change_and_no_list(client: Client, busy: World) -> None:
    page = page_of(client, busy.city)

    (kinds,) = (drawn for drawn in page.context["drawn"] if drawn.section.title == "领域分布")
    hidden = [line for line in kinds.lines if line.cells[0][1] in (BELOW, WITHHELD)]
    assert hidden
    for line in hidden:
        assert line.url == ""
        assert {word for head, word in line.cells if head in ("占比", "同比")} == {"—"}


def test_a_unit_reads_nothing_of_the_complaints_about_itself(busy: World) -> None:
    periods = around(busy.now)

    assert column(sections(busy.tree.binzhou, periods)["被投诉较多的单位"]) == {"滨城区妇联（件）": "1"}
    assert sections(busy.tree.bincheng, periods)["被投诉较多的单位"].items == []


def test_suggestions_are_counted_with_their_answers(busy: World) -> None:
    head, at = user(busy.tree.binzhou, Role.UNIT_HEAD), busy.now - DAY
    made = suggest(busy.twice_late, Advice("improve", "请改进登记工作。", receiver=busy.tree.bincheng), by=head, at=at)
    county = user(busy.tree.bincheng, Role.UNIT_HEAD)
    said = {"reply": "已改进。", "adoption": "adopted", "replied_on": timezone.localdate(at)}
    answer_suggestion(made, **said, by=county, at=at)

    found = column(sections(busy.tree.binzhou, around(busy.now))["三项建议"])

    assert found == {
        "提出建议（份）": "1",
        "改进工作的建议（份）": "1",
        "完善政策的建议（份）": "0",
        "追究责任的建议（份）": "0",
        "收到书面反馈（份）": "1",
        "采纳、部分采纳（份）": "1",
    }


def test_orders_are_counted_where_they_were_issued_and_where_they_arrived(busy: World) -> None:
    periods = around(busy.now)

    above, below = (
        column(sections(org, periods)["转送、交办、督办"]) for org in (busy.tree.binzhou, busy.tree.bincheng)
    )

    assert (above["督办（张）"], above["上级督办本地区（张）"], above["转送（次）"]) == ("1", "0", "1")
    assert (below["督办（张）"], below["上级督办本地区（张）"], below["转送（次）"]) == ("0", "1", "0")


@pytest.mark.parametrize("place", ["shandong", "dongying", "guangrao", "hubei"])
def test_a_place_outside_ones_range_is_not_there(client: Client, world: World, place: str) -> None:
    assert page_of(client, world.city, getattr(world.tree, place)).status_code == 404


@pytest.mark.parametrize("period", ["2999", "2026-q9", "x"])
def test_a_period_without_figures_is_not_there(client: Client, world: World, period: str) -> None:
    assert page_of(client, world.city, period=period).status_code == 404


def test_who_counts_but_reads_no_cases_gets_the_same_numbers_without_lists(client: Client, busy: World) -> None:
    officer = page_of(client, user(busy.tree.shandong, Role.STAT_OFFICER))

    supervisor = page_of(client, busy.province)
    assert officer.context["page"].sections == supervisor.context["page"].sections
    assert list(claims(officer)) == []
    assert "起草报告" not in officer.content.decode()


def test_it_costs_the_same_whatever_the_range_holds(client: Client, busy: World) -> None:
    page_of(client, busy.province)
    with CaptureQueriesContext(connection) as few:
        page_of(client, busy.province)
    for _ in range(3):
        petition(busy.clerk, at=busy.now - 30 * DAY)
        petition(busy.neighbour, at=busy.now - 3 * DAY, category="labour.wages", channel="web")

    with CaptureQueriesContext(connection) as many:
        page_of(client, busy.province)

    assert len(many) == len(few) < 30


def test_an_empty_range_says_so(client: Client, world: World) -> None:
    page = page_of(client, user(world.tree.dongguan, Role.SUPERVISOR))

    assert "这一期没有信访数据" in page.content.decode()


# --- the paper ---------------------------------------------------------------------------------------------
def draft(client: Client, by: User, **typed: object) -> HttpResponse:
    client.force_login(by)
    given = {"title": "滨城区妇联2026年度信访情况报告", "receivers": "中共滨城区委", "reach": "county"}
    return client.post(f"{DRAFT}?period={busy_year()}", given | typed)


def test_a_paper_is_drafted_with_its_tables_and_cases(client: Client, busy: World) -> None:
    case = petition(busy.clerk, at=busy.now - 30 * DAY, category="family.divorce")

    assert draft(client, user(busy.tree.bincheng, Role.UNIT_HEAD), numbers=f"{case.number}\n").status_code == 302

    row = Briefing.objects.get()
    assert (row.document.kind, row.document.basis) == (DocumentKind.REPORT, f"{REGULATION}第四十一条")
    assert "妇信报〔" in row.document.number
    assert list(row.cases.all()) == [case]
    assert case.number not in row.document.body
    assert "典型案例。" in row.document.body
    page = client.get(row.get_absolute_url()).content.decode()
    assert "总量（收到口径）" in page


def test_the_file_holds_the_figures_in_tables(client: Client, busy: World) -> None:
    draft(client, user(busy.tree.bincheng, Role.UNIT_HEAD))
    row = Briefing.objects.get()

    read = docx.Document(io.BytesIO(render(row.document)))

    assert len(read.tables) == sum(bool(table["rows"]) for table in row.figures)
    for made, table in zip(read.tables, [table for table in row.figures if table["rows"]], strict=True):
        assert [[cell.text for cell in line.cells] for line in made.rows] == [table["columns"], *table["rows"]]
    text = [paragraph.text for paragraph in read.paragraphs]
    assert "附件：信访数据统计表" in text
    assert text.index("附件") > text.index("附件：信访数据统计表")
    assert not any("{" in words for words in text)


def test_the_paper_of_a_city_hides_small_figures(client: Client, busy: World) -> None:
    draft(client, user(busy.tree.binzhou, Role.UNIT_HEAD), title="滨州市妇联2026年度信访情况报告")
    row = Briefing.objects.get()

    totals = {line[0]: line[1] for line in row.figures[0]["rows"]}
    assert (row.beyond, totals["其中涉及未成年人（件）"]) == (True, WITHHELD)
    assert "其中涉及未成年人 * 件" in row.document.body


@pytest.mark.parametrize("whose", ["nobody", "neighbour", "accusation"])
def test_a_case_that_is_not_hers_cannot_be_named(client: Client, busy: World, whose: str) -> None:
    number = {
        "nobody": "鲁滨城妇信〔2026〕999999",
        "neighbour": Petition.objects.filter(org=busy.tree.huimin).first().number,
        "accusation": Petition.objects.accusations().get().number,
    }[whose]

    answer = draft(client, user(busy.tree.bincheng, Role.UNIT_HEAD), numbers=number)

    assert answer.context["form"].errors["numbers"] == [f"本期没有编号为 {number} 的信访事项，请核对。"]
    assert not Briefing.objects.exists()


def test_no_more_than_five_cases_are_told(client: Client, busy: World) -> None:
    rows = [petition(busy.clerk, at=busy.now - 30 * DAY) for _ in range(6)]

    answer = draft(client, user(busy.tree.bincheng, Role.UNIT_HEAD), numbers="\n".join(row.number for row in rows))

    assert answer.context["form"].errors["numbers"] == ["典型案例最多 5 件。"]


def test_a_report_is_drafted_of_ones_own_unit_alone(client: Client, busy: World) -> None:
    head = user(busy.tree.binzhou, Role.UNIT_HEAD)

    own = page_of(client, head).content.decode()
    below = page_of(client, head, busy.tree.bincheng).content.decode()

    assert ("起草报告" in own, "起草报告" in below) == (True, False)
