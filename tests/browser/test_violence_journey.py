"""Violence at home by hand: low danger to mediation at the desk, high danger to its plan on a phone."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.lives import Line, handled, make_line
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def begun(page: Page, line: Line, sign_in: SignIn, *, at: dt.datetime | None = None) -> Petition:
    """Forms, relation and wish are written down, of a matter that came in now or then."""
    row = handled(line.county, at=at or timezone.now(), category="family.dv")
    sign_in(page, line.county.handler)
    described(page, row)
    return row


def described(page: Page, row: Petition) -> None:
    """The first thing that is written down of a case."""
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="登记暴力情况和本人意愿").click()
    page.get_by_label("身体暴力").check()
    page.get_by_label("配偶", exact=True).check()
    page.locator("[name=repeated][value=no]").check()
    page.locator("[name=injured][value=no]").check()
    page.get_by_label("制止暴力，继续共同生活").check()
    page.get_by_label("已告知可以报警").check()
    saved(page)


def saved(page: Page) -> None:
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".message-success").first).to_be_visible()


def asked(page: Page, yes: int) -> None:
    """The scale, so many of its items answered with yes."""
    page.get_by_role("link", name="评估").first.click()
    for number in range(1, 10):
        page.locator(f"[name=item_{number}][value={'yes' if number <= yes else 'no'}]").check()
    for number in (1, 2):
        page.locator(f"[name=flag_{number}][value=no]").check()


def test_a_low_danger_may_be_mediated(page: Page, line: Line, sign_in: SignIn, screenshot: Screenshot) -> None:
    row = begun(page, line, sign_in)
    page.goto(row.get_absolute_url())
    expect(page.get_by_role("link", name="开始调解")).to_have_count(0)  # nobody has asked her yet
    page.get_by_role("link", name="打开个案").click()
    asked(page, 1)
    saved(page)
    screenshot(page, "violence-low")

    page.goto(row.get_absolute_url())

    expect(page.get_by_role("link", name="开始调解")).to_be_visible()


def test_a_high_danger_goes_to_police_and_superior_first(
    phone: Page, line: Line, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = begun(phone, line, sign_in)
    asked(phone, 7)
    screenshot(phone, "violence-scale")
    saved(phone)
    expect(phone.get_by_text("请先协助报警并登记")).to_have_count(2)  # neither planned nor referred
    phone.locator(".next-steps").get_by_role("link", name="登记报警").click()
    phone.get_by_label("妇联", exact=True).check()
    phone.get_by_label("公安机关").fill("市中派出所")
    saved(phone)
    phone.get_by_role("link", name="登记报告上级妇联").first.click()
    phone.get_by_label("报告对象和方式").fill("电话报市妇联权益部")
    saved(phone)
    screenshot(phone, "violence-high")
    phone.get_by_role("link", name="制定方案").click()
    phone.get_by_label("个案方案").fill("验伤，协助申请人身安全保护令。")
    phone.get_by_label("个案负责人").select_option(label=line.county.handler.name)
    saved(phone)

    expect(phone.locator(".state").first).to_have_text("已定方案")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.goto(row.get_absolute_url())
    expect(phone.get_by_role("link", name="开始调解")).to_have_count(0)
