"""Two windows at one case: the second one is told what the first changed, and loses nothing she typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import petition
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Shoot = Callable[[Page, str], Path]


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


def save(page: Page) -> None:
    page.locator(".form-end button[type=submit]").click()


def test_two_windows_at_one_case(
    open_window: Callable[..., Page], line: Line, sign_in: SignIn, screenshot: Shoot
) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    hers, others = open_window(), open_window()
    for window, person in ((hers, line.county.clerk), (others, line.county.handler)):
        sign_in(window, person)
        window.goto(row.get_absolute_url())
        window.get_by_role("link", name="更正", exact=True).click()
    screenshot(hers, "edit")

    others.locator("#id_phone").fill("13900000002")
    others.locator("#id_address").fill("滨城区渤海七路 8 号，家属院 3 号楼 2 单元 401 室（与父母同住）")
    others.locator("#id_category_box").fill("离婚")
    others.get_by_role("option", name="离婚").first.click()
    save(others)
    expect(others.locator(".message-success")).to_contain_text("已更正")

    hers.locator("#id_phone").fill("13900000001")
    hers.locator("#id_address").fill("滨城区黄河五路 385 号 2 单元")
    hers.locator("#id_facts").fill("丈夫酒后多次殴打，已报警，邻居可以作证。")
    save(hers)
    alert = hers.locator("[data-form-errors]")
    expect(alert).to_contain_text(line.county.handler.name)
    expect(alert).to_contain_text("事项类别")
    expect(hers.locator("#id_phone")).to_have_value("13900000001")
    expect(hers.locator("#id_facts")).to_have_value("丈夫酒后多次殴打，已报警，邻居可以作证。")
    expect(hers.locator(".clash").first).to_contain_text("13900000002")
    screenshot(hers, "edit_clash")

    hers.locator(".clash").first.get_by_role("button", name="采用").click()
    expect(hers.locator("#id_phone")).to_have_value("13900000002")
    expect(hers.locator("#id_address")).to_have_value("滨城区黄河五路 385 号 2 单元")
    expect(hers.locator(".draft-offer")).to_have_count(0)
    screenshot(hers, "edit_taken")
    save(hers)
    expect(hers.locator(".message-success")).to_contain_text("已更正")

    now = Petition.objects.get(pk=row.pk)
    party = now.parties.get()
    assert (party.phone, party.address, now.category) == (
        *("13900000002", "滨城区黄河五路 385 号 2 单元"),
        "family.divorce",
    )
    assert now.facts == "丈夫酒后多次殴打，已报警，邻居可以作证。"
    screenshot(hers, "edit_story")


def test_the_clash_on_a_phone(
    open_window: Callable[..., Page], line: Line, sign_in: SignIn, screenshot: Shoot
) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    hers, others = open_window({"width": 390, "height": 844}), open_window()
    for window, person in ((hers, line.county.clerk), (others, line.county.handler)):
        sign_in(window, person)
        window.goto(f"{row.get_absolute_url()}edit/")
    others.locator("#id_facts").fill("丈夫酒后多次殴打，孩子目睹，已报警三次，派出所出具告诫书。" * 3)
    save(others)
    hers.locator("#id_facts").fill("丈夫酒后多次殴打，已报警，邻居可以作证。")
    save(hers)

    expect(hers.locator(".clash")).to_contain_text("告诫书")
    screenshot(hers, "edit_clash_phone")
