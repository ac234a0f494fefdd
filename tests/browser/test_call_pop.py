"""A call that rings opens by itself in a real browser, here told by the web; the stream's process has its own test."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.seats import take_seat
from hotline.models import Call, PhoneSwitch
from tests.browser.test_call_journey import SignIn, Take
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened
from tests.hotline.phones import SECOND, received, registered, told
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agent(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    opened(user(tree.bincheng, Role.SECTION_HEAD))
    person = user(tree.bincheng, Role.AGENT, name="赵兰")
    take_seat("8001", by=person, at=timezone.now() - SECOND)
    return person


@pytest.fixture
def switch(agent: User) -> PhoneSwitch:
    return registered(agent.org)[0]


def rung(switch: PhoneSwitch, kind: str, call: str = "a") -> Call:
    row = received(switch, told(kind, call=call, begins=timezone.now()), at=timezone.now())
    assert row is not None
    return row


def test_what_rings_opens_is_answered_and_another_is_told_beside_it(
    page: Page, agent: User, switch: PhoneSwitch, sign_in: SignIn, screenshot: Take
) -> None:
    sign_in(page, agent)
    page.goto("/hotline/calls/")

    row = rung(switch, "ringing")
    page.wait_for_url(f"**{row.get_absolute_url()}")
    expect(page.locator("h1 + .subtitle")).to_contain_text("振铃")
    screenshot(page, "call-rings")

    rung(switch, "answered")
    expect(page.get_by_label("来电号码")).to_have_value("13854312345")
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")

    rung(switch, "ringing", "b")
    expect(page.locator("[data-stream]")).to_contain_text("来电振铃 0543-12338")
    rung(switch, "ended", "b")
    expect(page.locator("[data-stream]")).to_be_hidden()

    page.keyboard.press("1")
    rung(switch, "ended")
    expect(page.locator("[data-hung-up]")).to_be_visible()
    page.keyboard.press("2")  # she writes on: nothing is outdated by the telephone
    expect(page.locator("[data-saved-sign]")).to_contain_text("已保存")
    expect(page.locator(".message-error[role=alert]:visible")).to_have_count(0)


def test_the_wall_renews_itself_and_says_when_it_cannot(
    page: Page, agent: User, switch: PhoneSwitch, sign_in: SignIn, screenshot: Take
) -> None:
    sign_in(page, agent)
    page.goto("/hotline/wall/")
    waiting = page.locator(".wall-tile").first
    expect(waiting).to_contain_text("没有人等候")

    rung(switch, "ringing")
    expect(waiting).to_contain_text("最长已等")
    rung(switch, "answered")
    expect(waiting).to_contain_text("没有人等候")
    screenshot(page, "wall")

    page.context.clear_cookies()
    expect(page.locator("[data-wall-stale]")).to_be_visible(timeout=30_000)
