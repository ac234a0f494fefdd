"""The list's filter, or the selected petitions, as a ledger in .xlsx: marked, written down, without accusations."""

import tracemalloc
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from cases.exports.ledger import COLUMNS, CUT, LONGEST_CELL, Mark, write_ledger
from cases.imports.reading import find_layout
from cases.models import Export, Petition
from cases.views import petition_export
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.samples import guarded, petition
from tests.factories import ProvinceTree, user

EXPORT = "/petitions/export/"
WHY = "向市妇联报送"


def exported(
    client: Client, by: User, reason: str = WHY, picks: list[int] | None = None, **query: str
) -> HttpResponse:
    client.force_login(by)
    return client.post(EXPORT, {"reason": reason, "pick": picks or []}, query_params=query)


def book(client: Client, by: User, **more: object) -> Workbook:
    answer = exported(client, by, **more)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def ledger(client: Client, by: User, **more: object) -> list[dict[str, str]]:
    heading, *rows = book(client, by, **more)["信访台账"].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_ledger_holds_what_the_filter_shows(client: Client, clerk: User, intruder: User) -> None:
    row = guarded(clerk, at=timezone.now())
    petition(clerk, at=timezone.now(), category="family.divorce")
    petition(intruder, at=timezone.now())

    rows = ledger(client, clerk, category="family.dv")

    assert [line["编号"] for line in rows] == [row.number]
    assert rows[0]["姓名"] == "王小芳"
    assert rows[0]["联系方式"] == "13854312345"
    assert rows[0]["身份证号"] == "110***********002X"
    assert rows[0]["状态"] == "已登记"


def test_the_selected_ones_and_no_others(client: Client, clerk: User, intruder: User) -> None:
    rows = [petition(clerk, at=timezone.now()) for _ in range(3)]
    foreign = petition(intruder, at=timezone.now())

    lines = ledger(client, clerk, picks=[rows[0].pk, rows[2].pk, foreign.pk])

    assert {line["编号"] for line in lines} == {rows[0].number, rows[2].number}
    assert AccessEvent.objects.get(verb="petition.export").detail["filters"] == ["勾选"]


def test_the_bar_of_the_list_asks_why_first_and_keeps_the_selection(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())
    petition(clerk, at=timezone.now())
    client.force_login(clerk)

    page = client.post(EXPORT, {"pick": [row.pk]}).content.decode()

    assert f'name="pick" value="{row.pk}"' in page
    assert "导出 1 件" in page
    assert not AccessEvent.objects.filter(verb="petition.export").exists()


def test_names_and_contacts_are_masked_outside_the_holding_unit(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, at=timezone.now())

    (line,) = ledger(client, superior)

    assert (line["姓名"], line["联系方式"], line["住址"]) == ("王某某", "138****2345", "（已隐去）")


def test_what_looks_like_a_formula_is_text(client: Client, clerk: User) -> None:
    for text in ("=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'):
        petition(clerk, at=timezone.now(), facts=text, request="https://example.com")

    made = book(client, clerk, reason="=1+1")

    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_file_says_who_took_it_when_why_and_how_many(client: Client, clerk: User) -> None:
    guarded(clerk, at=timezone.now(), facts="讲座 & 咨询")

    made = book(client, clerk, reason="A & B 报送", category="family.dv", q="家庭")

    assert made.sheetnames == ["导出说明", "信访台账"]
    about = dict(made["导出说明"].iter_rows(values_only=True))
    now = f"{timezone.localtime():%Y-%m-%d}"
    assert (about["导出人"], about["单位"], about["事由"], about["条数"]) == (
        "王芳",
        "滨城区妇女联合会",
        "A & B 报送",
        "1",
    )
    assert about["导出时间"].startswith(now)
    assert about["筛选条件"] == "查找、类别"
    assert "检举控告事项不导出" in about["范围"]
    for sheet in made:
        assert f"滨城区妇女联合会 王芳 {now}" in str(sheet.oddHeader.center.text)
        assert "A & B 报送" in str(sheet.oddHeader.center.text).replace("&&", "&")
        assert "共 1 条" in str(sheet.oddFooter.left.text)
    properties = made.properties
    assert (properties.creator, properties.subject) == ("王芳", "A & B 报送")
    assert "共 1 条" in str(properties.description)


def test_an_accusation_never_leaves_and_the_page_says_so(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())
    secret = petition(clerk, at=timezone.now(), matter_class="accusation", facts="反映某领导。")

    client.force_login(clerk)
    page = client.get(EXPORT).content.decode()

    assert "检举控告事项不导出，本次有 1 件不在文件里" in page
    assert "导出 1 件" in page
    assert [line["编号"] for line in ledger(client, clerk)] == [row.number]
    assert [line["编号"] for line in ledger(client, clerk, picks=[row.pk, secret.pk])] == [row.number]
    answer = exported(client, clerk, matter_class="accusation")
    assert "没有可以导出的事项" in answer.content.decode()
    assert "反映某领导" not in answer.content.decode()


def test_without_a_reason_nothing_leaves(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())

    for reason, words in (("", "请填写导出事由"), ("  ", "请填写导出事由"), ("长" * 201, "事由最多 200 个字")):
        assert words in exported(client, clerk, reason).content.decode()
    assert not AccessEvent.objects.filter(verb="petition.export").exists()


def test_an_export_is_audited_without_what_was_searched_for(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())

    ledger(client, clerk, q="王小芳", status="")

    event = AccessEvent.objects.get(verb="petition.export")
    assert (event.actor, event.detail) == (clerk, {"rows": 1, "filters": ["查找"], "reason": WHY})


def test_what_is_too_long_for_a_cell_says_that_it_is_cut(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now(), facts="长" * 40_000)

    (line,) = ledger(client, clerk)

    assert len(line["主要事实"]) == LONGEST_CELL
    assert line["主要事实"].endswith(CUT)


def test_a_long_one_is_the_worker_s(client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(petition_export, "AT_ONCE", 1)
    rows = [petition(clerk, at=timezone.now()) for _ in range(2)]
    client.force_login(clerk)
    assert "在后台生成" in client.get(EXPORT).content.decode()

    answer = exported(client, clerk, q="家庭暴力")

    row = Export.objects.get()
    assert answer["Location"] == f"/petitions/exports/{row.pk}/"
    assert (row.by, row.reason, row.filters, row.asked) == (clerk, WHY, ["查找"], 2)
    assert set(row.petitions) == {each.pk for each in rows}
    assert AccessEvent.objects.get(verb="export.ask").detail == {"rows": 2, "reason": WHY, "filters": ["查找"]}


def test_too_many_rows_are_refused_not_cut_off(client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(petition_export, "MOST", 1)
    for _ in range(2):
        petition(clerk, at=timezone.now())

    answer = exported(client, clerk)

    assert "一次最多导出 1 件" in answer.content.decode()
    assert not Export.objects.exists()
    assert not AccessEvent.objects.filter(verb="petition.export").exists()


def test_without_the_right_there_is_403(client: Client, tree: ProvinceTree, law: None) -> None:
    client.force_login(user(tree.bincheng, Role.HANDLER))

    assert client.get(EXPORT).status_code == 403
    assert client.post(EXPORT, {"reason": WHY}).status_code == 403


def test_the_import_reads_its_own_ledger_again(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())
    content = b"".join(exported(client, clerk).streaming_content)

    layout = find_layout(BytesIO(content), len(content))

    assert layout.sheet == "信访台账"
    assert layout.headings == [heading for heading, _, _ in COLUMNS]


def test_memory_does_not_grow_with_the_rows(clerk: User) -> None:
    row = Petition.objects.for_page().get(pk=petition(clerk, at=timezone.now(), facts="长" * 2_000).pk)
    mark = Mark(clerk, timezone.now(), WHY, [])

    def peak(rows: int) -> int:
        tracemalloc.start()
        with write_ledger((row for _ in range(rows)), mark) as written:
            assert written.rows == rows
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded at first
    assert peak(1_500) < peak(150) + 1_000_000  # bytes; the texts alone are nine million
