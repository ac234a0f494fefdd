"""An accusation at the desk: the page asks against whom, says who will read it, and the head names a reader."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.lives import Line, make_line
from tests.cases.samples import typed
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Shoot = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def fill_in(page: Page) -> None:
    """Everything but the class and the accused."""
    told = typed()
    for name in ("name", "phone", "address", "age", "facts", "request"):
        page.locator(f"#id_{name}").fill(str(told[name]))
    for name in ("sex", "marital"):
        page.locator(f"input[name={name}][value={told[name]}]").check()
    page.locator("#id_read_back").check()
    page.locator("#id_category_box").fill("gbxb")
    page.get_by_role("option", name="干部选拔").first.click()


def test_registered_read_and_shared_with_a_named_reader(
    page: Page, line: Line, sign_in: SignIn, screenshot: Shoot
) -> None:
    sign_in(page, line.county.clerk)
    page.goto("/petitions/new/")
    fill_in(page)
    expect(page.locator("#accused")).to_be_hidden()
    page.get_by_role("radio", name="检举控告").check()
    expect(page.locator("#accused")).to_be_visible()
    expect(page.locator(".who-reads")).to_contain_text(f"只有您和本单位主席（{line.county.head.name}）可以查看")
    page.get_by_label("姓名（单位名称）").fill("孙建国")
    page.get_by_label("所在单位（不是妇联的）").fill("滨城区民政局")
    screenshot(page, "accusation_new")
    page.locator(".form-end button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("检举控告事项")
    row = Petition.objects.get()

    page.context.clear_cookies()
    sign_in(page, line.county.head)
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="指定阅读人").click()
    page.get_by_label("阅读人").select_option(label=line.county.handler.name)
    page.get_by_label("理由").fill("承办本件")
    screenshot(page, "accusation_name_reader")
    page.locator(".form-end button[type=submit]").click()
    expect(page.locator(".message-success")).to_contain_text("已指定")
    screenshot(page, "accusation_page")

    page.context.clear_cookies()
    sign_in(page, line.county.handler)
    page.goto("/petitions/")
    expect(page.locator("tbody")).to_contain_text("检举控告事项")
    expect(page.locator("tbody")).not_to_contain_text("王小芳")
    screenshot(page, "accusation_list")


def test_of_ones_own_unit_it_leaves_at_once(page: Page, line: Line, sign_in: SignIn, screenshot: Shoot) -> None:
    sign_in(page, line.county.clerk)
    page.goto("/petitions/new/")
    fill_in(page)
    page.get_by_role("radio", name="检举控告").check()
    page.get_by_label("姓名（单位名称）").fill("李某")
    page.locator("#id_accused_org_box").fill("滨城区")
    page.get_by_role("option", name="滨城区妇女联合会").first.click()
    page.locator("#id_accused_unit").focus()
    expect(page.locator(".who-reads")).to_contain_text("直接报送滨州市妇女联合会")
    screenshot(page, "accusation_above")
    page.locator(".form-end button[type=submit]").click()

    expect(page.locator(".message-success")).to_contain_text("本单位不能再查看")
    expect(page.locator("body")).not_to_contain_text("检举控告事项")
    assert Petition.objects.get().org == line.tree.binzhou


def test_on_a_phone_the_accused_are_asked_for_and_nothing_overflows(
    open_window: Callable[..., Page], line: Line, sign_in: SignIn, screenshot: Shoot
) -> None:
    phone = open_window({"width": 390, "height": 844})
    sign_in(phone, line.county.clerk)
    phone.goto("/petitions/new/")
    expect(phone.locator("#id_accused_name")).to_be_hidden()
    phone.get_by_role("radio", name="检举控告").check()
    screenshot(phone, "accusation_new_phone")

    expect(phone.locator("#id_accused_name")).to_be_visible()
    page_width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(page_width) == 0
