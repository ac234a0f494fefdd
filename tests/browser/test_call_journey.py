"""A call in a real browser without a mouse: answered, danger found, saved while typed, found again after the browser
was closed, raised to an emergency, and registered as a petition."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.call_workflow import CallState
from hotline.models import Call
from stations.models import ShelterHold
from tests.browser.conftest import guide_picture
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened
from tests.law_snapshot import load_law
from tests.stations.shelters import ADDRESS, NAME, shelter

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Take = Callable[[Page, str], Path]
FACTS = "丈夫酒后砸门，本人带孩子躲在卧室。"


@pytest.fixture
def agent(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    head = user(tree.bincheng, Role.SECTION_HEAD)
    opened(head)
    shelter(head)
    return user(tree.bincheng, Role.AGENT, name="赵兰")


def answer(page: Page) -> None:
    page.goto("/hotline/calls/new/")
    expect(page.get_by_label("来电号码")).to_be_focused()
    page.keyboard.type("13854312345")
    page.keyboard.press("Enter")
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")  # the keys are listened to


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-sign]")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d 已保存$"))


def test_an_emergency_is_taken_down_without_a_mouse(
    page: Page, open_window: Callable[..., Page], agent: User, sign_in: SignIn, screenshot: Take
) -> None:
    sign_in(page, agent)
    answer(page)

    triaged(page)
    guide_picture(page, "call-danger")
    screenshot(page, "call-danger")

    page.close()  # the browser is closed; what was typed is in the row
    page = open_window()
    sign_in(page, agent)
    page.goto("/hotline/calls/new/")
    expect(page.get_by_label("反映的情况")).to_have_value(FACTS)

    told_110(page)
    guide_picture(page, "call-emergency")
    screenshot(page, "call-emergency")
    row = Call.objects.get()
    assert (row.state, row.guarded, row.whereabouts) == (CallState.EMERGENCY, True, "市中街道某小区 3 号楼")
    assert row.police_at is not None

    hold_a_bed(page)
    assert ShelterHold.objects.get().occasion_id == row.pk
    screenshot(page, "call-beds")

    page.keyboard.press("F8")
    expect(page.locator(".message-success")).to_contain_text("已挂断")
    register(page)

    row.refresh_from_db()
    assert row.petition == Petition.objects.get()
    assert row.petition is not None
    assert (row.state, row.petition.facts) == (CallState.TICKETED, FACTS)


def triaged(page: Page) -> None:
    """What is asked of the danger by single keys, and what she tells."""
    for key in ("2", "1", "3", "2", "2"):  # not safe, children, weapon unclear, nobody hurt, no self-harm
        page.keyboard.press(key)
    expect(page.get_by_label("反映的情况")).to_be_focused()
    page.keyboard.type(FACTS)
    saved(page)
    expect(page.locator("[data-alarm]")).to_contain_text("本人现在不安全")


def told_110(page: Page) -> None:
    """An emergency: where she is now, and that the police were called."""
    page.keyboard.press("F2")
    expect(page.get_by_label("本人现在的位置")).to_be_focused()
    page.keyboard.type("市中街道某小区 3 号楼")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    saved(page)


def hold_a_bed(page: Page, *, children: int = 1) -> None:
    """For her and her children, at the nearest place; nothing on the page says where."""
    beds = page.locator(".beds")
    expect(beds).to_contain_text("本县（市、区） 滨城区，妇女庇护所，空床 5 张")
    beds.get_by_label("随行未成年人").fill(str(children))
    beds.get_by_label("特别需要").fill("孩子发烧")
    beds.get_by_role("button", name="预留床位").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".held")).to_contain_text(f"成年女性 1 人，随行未成年人 {children} 人；保留至")
    expect(page.get_by_label("本人现在的位置")).to_have_value("市中街道某小区 3 号楼")  # nothing typed is lost
    for secret in (ADDRESS, NAME):
        assert secret not in page.content()


def register(page: Page) -> None:
    """The call becomes a petition; what nobody has asked yet, by keys alone."""
    page.keyboard.press("F9")
    expect(page.get_by_label("主要事实")).to_have_value(FACTS)
    page.get_by_label("姓名、住址不清，或者匿名").focus()
    page.keyboard.press("Space")
    page.locator("#id_request").focus()
    page.keyboard.type("要求处理丈夫的暴力。")
    page.get_by_label("咨询求助").focus()
    page.keyboard.press("Space")
    page.locator("#id_category_box").focus()
    page.keyboard.type("jtbl")
    page.keyboard.press("Enter")
    page.get_by_label("已向信访人宣读记录，核对无误").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("作为第一次接触")
