"""The overviews in a real browser: from the province down to the list, and what waits for one click."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.deadlines.models import Deadline
from tests.dashboards.world import World, make_world
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def world(live_server: object, tree: ProvinceTree) -> World:
    cache.clear()
    load_law()
    return make_world(tree)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_province_drills_down_to_the_list(page: Page, world: World, sign_in: SignIn) -> None:
    sign_in(page, world.province)
    page.goto("/dashboard/")

    page.get_by_role("link", name="滨州市", exact=True).click()
    page.get_by_role("link", name="滨城区", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("滨城区总览")
    overdue = page.locator("a.stat", has_text="较上月末")
    number = overdue.locator(".stat-number").inner_text().removesuffix("件").strip()
    overdue.click()

    # A number counts all; the list holds what came up to the province, and says how many it does not show.
    shown = int(re.findall(r"共 (\d+) 件", page.locator(".pager-total").inner_text())[0])
    assert 0 < shown < int(number)
    expect(page.locator(".list-beyond")).to_contain_text("省级名单只列上报")


def test_the_charts_are_drawn_and_their_tables_stand_behind(page: Page, world: World, sign_in: SignIn) -> None:
    sign_in(page, world.province)
    page.goto("/dashboard/")

    for chart in ("heat", "trend"):
        expect(page.locator(f"[data-chart={chart}] canvas")).to_be_visible()
    page.locator("figure", has_text="超期事项在哪一级").locator("summary").click()
    expect(page.get_by_role("table", name="各单位超期事项的级次")).to_be_visible()


def test_a_supervisor_acknowledges_with_one_click(page: Page, world: World, sign_in: SignIn) -> None:
    waiting = Deadline.objects.filter(desk=world.tree.binzhou, awaiting_ack=True).count()
    sign_in(page, world.city)
    page.goto("/")

    page.get_by_role("button", name="签收").first.click()

    expect(page.locator(".message-success")).to_contain_text("已签收")
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")
    assert Deadline.objects.filter(desk=world.tree.binzhou, awaiting_ack=True).count() == waiting - 1


def test_both_overviews_fit_a_desk_and_a_phone(
    page: Page, phone: Page, world: World, sign_in: SignIn, screenshot: Screenshot
) -> None:
    for window, size in ((page, "desk"), (phone, "phone")):
        sign_in(window, world.province)
        for name, address in (("dashboard", "/dashboard/"), ("home", "/")):
            window.goto(address)
            window.wait_for_load_state("networkidle")
            screenshot(window, f"{name}-{size}")
            assert fits(window), f"{name} on a {size}"
