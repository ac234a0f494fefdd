"""The pages of imports: who sees what, what is kept when something is wrong, and the two workbooks."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.imports import progress
from cases.imports.headings import FIELDS, match
from cases.imports.running import run_next
from cases.models import ImportBatch, Petition
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from tests.cases.ledgers import DEFAULTS, HEADINGS, checked, imported, row, text, uploaded, workbook
from tests.factories import ProvinceTree

LIST = "/petitions/import/"


def send(client: Client, content: bytes, **changes: str) -> Any:
    """Send the upload form, and follow."""
    form = {"channel": "visit", "matter_class": "redress", "category": "family.dv"} | changes
    file = SimpleUploadedFile("台账.csv", content)
    return client.post(LIST, {"file": file, **form}, follow=True)


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def good_and_bad(*bad: Sequence[Any]) -> bytes:
    return workbook([HEADINGS, row(1), *bad], above=[["台账"]])


def test_an_upload_leads_to_the_page_of_its_ledger(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    answer = send(client, text([HEADINGS, row()]))

    batch = ImportBatch.objects.get()
    assert answer.redirect_chain == [(f"{LIST}{batch.pk}/", 302)]
    assert "正在核对" in answer.content.decode()
    assert (batch.org, batch.by, batch.category) == (clerk.org, clerk, "family.dv")


@pytest.mark.parametrize(
    ("content", "changes", "field", "words"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1"), {}, "file", "这是旧版 Excel（.xls）文件"),
        (b"", {}, "file", "文件是空的"),
        (b"a,b\n", {"category": ""}, "category", "请选择台账没有写明时用的事项类别。"),
        (b"a,b\n", {"channel": "x"}, "channel", "选择一个有效的选项"),
    ],
)
def test_a_wrong_upload_is_told_beside_its_field(
    client: Client, clerk: User, content: bytes, changes: dict[str, str], field: str, words: str
) -> None:
    client.force_login(clerk)

    answer = send(client, content, **changes)

    assert words in str(answer.context["form"].errors[field])
    assert not ImportBatch.objects.exists()


def test_the_preview_names_rows_and_columns_and_what_is_left_out(client: Client, clerk: User) -> None:
    headings = [*HEADINGS, "答复人"]
    rows = [[*row(1), "李"], [*row(2, 收到时间="去年"), "李"], [*row(3, 姓名=""), "李"]]
    batch = checked(workbook([headings, *rows], above=[["台账"]]), clerk)
    client.force_login(clerk)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert "不导入的列：答复人。" in page
    assert "“去年”认不出是什么时间" in page
    assert "第 4 行" in page
    assert "导入 2 条" in page
    warned = client.get(f"{batch.get_absolute_url()}?show=warned").content.decode()
    assert "第 5 行" in warned
    assert "空着，按“匿名”登记" in warned


def test_many_bad_rows_come_by_the_page_in_a_constant_number_of_queries(
    client: Client, clerk: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [row(n, 收到时间="") for n in range(1, 121)]
    batch = checked(workbook([HEADINGS, *rows]), clerk)
    client.force_login(clerk)

    with django_assert_max_num_queries(16):
        page = client.get(f"{batch.get_absolute_url()}?show=bad&page=3").content.decode()

    assert page.count("空着，请填写收到时间") == 20
    assert "第 121 行" in page


def test_a_mapping_is_corrected_and_what_was_chosen_stays_when_it_is_wrong(client: Client, clerk: User) -> None:
    batch = checked(text([["何时", "何事"], ["2026-10-01", "甲"]]), clerk)
    client.force_login(clerk)
    answers = {"do": "map", "channel": "call", "matter_class": "redress", "category": "family.dv"}

    wrong = client.post(batch.get_absolute_url(), answers | {"column_0": "facts", "column_1": "facts"})
    assert "“主要事实”被对应了不止一列" in wrong.content.decode()
    assert wrong.context["form"]["column_0"].value() == "facts"
    client.post(batch.get_absolute_url(), answers | {"column_0": "received_at", "column_1": "facts"})

    batch.refresh_from_db()
    assert (batch.status, batch.mapping, batch.channel) == ("uploaded", ["received_at", "facts"], "call")


def test_confirming_brings_the_good_rows_in_and_the_list_shows_them(client: Client, clerk: User) -> None:
    batch = checked(good_and_bad(row(2, 收到时间="")), clerk, at=timezone.now())
    client.force_login(clerk)

    client.post(batch.get_absolute_url(), {"do": "confirm"})
    client.post(batch.get_absolute_url(), {"do": "confirm"})  # a second press
    assert run_next(timezone.now())

    assert "登记了 1 条信访" in client.get(batch.get_absolute_url()).content.decode()
    assert Petition.objects.get().number in client.get("/petitions/").content.decode()
    assert "已导入" in client.get(LIST).content.decode()


def test_a_ledger_without_names_says_that_no_clock_will_run(client: Client, clerk: User) -> None:
    batch = checked(text([["收到时间", "内容"], ["2026-10-01", "甲"]]), clerk)
    client.force_login(clerk)

    assert "没有一列对应“姓名”" in client.get(batch.get_absolute_url()).content.decode()


def test_the_same_file_again_says_when_it_came_in(client: Client, clerk: User) -> None:
    content = good_and_bad()
    first = imported(content, clerk)
    again = checked(content, clerk)
    client.force_login(clerk)

    page = client.get(again.get_absolute_url()).content.decode()

    assert "同一个文件已于 2026-11-23 10:00 导入过，登记了 1 条" in page
    assert f'href="{first.get_absolute_url()}"' in page
    assert "第 3 行" in page
    assert "鲁滨城妇信〔2026〕000001" in page


def test_the_bar_asks_for_itself_until_the_page_comes_anew(client: Client, clerk: User) -> None:
    batch = uploaded(good_and_bad(), clerk)
    progress.publish(batch.pk, 500, 1000)
    client.force_login(clerk)
    asks = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": f"import-{batch.pk}"}

    bar = client.get(batch.get_absolute_url(), **asks)
    run_next(timezone.now())
    over = client.get(batch.get_absolute_url(), **asks)

    assert "500 / 1,000" in bar.content.decode()
    assert "<html" not in bar.content.decode()
    assert over.headers["HX-Refresh"] == "true"


def test_a_ledger_is_not_there_for_another_unit_not_even_the_superior(
    client: Client, clerk: User, intruder: User, superior: User
) -> None:
    batch = checked(good_and_bad(row(2, 收到时间="")), clerk)

    for stranger in (intruder, superior):
        client.force_login(stranger)
        for url in (batch.get_absolute_url(), f"{batch.get_absolute_url()}rejects/"):
            assert client.get(url).status_code == 404
        assert client.post(batch.get_absolute_url(), {"do": "discard"}).status_code == 404
        assert batch.file_name not in client.get(LIST).content.decode()


def test_rejected_rows_come_back_whole_with_the_reason_and_nothing_is_a_formula(client: Client, clerk: User) -> None:
    bad = row(2, 收到时间="何时", 姓名='=HYPERLINK("http://x")', 诉求="@SUM(1)")
    batch = checked(good_and_bad(bad, row(3, 类别="天气")), clerk)
    client.force_login(clerk)

    answer = client.get(f"{batch.get_absolute_url()}rejects/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, first, second = book.active.iter_rows()

    assert [cell.value for cell in head] == [*HEADINGS, "原因", "原行号"]
    assert [cell.value for cell in first][:4] == ["甲2", '=HYPERLINK("http://x")', "女", "何时"]
    assert first[-2].value == "收到时间：“何时”认不出是什么时间，请改成 2026-03-05 14:30 这样的格式"
    assert [line[-1].value for line in (first, second)] == ["4", "5"]
    assert {cell.data_type for line in (first, second) for cell in line} == {"s"}
    assert second[3].value == "2026-10-01 09:03:00"
    assert AccessEvent.objects.filter(verb="import.rejects", actor=clerk, object_id=batch.pk).exists()


def test_mended_rejects_can_be_uploaded_as_they_are(client: Client, clerk: User) -> None:
    batch = imported(good_and_bad(row(2, 收到时间="何时")), clerk)
    client.force_login(clerk)
    head, bad = rows_of(client.get(f"{batch.get_absolute_url()}rejects/"))

    mended = [cell if cell != "何时" else "2026-10-02" for cell in bad]
    again = imported(workbook([head, mended]), clerk)

    assert (again.imported, again.known, again.bad) == (1, 0, 0)


def test_rejects_without_rows_lead_back_to_the_page(client: Client, clerk: User) -> None:
    batch = checked(good_and_bad(), clerk)
    client.force_login(clerk)

    answer = client.get(f"{batch.get_absolute_url()}rejects/", follow=True)

    assert "没有可以下载的有误行" in answer.content.decode()


def test_the_template_is_a_ledger_whose_example_stays_out(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    content = b"".join(client.get(f"{LIST}template/").streaming_content)

    book = openpyxl.load_workbook(io.BytesIO(content))
    head, _ = book.active.iter_rows(values_only=True)
    assert match(head) == list(FIELDS)
    assert book.sheetnames == ["信访台账", "选项"]
    assert "家庭暴力" in {
        cell.split("/")[-1] for (cell,) in book["选项"].iter_rows(3, values_only=True, min_col=5) if cell
    }
    batch = checked(content, clerk)
    assert (batch.good, batch.bad, batch.layout["sheet"]) == (0, 1, "信访台账")
    assert batch.rows.get().remarks == [["原编号", "这是模板里的示例行，不会导入"]]


def test_the_list_is_paged_and_counts_queries_the_same(
    client: Client, clerk: User, tree: ProvinceTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(21):
        uploaded(text([HEADINGS, row()]), clerk, defaults=DEFAULTS)
    client.force_login(clerk)

    with django_assert_max_num_queries(12):
        page = client.get(LIST)

    assert len(page.context["page"].object_list) == 20
    assert "第 1 / 2 页" in page.content.decode()
