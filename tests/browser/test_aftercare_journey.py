"""A matter of violence to its end: visited and found safe, closed, rated by the petitioner on her telephone."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cases.models import Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from tests.browser.conftest import DESK
from tests.cases.lives import Line, make_line
from tests.cases.samples import moved, opinion, petition
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def answered(line: Line) -> Petition:
    """With an opinion that she was given forty days ago."""
    at = timezone.now() - dt.timedelta(days=40)
    row = petition(line.county.clerk, at=at, category="family.dv")
    moved(row, "accept", by=line.county.clerk, at=at, route="opinion", told_how="in_person")
    return opinion(row, by=line.county.clerk, at=at)


def success(page: Page, words: str) -> None:
    expect(page.locator(".message-success")).to_contain_text(words)


def test_visited_safe_closed_and_rated_on_her_telephone(
    page: Page, phone: Page, line: Line, sign_in: SignIn, screenshot: Screenshot, settings: Settings
) -> None:
    settings.QUICK_EXIT_URL = "about:blank"
    row = answered(line)
    sign_in(page, line.county.clerk)
    page.goto(row.get_absolute_url())
    expect(page.locator(".visit-wanted")).to_be_visible()
    screenshot(page, "aftercare-case-empty")

    page.locator("section[aria-labelledby=visits]").get_by_role("link", name="登记").click()
    page.get_by_label("方便", exact=True).check()
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("本人安全").check()
    page.get_by_label("下次回访").fill(str(timezone.localdate() + dt.timedelta(days=30)))
    screenshot(page, "aftercare-visit")
    page.get_by_role("button", name="登记回访").click()
    success(page, "已登记回访：本人安全")
    page.get_by_role("link", name="办结").click()
    expect(page.get_by_label("没有确认安全就办结的理由")).to_have_count(0)
    page.get_by_label("主要成因").select_option(label="暴力未得到制止")
    page.get_by_label("生活困难，已告知").check()
    screenshot(page, "aftercare-close")
    page.get_by_role("button", name="确认办结").click()
    success(page, "已办结")
    page.get_by_role("button", name="生成链接").click()
    address, code = (page.locator(".secret").nth(n).inner_text() for n in (0, 1))
    screenshot(page, "aftercare-link")

    phone.goto(address)
    screenshot(phone, "aftercare-code")
    phone.get_by_label("验证码").fill("00000")
    phone.get_by_role("button", name="继续").click()
    expect(phone.locator(".field-error")).to_contain_text("已经失效")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="继续").click()
    phone.locator("[name=reception_grade][value=satisfied]").check()
    phone.locator("[name=handling_grade][value=fairly]").check()
    screenshot(phone, "aftercare-rate")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已经收到")).to_be_visible()

    page.goto(row.get_absolute_url())
    expect(page.locator("section[aria-labelledby=ratings]")).to_contain_text("基本满意")
    screenshot(page, "aftercare-case-full")
    phone.goto(address)
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="继续").click()
    expect(phone.locator(".field-error")).to_contain_text("已经失效")
    row.refresh_from_db()
    assert row.status == Status.CLOSED
    assert row.deadlines.open().get().kind == "follow_up"


@pytest.mark.parametrize("way", ["button", "escape"])
def test_she_leaves_at_once_and_the_page_is_gone_from_the_history(
    phone: Page, line: Line, settings: Settings, way: str
) -> None:
    settings.QUICK_EXIT_URL = "/healthz"
    phone.goto("/accounts/login/")
    phone.goto("/r/some-token/")
    assert phone.title() == "信息填写"

    if way == "button":
        phone.get_by_role("link", name="快速离开").click()
    else:
        phone.keyboard.press("Escape")
        assert "/r/some-token/" in phone.url
        phone.keyboard.press("Escape")
    phone.wait_for_url("**/healthz")
    phone.go_back()

    assert "/r/" not in phone.url


def test_places_that_are_looked_for_leave_one_line_in_the_history(
    phone: Page, line: Line, settings: Settings, screenshot: Screenshot
) -> None:
    settings.QUICK_EXIT_URL = "/healthz"
    phone.goto("/accounts/login/")
    phone.goto("/r/stations/")
    screenshot(phone, "leave-phone")
    phone.get_by_label("先选地区").select_option(index=1)
    phone.get_by_role("button", name="查询").click()
    phone.wait_for_url("**/r/stations/?place=*")
    phone.get_by_role("link", name="全国").click()
    phone.wait_for_url("**/r/stations/")
    box = phone.get_by_role("link", name="快速离开").bounding_box()
    assert box is not None
    assert box["height"] >= 56
    assert box["width"] >= 300

    phone.go_back()
    assert phone.url.endswith("/accounts/login/")
    phone.go_forward()
    phone.get_by_role("link", name="快速离开").click()
    phone.wait_for_url("**/healthz")
    phone.go_back()
    assert phone.url.endswith("/accounts/login/")


def test_without_script_the_way_out_is_a_plain_link(
    browser: Browser, live_server: LiveServer, settings: Settings, screenshot: Screenshot
) -> None:
    settings.QUICK_EXIT_URL = "/healthz"
    context = browser.new_context(viewport=DESK, base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/r/stations/")
    screenshot(page, "leave-desk")

    page.get_by_role("link", name="快速离开").click()

    page.wait_for_url("**/healthz")
    assert page.get_by_role("link", name="快速离开").count() == 0
    context.close()


def test_a_note_and_a_complaint_are_written_down_by_those_whose_they_are(
    page: Page, line: Line, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = petition(line.county.clerk, at=timezone.now() - dt.timedelta(days=1))
    sign_in(page, line.county.clerk)
    page.goto(row.get_absolute_url())
    page.get_by_text("登记办理记录").click()
    page.locator("#id_kind").select_option(label="情绪疏导")
    page.get_by_label("地点").fill("黄河五路社区居委会")
    page.get_by_label("情况").fill("安抚情绪，说明可以申请人身安全保护令。")
    screenshot(page, "aftercare-step")
    page.locator(".step-quick").get_by_role("button", name="登记").click()
    success(page, "已登记办理记录")
    expect(page.locator(".timeline")).to_contain_text("说明可以申请人身安全保护令")
    expect(page.get_by_text("对办理工作的投诉")).to_have_count(0)

    page.context.clear_cookies()
    sign_in(page, line.city.clerk)
    page.goto(row.get_absolute_url())
    page.locator("section[aria-labelledby=complaints]").get_by_role("link", name="登记").click()
    page.get_by_label("投诉内容").fill("接访人员态度生硬，三周没有回音。")
    page.get_by_label("电话", exact=True).check()
    screenshot(page, "aftercare-complaint-new")
    page.get_by_role("button", name="登记").click()
    success(page, "承办单位看不到")
    screenshot(page, "aftercare-complaint")
    page.get_by_label("部分属实").check()
    page.get_by_label("答复内容").fill("已批评教育，并当面致歉。")
    page.get_by_label("当面").check()
    page.get_by_role("button", name="答复").click()
    success(page, "已答复")
    page.get_by_role("link", name="查看公文").click()
    expect(page.locator(".paper-body")).to_contain_text("已批评教育，并当面致歉。")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.goto("/petitions/complaints/?all=1")
    screenshot(page, "aftercare-complaint-list")
