"""An order from the city's draft to its acceptance in a real browser: sent back once, answered twice."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import SupervisionOrder
from cases.workflow import OrderState
from fedportal.accounts.models import User
from tests.cases.lives import Line, make_line
from tests.cases.samples import petition
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def test_the_city_asks_the_county_answers_the_city_sends_back_and_accepts(
    page: Page, line: Line, sign_in: SignIn
) -> None:
    row = petition(line.county.clerk, at=timezone.now() - dt.timedelta(days=40))

    def sit(person: User, url: str) -> None:
        page.context.clear_cookies()
        sign_in(page, person)
        page.goto(url)

    def send(note: str = "") -> None:
        if note:
            page.locator("#id_note").fill(note)
        page.locator(".form-end button[type=submit]").click()

    sit(line.city.clerk, row.get_absolute_url())
    page.get_by_role("link", name="督办本件").click()
    expect(page.locator("#id_cause")).to_have_value("telling")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".message-success")).to_contain_text("等待签发")
    order = SupervisionOrder.objects.get()

    sit(line.city.head, "/petitions/supervision/")
    expect(page.locator(".nav-side [aria-current=page] .nav-count")).to_contain_text("1")
    page.get_by_role("link", name="草稿").click()
    page.get_by_role("link", name="签发").click()
    send()
    expect(page.locator(".state").first).to_have_text("待回复")

    sit(line.county.handler, row.get_absolute_url())
    expect(page.locator(".subtitle")).to_contain_text("督办中")
    page.get_by_role("link", name="鲁滨州妇信督").first.click()
    page.get_by_role("link", name="回复督办").click()
    send()
    expect(page.locator(".field-error")).to_contain_text("请填写办理情况和整改措施")
    send("已电话告知信访人。")
    expect(page.locator(".state").first).to_have_text("待验收")

    sit(line.city.clerk, order.get_absolute_url())
    page.get_by_role("link", name="退回重报").click()
    send("应当书面告知，并说明逾期原因。")
    expect(page.locator(".state").first).to_have_text("退回重报")

    sit(line.county.handler, order.get_absolute_url())
    page.get_by_role("link", name="回复督办").click()
    send("受理告知书已于今日当面送达，附回证；逾期系交接遗漏，已建立台账。")

    sit(line.city.head, order.get_absolute_url())
    page.get_by_role("link", name="验收通过").click()
    send("同意。")
    expect(page.locator(".state").first).to_have_text("已验收")

    order.refresh_from_db()
    assert order.state == OrderState.ACCEPTED
    assert order.replies.count() == 2
    page.goto(row.get_absolute_url())
    expect(page.locator(".timeline")).to_contain_text("受理告知书已于今日当面送达")
