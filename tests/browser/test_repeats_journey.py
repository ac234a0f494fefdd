"""She comes again: the page tells while the cadre types, and one click makes it a contact of the known matter."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.lives import Line, accepted, make_line, registered
from tests.cases.samples import SOMEBODY_ELSE, WHO, moved
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def test_a_known_caller_becomes_a_contact_of_her_matter(
    page: Page, line: Line, sign_in: SignIn, screenshot: Screenshot
) -> None:
    known = registered(line.county, at=timezone.now())
    elsewhere = accepted(line.neighbour, at=timezone.now(), phone="13754300000", id_number="")
    sign_in(page, line.county.clerk)
    page.goto("/petitions/new/")
    box = page.locator("#alike")
    expect(box).to_contain_text("这里提示是否登记过")

    page.locator("#id_phone").fill("13754300000")
    page.locator("#id_address").focus()
    expect(box).to_contain_text("有一件由惠民县妇联办理")
    expect(box).not_to_contain_text(elsewhere.number)
    page.locator("#id_phone").fill("+86 138-5431-2345")
    page.locator("#id_address").focus()
    expect(box).to_contain_text("联系电话相同")
    page.locator("#id_facts").fill("她说昨晚又被打，孩子也吓坏了。")
    page.locator("#id_read_back").check()
    screenshot(page, "repeats-new")
    box.get_by_role("button", name="作为再次来访登记").click()

    expect(page.locator(".message-success")).to_contain_text(f"已作为再次来访登记到 {known.number}，这是第 2 次。")
    assert known.contacts.latest("pk").note == "她说昨晚又被打，孩子也吓坏了。"
    assert Petition.objects.count() == 2


def test_the_keyboard_registers_a_new_matter_although_others_are_offered(
    page: Page, line: Line, sign_in: SignIn
) -> None:
    """Ctrl+Enter presses the form's first button, which must never be one of those that link."""
    registered(line.county, at=timezone.now())
    sign_in(page, line.county.clerk)
    page.goto("/petitions/new/")
    page.locator("#id_identity_unclear").check()
    page.locator("#id_phone").fill(str(WHO["phone"]))
    page.locator("#id_read_back").check()
    page.locator("[name=matter_class][value=redress]").check()
    page.locator("#id_category").evaluate("select => { select.value = 'family.dv' }")
    page.locator("#id_request").fill("要求处理。")
    page.locator("#id_facts").fill("又来反映。")
    page.locator("#id_read_back").focus()
    expect(page.locator("#alike")).to_contain_text("联系电话相同")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Control+Enter")

    expect(page.locator(".message-success")).to_contain_text("已登记，编号")
    assert Petition.objects.count() == 2
    assert Petition.objects.latest("pk").same_as is None


def test_two_matters_are_joined_and_parted(
    page: Page, phone: Page, line: Line, sign_in: SignIn, screenshot: Screenshot
) -> None:
    survivor = registered(line.county, at=timezone.now(), head_count=6)
    row, other = (registered(line.county, at=timezone.now(), **SOMEBODY_ELSE) for _ in range(2))
    moved(other, "merge", by=line.county.clerk, at=timezone.now(), note="集体访。", survivor=survivor)
    for window in (page, phone):
        sign_in(window, line.county.clerk)

    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="并案").click()
    page.locator("#id_survivor").fill(survivor.number[-3:])
    page.locator("#id_note").fill("同一公司拖欠工资，一并办理。")
    screenshot(page, "repeats-merge")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("已并案")
    screenshot(page, "repeats-member")
    for window, name in ((page, "desk"), (phone, "phone")):
        window.goto(survivor.get_absolute_url())
        expect(window.get_by_text("并入本件的 2 件")).to_be_visible()
        screenshot(window, f"repeats-survivor-{name}")

    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="分案").click()
    page.locator("#id_note").fill("分别办理。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("已分案")
    assert Petition.objects.get(pk=row.pk).status == "registered"
