"""A letter in a real browser: written and signed at the desk, answered by the agency on a telephone, then urged."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import DocumentKind, Letter
from fedportal.accounts.models import User
from fedportal.orgs.models import AgencyKind
from tests.browser.conftest import PHONE
from tests.cases.lives import Line, handled, make_line
from tests.factories import ProvinceTree, agency
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Take = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def sit(page: Page, sign_in: SignIn, person: User, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, person)
    page.goto(address)


def served(page: Page) -> None:
    """Record on the letter's page that it was served just now."""
    page.get_by_role("link", name="登记送达").first.click()
    page.get_by_label("信函").check()
    page.get_by_label("送达回证").fill("EMS 1234")
    page.get_by_role("button", name="登记送达").click()
    expect(page.locator(".message-success")).to_contain_text("已登记送达")


def write_and_serve(page: Page, line: Line, sign_in: SignIn, address: str, take: Take) -> Letter:
    sit(page, sign_in, line.county.handler, address)
    page.locator(".letter-choices summary").click()
    take(page, "letter-choices")
    page.get_by_role("link", name="要求查处函").click()
    page.locator("#id_agency_box").fill("gaj")
    page.get_by_role("option", name="滨州市公安局滨城分局").click()
    page.get_by_label("主要情况").fill("求助人多次报警称被丈夫殴打，未获处理。")
    page.get_by_label("要求查处的事项").fill("依法调查，对施暴人出具告诫书。\n告知求助人可以申请人身安全保护令。")
    take(page, "letter-new")
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator(".message-success")).to_contain_text("已拟好要求查处函")
    take(page, "letter-draft")
    letter = Letter.objects.get()
    sit(page, sign_in, line.county.clerk, letter.get_absolute_url())
    page.get_by_role("button", name="签发").click()
    expect(page.locator(".message-success")).to_contain_text("已签发")
    sit(page, sign_in, line.county.handler, letter.get_absolute_url())
    served(page)
    return letter


def answer_on_the_phone(page: Page, phone: Page, take: Take) -> None:
    page.get_by_role("button", name="生成链接").click()
    take(page, "letter-link")
    url, code = page.locator(".link-url").inner_text(), page.locator(".link-code").inner_text()
    phone.goto(url)
    take(phone, "reply-code")
    phone.get_by_label("验证码").fill("000000" if code != "000000" else "111111")
    phone.get_by_role("button", name="继续").click()
    expect(phone.get_by_role("alert")).to_contain_text("链接或者验证码不对")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="继续").click()
    expect(phone.locator(".desk-letter")).to_contain_text("要求你单位依法查处")
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.locator(".form-errors")).to_contain_text("请填写答复内容")
    phone.get_by_label("答复内容").fill("经了解属家庭纠纷，已口头劝解，不予处理。")
    phone.get_by_label("您的姓名和职务").fill("张某某 治安大队民警")
    phone.get_by_label("附件").set_input_files(
        {"name": "回函.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n"}
    )
    take(phone, "reply-desk")
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("heading", name="答复已经送达")).to_be_visible()
    take(phone, "reply-done")


def test_required_answered_on_a_phone_found_wanting_and_urged(
    page: Page, open_window: Callable[..., Page], line: Line, sign_in: SignIn, screenshot: Take
) -> None:
    agency(line.tree.bincheng, AgencyKind.POLICE, "滨州市公安局滨城分局", contact="治安大队", phone="0543-1234567")
    row = handled(line.county, at=timezone.now() - dt.timedelta(days=1))
    phone = open_window(PHONE)

    letter = write_and_serve(page, line, sign_in, row.get_absolute_url(), screenshot)
    answer_on_the_phone(page, phone, screenshot)
    page.goto("/notices/")
    expect(page.locator(".notice-words").first).to_contain_text("滨州市公安局滨城分局已答复")
    page.get_by_role("button", name=row.number, exact=True).first.click()
    page.get_by_role("link", name="要求查处函").click()
    expect(page.get_by_role("link", name="回函.pdf")).to_be_visible()
    screenshot(page, "letter-replied")
    page.get_by_role("link", name="评估答复").click()
    page.get_by_label("处理不当").check()
    page.get_by_label("说明").fill("没有依法调查，也没有作出是否告诫的决定。")
    screenshot(page, "letter-assess")
    page.get_by_role("button", name="保存评估").click()
    page.get_by_role("link", name="督促处理意见书").click()
    page.get_by_label("督促处理意见").fill("依法重新调查，并书面答复是否出具告诫书。")
    screenshot(page, "letter-urging")
    page.get_by_role("button", name="生成草稿").click()

    expect(page.locator(".paper")).to_contain_text(f"要求查处函（{letter.document.number}）")
    screenshot(page, "letter-urging-draft")
    urging = Letter.objects.get(kind=DocumentKind.URGING)
    assert urging.follows == letter
    page.goto(row.get_absolute_url())
    screenshot(page, "letter-case")
    page.goto("/petitions/letters/?state=all")
    screenshot(page, "letter-list")
    page.goto("/petitions/letters/?state=late")
    screenshot(page, "letter-list-empty")
    page.goto("/orgs/agencies/")
    screenshot(page, "agency-list")
