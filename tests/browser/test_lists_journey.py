"""A cadre's list, in a real browser with a real worker: find, keep a work-list, hand out many, print, export."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from cases.models import Petition, SavedFilter
from cases.views import petition_export
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.processes import celery

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.SECTION_HEAD, username="wangfang", name="王芳")


@pytest.fixture
def colleague(clerk: User) -> User:
    return user(clerk.org, Role.HANDLER, name="李敏")


@pytest.fixture
def worker(clerk: User, tmp_path: Path) -> Iterator[None]:
    with celery("worker", "--concurrency=1", "--loglevel=INFO", log=tmp_path / "worker.log"):
        yield


@pytest.fixture
def six(clerk: User, tree: ProvinceTree) -> list[Petition]:
    """Five of violence and one of debt; one of the five has gone down to the street."""
    now = timezone.now()
    told = "丈夫酒后长期实施家庭暴力，她带孩子回娘家后仍上门打骂，村委会多次调解没有结果，" * 3
    rows = [petition(clerk, at=now - timezone.timedelta(days=n), facts=told, name=f"王小{n}") for n in range(5)]
    moved(rows[4], "pass_down", by=clerk, at=now, receiver=tree.beizhen, told_how="phone")
    debt = petition(clerk, at=now, category="property.debt", request="要求返还彩礼。", facts="分手后未还。")
    return [*rows, debt]


def test_find_keep_hand_out_print_and_export(
    page: Page,
    clerk: User,
    colleague: User,
    six: list[Petition],
    worker: None,
    sign_in: SignIn,
    screenshot: Screenshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(petition_export, "AT_ONCE", 2)
    sign_in(page, clerk)
    page.goto("/petitions/")
    page.keyboard.press("/")
    page.keyboard.type("家庭暴力")
    page.keyboard.press("Enter")
    expect(page.locator("#rows .found")).to_have_count(5)
    expect(page.locator("mark").first).to_have_text("家庭暴力")
    screenshot(page, "list_search")

    # kept by name, with its count
    page.get_by_text("保存为工作清单").click()
    page.get_by_label("名称").fill("家暴")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#work-lists .tab", has_text="家暴").locator(".tab-count")).to_have_text("5")
    expect(page.locator("#work-lists [aria-current]")).to_contain_text("家暴")
    screenshot(page, "list_work_list")

    # three by keyboard and shift, handed to a colleague
    page.locator("body").press("j")
    page.keyboard.press("x")
    page.locator("input[name=pick]").nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-pick-count]")).to_have_text("已选 5 件：")
    screenshot(page, "list_selected")
    page.get_by_role("button", name="指定承办人").click()
    expect(page.get_by_text("由北镇街道妇女联合会承办")).to_be_visible()
    screenshot(page, "bulk_reassign")
    page.get_by_label("承办人").select_option(label="李敏")
    page.get_by_role("checkbox").nth(4).check()  # the one that has gone down, all the same
    page.get_by_role("button", name="指定承办人").click()
    expect(page.get_by_role("heading", name="办了的 4 件")).to_be_visible()
    expect(page.get_by_role("heading", name="没有办的 1 件")).to_be_visible()
    screenshot(page, "bulk_result")
    assert Petition.objects.filter(handler=colleague).count() == 4

    # on paper
    page.get_by_role("link", name="回到列表").click()
    page.locator("[data-pick-all]").check()
    page.get_by_role("button", name="打印").click()
    expect(page.locator(".case-page")).to_have_count(6)
    screenshot(page, "print_screen")
    page.emulate_media(media="print")
    screenshot(page, "print_paper")
    assert len(re.findall(rb"/MediaBox", page.pdf(format="A4"))) == 6
    page.emulate_media(media="screen")

    # by the worker, since it is long
    page.get_by_role("link", name="回到列表").click()
    page.get_by_role("link", name="家暴").click()
    page.get_by_role("link", name="导出").click()
    screenshot(page, "export_why")
    page.get_by_role("button", name="开始生成").click()
    expect(page.locator(".field-error")).to_contain_text("请填写导出事由")
    page.get_by_label("导出事由").fill("向市妇联报送家暴事项")
    page.get_by_role("button", name="开始生成").click()
    expect(page.get_by_role("link", name="下载台账")).to_be_visible(timeout=30_000)
    screenshot(page, "export_done")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载台账").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    assert book["信访台账"].max_row == 6
    assert "王芳" in [cell.value for row in book["导出说明"].iter_rows() for cell in row]

    # put in order and given up
    page.goto("/petitions/lists/")
    screenshot(page, "work_lists")
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有工作清单")).to_be_visible()
    screenshot(page, "work_lists_empty")
    assert not SavedFilter.objects.exists()


def test_the_list_and_its_bar_fit_a_phone(
    phone: Page, clerk: User, colleague: User, six: list[Petition], sign_in: SignIn, screenshot: Screenshot
) -> None:
    SavedFilter.objects.create(user=clerk, name="家暴", query="category=family.dispute", place=0)
    SavedFilter.objects.create(user=clerk, name="名字很长很长的一个工作清单啊", query="open=1", place=1)
    sign_in(phone, clerk)
    phone.goto("/petitions/?q=家庭暴力")
    expect(phone.locator(".tab-count").first).to_be_visible()
    phone.locator("input[name=pick]").first.check()
    screenshot(phone, "list_phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name="转送下级妇联").click()
    screenshot(phone, "bulk_phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.goto("/petitions/lists/")
    screenshot(phone, "work_lists_phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.goto("/petitions/export/")
    screenshot(phone, "export_phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
