"""A work order of 12345 in a real browser: taken down by hand, answered without giving anybody away, closed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.models import ExternalTicket
from hotline.workflow import TicketState
from tests.factories import ProvinceTree, user
from tests.hotline.orders import received
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_an_order_is_taken_down_answered_and_closed_with_the_keyboard(
    page: Page, clerk: User, sign_in: SignIn
) -> None:
    sign_in(page, clerk)
    page.goto("/hotline/tickets/")
    page.get_by_role("link", name="录入工单").first.click()
    page.locator("#id_system_number").fill("GD1")
    page.get_by_label("求助").check()
    page.locator("#id_title").fill("求助协调抚养费")
    page.locator("#id_content").fill("离婚后对方一直不付抚养费。")
    page.locator("#id_caller_phone").fill("13854312345")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("已录入")
    expect(page.locator(".state").first).to_have_text("待签收")
    expect(page.locator("main")).to_contain_text("138****2345")

    page.get_by_role("link", name="答复", exact=True).click()
    page.locator("#id_note").fill("已约双方协商，本人电话 13854312345。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".form-errors")).to_contain_text("不能写电话号码")
    expect(page.locator("#id_note")).to_have_value("已约双方协商，本人电话 13854312345。")
    page.locator("#id_note").fill("已约双方协商。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".state").first).to_have_text("已答复")

    page.get_by_role("link", name="12345 办结").click()
    page.locator("#id_note").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".state").first).to_have_text("已办结")
    assert ExternalTicket.objects.get().state == TicketState.CLOSED


def test_the_list_is_narrowed_by_tab_and_the_late_one_cannot_be_returned(
    page: Page, clerk: User, sign_in: SignIn
) -> None:
    received(clerk, "GD-late", at=timezone.now() - dt.timedelta(days=20))
    received(clerk, "GD-new", at=timezone.now())
    sign_in(page, clerk)
    page.goto("/hotline/tickets/")
    expect(page.locator("table.rows tbody tr").first).to_contain_text("GD-late")
    page.get_by_role("link", name="待签收").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(2)
    page.get_by_role("link", name="已退回").click()
    expect(page.locator("#rows")).to_contain_text("这里没有工单")

    page.goto("/hotline/tickets/?q=GD-late")
    page.get_by_role("link", name="GD-late").click()
    expect(page.get_by_role("link", name="退回", exact=True)).to_have_count(0)
