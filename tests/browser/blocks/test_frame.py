"""The frame in a browser: a lost session, the drawer of a phone, the look one has chosen, a page without script."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from fedportal.accounts.models import User
from tests.factories import PASSWORD


def test_a_filter_after_a_lost_session_leads_to_the_login_and_back(desk: Page, clerk: User) -> None:
    desk.goto("/sample/")
    desk.context.clear_cookies(name="sessionid")

    desk.get_by_label("状态").select_option("open")
    expect(desk).to_have_url(re.compile(r"/accounts/login/\?next=%2Fsample%2F$"))
    desk.get_by_label("用户名").fill(clerk.username)
    desk.get_by_label("口令").fill(PASSWORD)
    desk.keyboard.press("Enter")

    expect(desk).to_have_url(re.compile("/sample/$"))


def test_a_filter_is_applied_at_once_and_kept_in_the_address(desk: Page) -> None:
    desk.goto("/sample/")

    desk.get_by_label("状态").select_option("open")

    expect(desk).to_have_url(re.compile("status=open"))


def test_the_navigation_of_a_phone_is_a_drawer(
    phone: Page, sign_in: Callable[[Page, User], None], clerk: User
) -> None:
    sign_in(phone, clerk)
    phone.goto("/sample/")
    drawer = phone.get_by_role("navigation", name="主导航")

    expect(drawer).to_be_hidden()
    phone.get_by_role("link", name="打开导航").click()
    expect(drawer).to_be_visible()
    phone.get_by_role("link", name="收起导航").click()
    expect(drawer).to_be_hidden()


def test_the_chosen_look_stays(desk: Page) -> None:
    desk.goto("/sample/")
    desk.locator(".person summary").click()
    desk.get_by_role("button", name="深色").click()
    desk.get_by_role("button", name="大字").click()

    desk.goto("/form/")

    assert desk.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert desk.evaluate("getComputedStyle(document.documentElement).fontSize") == "19px"


def test_without_script_one_signs_in_fills_the_form_and_signs_out(
    browser: Browser, live_server: LiveServer, clerk: User
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/form/")
    page.fill("#id_login", clerk.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.fill("#id_name", "王小芳")
    page.select_option("#id_kind", "family.dv")
    page.click("text=登记 >> nth=-1")

    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    page.click(".person summary")
    page.click("text=退出")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    context.close()
