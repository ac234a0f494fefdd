"""A ledger on its way in, in a real browser with a real worker: upload, correct a column, preview, import, list."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from cases.models import ImportBatch, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.ledgers import HEADINGS, row, text, workbook
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.processes import celery

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]

COLUMNS = ["编号", "姓名", "性别", "何时来的", "类别", "诉求", "主要事实", "答复人"]


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.RECEPTIONIST, username="wangfang", name="王芳")


@pytest.fixture
def worker(clerk: User, tmp_path: Path) -> Iterator[None]:
    with celery("worker", "--concurrency=1", "--loglevel=INFO", log=tmp_path / "worker.log"):
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Three good rows, three bad ones, one without a name; a heading that nobody knows, and one that nobody wants."""
    rows = [
        row(1),
        row(2, 收到时间="去年秋天"),
        row(3, 类别="天气"),
        row(4),
        row(5, 收到时间="2031-01-01", 姓名="=1+1"),
        row(6, 姓名=""),
    ]
    path = tmp_path / "一季度台账.xlsx"
    path.write_bytes(workbook([COLUMNS, *([*cells, "李"] for cells in rows)], above=[["滨城区妇联信访台账"], []]))
    return path


def upload(page: Page, path: Path) -> None:
    page.goto("/petitions/import/")
    page.get_by_label("台账文件").set_input_files(path)
    page.locator("#id_category").evaluate("select => { select.value = 'other.help' }")
    page.get_by_role("button", name="上传并核对").click()


@pytest.mark.usefixtures("worker")
def test_a_ledger_is_uploaded_corrected_previewed_and_imported(
    page: Page, clerk: User, ledger: Path, sign_in: SignIn, screenshot: Screenshot, tmp_path: Path
) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/import/")
    screenshot(page, "import_list_empty")
    upload(page, ledger)

    expect(page.locator(".message-error")).to_contain_text("还没有一列对应“收到时间”", timeout=20_000)
    screenshot(page, "import_mapping")
    page.get_by_label("何时来的").select_option(label="收到时间")
    page.get_by_role("button", name="按新的对应重新核对").click()

    expect(page.get_by_role("button", name="导入 3 条")).to_be_visible(timeout=20_000)
    expect(page.locator("table").first).to_contain_text("“去年秋天”认不出是什么时间")
    expect(page.get_by_text("不导入的列：答复人。")).to_be_visible()
    screenshot(page, "import_preview")
    page.get_by_role("button", name="导入 3 条").click()

    expect(page.locator(".message-success")).to_contain_text("登记了 3 条信访", timeout=20_000)
    screenshot(page, "import_done")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载有误的 3 行").click()
    assert download.value.suggested_filename == "一季度台账 有误的行.xlsx"
    rejected = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert [cell.value for cell in rejected[1]] == [*COLUMNS, "原因", "原行号"]
    assert [rejected.cell(line, 10).value for line in (2, 3, 4)] == ["5", "6", "8"]

    page.get_by_role("link", name="查看信访事项").click()
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    assert Petition.objects.filter(org=clerk.org).count() == 3
    assert ImportBatch.objects.get().file.name == ""


@pytest.mark.usefixtures("worker")
def test_the_pages_fit_a_phone(
    phone: Page, clerk: User, ledger: Path, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(phone, clerk)
    upload(phone, ledger)

    expect(phone.locator(".message-error")).to_be_visible(timeout=20_000)
    screenshot(phone, "import_mapping_phone")
    phone.get_by_label("何时来的").select_option(label="收到时间")
    phone.get_by_role("button", name="按新的对应重新核对").click()
    expect(phone.get_by_role("button", name="导入 3 条")).to_be_visible(timeout=20_000)
    screenshot(phone, "import_preview_phone")

    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.goto("/petitions/import/")
    screenshot(phone, "import_list_phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_file_that_is_no_ledger_is_refused_beside_the_field(
    page: Page, clerk: User, sign_in: SignIn, tmp_path: Path, screenshot: Screenshot
) -> None:
    sign_in(page, clerk)
    path = tmp_path / "旧台账.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))

    upload(page, path)

    expect(page.locator(".field-error")).to_contain_text("这是旧版 Excel（.xls）文件")
    screenshot(page, "import_refused")
    assert not ImportBatch.objects.exists()


def test_without_a_worker_the_page_says_that_it_waits(
    page: Page, clerk: User, sign_in: SignIn, tmp_path: Path, screenshot: Screenshot
) -> None:
    sign_in(page, clerk)
    path = tmp_path / "台账.csv"
    path.write_bytes(text([HEADINGS, row()]))

    upload(page, path)

    expect(page.locator("progress")).to_be_visible()
    expect(page.get_by_text("排队中")).to_be_visible()
    screenshot(page, "import_waiting")
