"""Briefings from a filter: figures, small cells, cases without names, sending and adoption."""

import datetime as dt
import io
from itertools import product

import mammoth
import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.actions.briefing import Order, edit_briefing, make_briefing, note_adoption, send_briefing
from cases.actions.contacts import add_contact
from cases.actions.documents import serve_document
from cases.briefing_figures import Table, figures
from cases.models import Briefing, Document, Petition
from cases.small_cells import BELOW, SMALL, WITHHELD, Cell, shown_parts
from cases.succession import take_over
from cases.wording import Wording
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, make_line, registered
from tests.cases.samples import NOW, READ_BACK, WHO, accusation, moved
from tests.factories import ProvinceTree, user

LABOUR, DV, CHILD = "labour.wages", "family.dv", "child.abuse"


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def crowd(by_office: object, category: str, count: int, *, at: dt.datetime = NOW) -> list[Petition]:
    return [registered(by_office, at=at, category=category) for _ in range(count)]  # type: ignore[arg-type]


def tables(by: User, *, beyond: bool, at: dt.datetime = NOW, **only: object) -> dict[str, Table]:
    rows = Petition.objects.in_range_of(by.org).countable_for(by).filter(**only)
    return {table.title: table for table in figures(rows, by.org, beyond=beyond, at=at, quarter=True)}


def column(table: Table, number: int = 1) -> dict[str, str]:
    return {row[0]: row[number] for row in table.rows}


def made(by: User, *, beyond: bool = True, cases: list[Petition] | None = None, at: dt.datetime = NOW) -> Briefing:
    rows = Petition.objects.in_range_of(by.org).countable_for(by)
    found = figures(rows, by.org, beyond=beyond, at=at, quarter=True)
    receivers = ["中共滨城区委办公室", "滨城区妇女儿童工作委员会"]
    return make_briefing(Order("信访专报", "全部信访事项", found, receivers, beyond, cases or []), by=by, at=at)


def written(row: Briefing, by: User, *, at: dt.datetime = NOW, body: str = "一、情况。二、建议。") -> Briefing:
    paper = row.document
    return edit_briefing(row, Wording(paper.title, paper.main_to, body, paper.copy_to), by=by, at=at)


# --- figures -----------------------------------------------------------------------------------------------
def test_matters_and_contacts_are_counted_apart(line: Line) -> None:
    crowd(line.county, LABOUR, 2)
    again = crowd(line.county, DV, 1)[0]
    add_contact(again, READ_BACK, channel="call", received_at=NOW, by=line.county.clerk, at=NOW)

    found = tables(line.county.head, beyond=False)

    total = column(found["总体情况"])
    assert (total["信访事项（件）"], total["来访来信来电（次）"]) == ("3", "4")
    assert found["类别分布"].rows == [
        ["劳动和社会保障权益 / 拖欠工资", "2", "2"],
        ["婚姻家庭权益 / 家庭暴力", "1", "2"],
    ]


def test_each_unit_right_below_is_counted_with_all_below_it(line: Line) -> None:
    street = user(line.tree.beizhen, Role.TOWNSHIP_WORKER)
    crowd(line.county, LABOUR, 2)
    registered(type(line.county)(street, street, street), category=LABOUR)
    crowd(line.neighbour, LABOUR, 1)
    crowd(line.city, LABOUR, 1)

    assert tables(line.city.head, beyond=True)["地区分布"].rows == [
        ["滨城区妇联", "3", "3"],
        ["滨州市妇联（本级）", "1", "1"],
        ["惠民县妇联", "1", "1"],
    ]


def test_what_is_late_is_named_with_its_longest_day(line: Line) -> None:
    for days in (30, 40):
        registered(line.county, at=NOW - days * DAY, category=LABOUR)
    registered(line.neighbour, at=NOW, category=LABOUR)
    engine.sweep(NOW)

    assert tables(line.city.head, beyond=True)["超期的单位"].rows == [["滨城区妇联", "2", "24"]]


def test_what_was_passed_on_and_assigned_is_counted(line: Line) -> None:
    row = registered(line.city, category=LABOUR)
    moved(row, "pass_down", by=line.city.clerk, at=NOW, receiver=line.tree.bincheng, **TOLD)

    assert column(tables(line.city.head, beyond=True)["办理情况"])["转送（次）"] == "1"


# --- small cells -------------------------------------------------------------------------------------------
def test_few_guarded_matters_are_hidden_outside_their_county(line: Line) -> None:
    crowd(line.county, LABOUR, 6)
    crowd(line.county, DV, 3)
    crowd(line.county, CHILD, 4)

    outside = tables(line.city.head, beyond=True)
    inside = tables(line.county.head, beyond=False)

    assert column(outside["类别分布"]) == {
        "劳动和社会保障权益 / 拖欠工资": WITHHELD,
        "未成年人权益 / 虐待忽视": BELOW,
        "婚姻家庭权益 / 家庭暴力": BELOW,
    }
    assert set(column(outside["类别分布"], 2).values()) == {"—"}
    assert column(outside["总体情况"])["家庭暴力（件）"] == BELOW
    assert column(inside["类别分布"])["婚姻家庭权益 / 家庭暴力"] == "3"
    assert column(inside["总体情况"])["家庭暴力（件）"] == "3"


def test_five_are_no_small_figure(line: Line) -> None:
    crowd(line.county, DV, 5)

    assert column(tables(line.city.head, beyond=True)["类别分布"]) == {"婚姻家庭权益 / 家庭暴力": "5"}


def test_a_filter_of_guarded_matters_alone_hides_every_small_figure(line: Line) -> None:
    crowd(line.county, DV, 3)
    crowd(line.neighbour, DV, 6)

    found = tables(line.city.head, beyond=True, category=DV)
    assert column(found["地区分布"]) == {"惠民县妇联": WITHHELD, "滨城区妇联": BELOW}
    few = tables(line.city.head, beyond=True, category=DV, org=line.tree.bincheng)
    assert column(few["总体情况"])["信访事项（件）"] == BELOW
    assert column(few["总体情况"])["来访来信来电（次）"] == "—"
    assert column(few["总体情况"])["其中在办（件）"] == WITHHELD


def test_a_minor_in_any_kind_of_matter_is_guarded_too(line: Line) -> None:
    registered(line.county, category=LABOUR, minor=True)

    found = tables(line.city.head, beyond=True)

    assert column(found["总体情况"])["涉及未成年人（件）"] == BELOW
    assert column(found["总体情况"])["信访事项（件）"] == BELOW


def test_a_county_that_reports_upwards_hides_them_too(line: Line) -> None:
    crowd(line.county, DV, 2)

    assert column(tables(line.county.head, beyond=True)["总体情况"])["家庭暴力（件）"] == BELOW
    assert column(tables(line.city.head, beyond=False)["总体情况"])["家庭暴力（件）"] == BELOW


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=4))
def test_no_small_figure_follows_from_the_sum(facts: list[tuple[int, bool]]) -> None:
    """Whoever knows the sum, and that each hidden part is no nothing, still finds two numbers for every small one."""
    cells = [Cell(n, guarded) for n, guarded in facts]

    words = shown_parts(cells, whole=False)

    assert shown_parts(cells, whole=True) == [str(cell.n) for cell in cells]
    if words is None:
        return
    assert [word == BELOW for word in words] == [cell.is_small for cell in cells]
    assert all(word in (BELOW, WITHHELD, str(cell.n)) for cell, word in zip(cells, words, strict=True))
    left = sum(cell.n for cell, word in zip(cells, words, strict=True) if word in (BELOW, WITHHELD))
    ranges = [range(1, SMALL) if word == BELOW else range(1, left + 1) for word in words if word in (BELOW, WITHHELD)]
    possible = [guess for guess in product(*ranges) if sum(guess) == left]
    for place, word in enumerate(word for word in words if word in (BELOW, WITHHELD)):
        assert word == WITHHELD or len({guess[place] for guess in possible}) > 1


def test_the_place_of_a_hidden_figure_tells_nothing(line: Line) -> None:
    crowd(line.county, LABOUR, 7)
    crowd(line.county, DV, 3)
    crowd(line.county, "family.divorce", 1)

    rows = tables(line.city.head, beyond=True)["类别分布"].rows

    assert [row[1] for row in rows] == ["7", WITHHELD, BELOW]


def test_where_every_figure_is_one_none_is_shown(line: Line) -> None:
    crowd(line.county, LABOUR, 1)
    crowd(line.county, DV, 1)

    found = tables(line.city.head, beyond=True)["类别分布"]

    assert (found.rows, found.remark) == ([], "件数很少，不分列显示，以防推算。")


# --- what it says ------------------------------------------------------------------------------------------
def test_a_case_is_told_without_anything_that_names_her(line: Line) -> None:
    row = registered(
        line.county, category=DV, birth_year=1990, repeat_count=3, facts=f"{WHO['name']}住{WHO['address']}，被打。"
    )

    body = made(line.county.head, beyond=False, cases=[row]).document.body

    assert "某乡镇（街道）一名 30 多岁妇女以来访形式反映“家庭暴力”问题，系第 3 次反映，目前已登记。" in body
    for secret in (WHO["name"], WHO["phone"], WHO["address"], WHO["id_number"], row.number, "滨城区黄河"):
        assert str(secret) not in body
    assert row.number.rpartition("〕")[2] not in body


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("王小芳来访。", "姓名"),
        ("她住滨城区黄河五路 385 号。", "住址"),
        ("电话 13854312345。", "电话或者身份证号"),
        ("证号 11010519491231002X。", "电话或者身份证号"),
        ("见鲁滨城妇信〔2026〕000001。", "编号"),
    ],
)
def test_what_would_name_her_is_not_kept(line: Line, words: str, refused: str) -> None:
    row = made(line.county.head, cases=[registered(line.county)])

    with pytest.raises(NotAllowed, match=refused):
        written(row, line.county.head, body=words)

    row.document.refresh_from_db()
    assert words not in row.document.body


def test_the_file_says_what_the_page_says(line: Line, client: Client) -> None:
    crowd(line.county, DV, 3)
    crowd(line.county, LABOUR, 7)
    row = made(line.city.head)
    client.force_login(line.city.head)

    answer = client.get(reverse("cases:document_file", args=[row.document_id, "docx"]))

    text = mammoth.extract_raw_text(io.BytesIO(answer.content)).value
    paragraphs = [line_ for line_ in text.splitlines() if line_.strip()]
    assert paragraphs[:3] == ["滨州市妇女联合会", row.document.number, "信访专报"]
    assert "家庭暴力 <5 件" in text
    assert "信访事项 10 件，来访来信来电 10 次" in text
    assert "家庭暴力 3 件" not in text


def test_the_scope_says_the_filter_and_no_typed_word(line: Line, client: Client) -> None:
    crowd(line.county, LABOUR, 1)
    client.force_login(line.city.head)
    asked = {
        "q": "王小芳",
        "category": "labour",
        "channel": "visit",
        "under": str(line.tree.bincheng.code),
        "received_from": "2026-11-01",
        "open": "1",
        "status": "registered",
    }

    page = client.get(reverse("cases:briefing_new"), asked)

    words = set(page.context["scope"].split("；"))
    assert words == {
        "含查找词",
        "类别：劳动和社会保障权益",
        "形式：来访",
        "承办单位：滨城区",
        "收到自：2026-11-01",
        "在办",
        "状态：已登记",
    }
    assert client.get(reverse("cases:briefing_new")).context["scope"] == "全部信访事项"


# --- sending and adoption ----------------------------------------------------------------------------------
def test_it_is_sent_once_everything_is_written(line: Line) -> None:
    crowd(line.county, LABOUR, 1)
    row = made(line.county.head)
    with pytest.raises(NotAllowed, match="还有“【请填写…】”"):
        send_briefing(row, how="web", sent_at=NOW, by=line.county.head, at=NOW)
    written(row, line.county.head)

    for moment in (NOW - DAY, NOW + DAY):
        with pytest.raises(NotAllowed, match="报送时间应当在成文之后"):
            send_briefing(row, how="web", sent_at=moment, by=line.county.head, at=NOW)
    send_briefing(row, how="web", sent_at=NOW, by=line.county.head, at=NOW)

    names = row.document.receivers.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["中共滨城区委办公室", "滨城区妇女儿童工作委员会"]
    for again in (
        lambda: send_briefing(row, how="web", sent_at=NOW, by=line.county.head, at=NOW),
        lambda: written(row, line.county.head),
    ):
        with pytest.raises(NotAllowed, match="已于"):
            again()
    assert list(
        AccessEvent.objects.filter(verb__startswith="briefing").order_by("pk").values_list("verb", flat=True)
    ) == ["briefing.make", "briefing.send"]


def test_what_is_whole_does_not_leave_the_county(line: Line) -> None:
    crowd(line.county, DV, 1)
    row = made(line.county.head, beyond=False)
    paper = row.document

    with pytest.raises(NotAllowed, match="只能报本县（区）内"):
        edit_briefing(row, Wording(paper.title, "滨州市妇女联合会", paper.body, ""), by=line.county.head, at=NOW)
    with pytest.raises(NotAllowed, match="市级以上"):
        made(line.city.head, beyond=False)


def test_what_became_of_it_is_noted_after_it_was_sent(line: Line) -> None:
    row = made(line.county.head)
    note = {"kind": "instruction", "organ": "区委副书记", "words": "请人社局核查。", "by": line.county.head}
    with pytest.raises(NotAllowed, match="报送以后"):
        note_adoption(row, on=NOW.date(), at=NOW, **note)
    written(row, line.county.head)
    send_briefing(row, how="web", sent_at=NOW, by=line.county.head, at=NOW)

    with pytest.raises(NotAllowed, match="不能晚于今天"):
        note_adoption(row, on=(NOW + DAY).date(), at=NOW, **note)
    noted = note_adoption(row, on=(NOW + DAY).date(), at=NOW + DAY, **note)

    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
        type(noted).objects.filter(pk=noted.pk).update(words="改")


def test_figures_and_sent_words_stay(line: Line) -> None:
    row = written(made(line.county.head), line.county.head)
    send_briefing(row, how="web", sent_at=NOW, by=line.county.head, at=NOW)

    for attempt in (
        lambda: Briefing.objects.filter(pk=row.pk).update(figures=[]),
        lambda: Briefing.objects.filter(pk=row.pk).update(beyond=False),
        lambda: Document.objects.filter(pk=row.document_id).update(body="改"),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            attempt()


def test_a_briefing_is_not_served_by_the_way_of_a_notice(line: Line) -> None:
    paper = made(line.county.head).document

    with pytest.raises(NotAllowed, match="信访专报请登记报送"):
        serve_document(paper, how="letter", served_at=NOW, by=line.county.handler, at=NOW)


# --- who may, and the pages --------------------------------------------------------------------------------
def test_only_the_units_own_people_read_it(line: Line, client: Client) -> None:
    row = made(line.county.head, beyond=False)

    def status(reader: User, name: str, *args: object) -> int:
        client.force_login(reader)
        return client.get(reverse(f"cases:{name}", args=args)).status_code

    for reader in (line.city.head, line.province.head, line.neighbour.head):
        for name in ("briefing", "briefing_edit", "briefing_send", "briefing_adoption"):
            assert status(reader, name, row.pk) == 404
        assert status(reader, "document", row.document_id) == 404
        assert status(reader, "document_file", row.document_id, "docx") == 404
    for name in ("briefing", "briefing_list", "briefing_new"):
        assert status(line.county.handler, name, *([row.pk] if name == "briefing" else [])) == 403
    assert status(line.county.handler, "document", row.document_id) == 404
    assert status(line.county.clerk, "document", row.document_id) == 302
    assert status(line.county.clerk, "document_edit", row.document_id) == 302
    assert status(line.county.clerk, "document_serve", row.document_id) == 302
    assert status(line.county.clerk, "briefing", row.pk) == 200


def post(client: Client, name: str, *args: object, query: str = "", **typed: object) -> HttpResponse:
    return client.post(reverse(f"cases:{name}", args=args) + query, typed)


def test_the_pages_make_edit_send_and_note(line: Line, client: Client) -> None:
    crowd(line.county, LABOUR, 2, at=timezone.now())
    case = crowd(line.county, DV, 1, at=timezone.now())[0]
    client.force_login(line.county.clerk)
    listed = client.get(reverse("cases:petition_list"), {"category": "labour"}).content.decode()
    assert 'href="/petitions/briefings/new/?category=labour"' in listed

    missing = post(client, "briefing_new", title="", receivers="", reach="")
    assert missing.context["form"].errors.keys() == {"title", "receivers", "reach"}
    typed = {"title": "关于欠薪的专报", "receivers": "中共滨城区委办公室\r\n滨城区人民政府办公室", "reach": "county"}
    assert post(client, "briefing_new", **typed, cases=[case.pk]).status_code == 302
    row = Briefing.objects.get()
    assert (row.beyond, list(row.cases.all())) == (False, [case])
    assert row.document.main_to == "中共滨城区委办公室、滨城区人民政府办公室"
    words = {"title": "关于欠薪的专报", "main_to": row.document.main_to, "body": "王小芳。", "copy_to": ""}
    assert post(client, "briefing_edit", row.pk, **words).status_code == 409
    assert post(client, "briefing_edit", row.pk, **words | {"body": "情况和建议。"}).status_code == 302
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert post(client, "briefing_send", row.pk, how="web", sent_at=now).status_code == 302
    adopted = {"kind": "adopted", "organ": "区人社局", "on": now[:10], "words": "开展专项检查。"}
    assert post(client, "briefing_adoption", row.pk, **adopted).status_code == 302

    page = client.get(row.get_absolute_url()).content.decode()
    assert "区人社局：开展专项检查。" in page
    assert list(client.get(reverse("cases:briefing_list")).context["page"]) == [row]


def test_the_filter_bounds_the_figures_of_the_page(line: Line, client: Client) -> None:
    crowd(line.county, LABOUR, 2, at=timezone.now())
    crowd(line.neighbour, LABOUR, 3, at=timezone.now())
    client.force_login(line.county.clerk)

    page = client.get(reverse("cases:briefing_new"), {"category": "labour"})

    assert column(page.context["tables"][0])["信访事项（件）"] == "2"
    post(client, "briefing_new", query="?category=child", title="专报", receivers="区委", reach="county")
    assert Briefing.objects.get().figures[0]["rows"][0] == ["信访事项（件）", "0"]


def test_a_successor_reads_on(line: Line) -> None:
    row, county, heir = made(line.county.head), line.tree.bincheng, line.tree.zouping
    county.successor, county.valid_to = heir, NOW.date()
    county.save(update_fields=["successor", "valid_to"])

    take_over(ended=[county.pk], by=line.city.head, at=NOW)

    row.refresh_from_db()
    assert (row.org, row.document.org) == (heir, heir)


def test_as_many_questions_for_three_briefings_as_for_one(line: Line, client: Client) -> None:
    client.force_login(line.county.head)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cases:briefing_list"))
        return len(asked)

    made(line.county.head)
    questions()
    one = questions()
    made(line.county.head)
    made(line.county.head)

    assert questions() == one


def test_no_accusation_is_counted_whoever_asks(line: Line, client: Client) -> None:
    crowd(line.county, LABOUR, 1, at=timezone.now())
    accusation(line.county.clerk, at=timezone.now())
    client.force_login(line.county.clerk)

    page = client.get(reverse("cases:briefing_new"))

    assert column(page.context["tables"][0])["信访事项（件）"] == "1"
    assert len(page.context["form"].fields["cases"].queryset) == 1
