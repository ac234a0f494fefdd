"""Signing in, in a real browser: a passkey from set-up to use, a sitting that ends while something is typed."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from fedportal.accounts.models import Sitting, User
from fedportal.accounts.roles import Role
from fedportal.directory.sitting import USED_AT
from tests.factories import PASSWORD, ProvinceTree, user
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
TYPED = "zhaomin-just-typed"


@pytest.fixture(autouse=True)
def _fresh(live_server: object, tree: ProvinceTree) -> None:
    cache.clear()
    load_law()


def type_password(page: Page, who: User) -> None:
    page.get_by_label("用户名").fill(who.username)
    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def idle_for(minutes: float) -> None:
    """So long nobody used the only sitting there is."""
    key = Sitting.objects.open().get().session_key
    store = Session.get_session_store_class()(key)
    store[USED_AT] = int(timezone.now().timestamp() - minutes * 60)
    store.save()
    cache.delete(f"django.contrib.sessions.cached_db{key}")


def test_a_passkey_from_setting_it_up_to_signing_in_with_it(page: Page, tree: ProvinceTree) -> None:
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    usb = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": usb})

    page.goto("/")
    type_password(page, supervisor)
    expect(page.get_by_role("heading", level=1)).to_have_text("设置两步验证")
    page.get_by_label("名称").fill("蓝色 U 盾")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="我已保存，进入平台").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")

    page.goto("/accounts/security/")
    expect(page.locator("main")).to_contain_text("通行密钥：蓝色 U 盾")
    page.context.clear_cookies()
    page.goto("/")
    type_password(page, supervisor)
    expect(page.get_by_role("heading", level=1)).to_have_text("两步验证")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_a_device_that_is_not_hers_opens_nothing(page: Page, tree: ProvinceTree) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    usb = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    first = devices.send("WebAuthn.addVirtualAuthenticator", {"options": usb})["authenticatorId"]
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    page.goto("/")
    type_password(page, supervisor)
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("button", name="我已保存，进入平台").click()
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": usb})
    page.context.clear_cookies()

    page.goto("/")
    type_password(page, supervisor)
    page.get_by_role("button", name="使用通行密钥").click()

    expect(page.locator("[data-passkey-note]")).to_contain_text("没有完成")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("两步验证")


def test_a_sitting_that_is_about_to_end_says_so_and_goes_on_by_a_click(
    page: Page, tree: ProvinceTree, sign_in: SignIn
) -> None:
    page.clock.install()
    sign_in(page, user(tree.bincheng, Role.SEC_ADMIN))
    page.goto("/users/new/")
    expect(page.locator(".stay-bar")).to_have_count(0)

    idle_for(28.5)
    page.clock.fast_forward("28:40")
    page.clock.run_for(6000)
    expect(page.locator(".stay-bar")).to_contain_text("后将自动退出")
    page.get_by_role("button", name="继续工作").click()

    expect(page.locator(".stay-bar")).to_have_count(0)
    assert Sitting.objects.get().used_at > timezone.now() - dt.timedelta(minutes=1)


def test_what_was_typed_is_nowhere_while_she_is_away_and_there_when_she_is_back(
    page: Page, tree: ProvinceTree, sign_in: SignIn, settings: Settings
) -> None:
    settings.MFA_REQUIRED = False
    admin = user(tree.bincheng, Role.SEC_ADMIN)
    page.clock.install()
    sign_in(page, admin)
    page.goto("/users/new/")
    page.get_by_label("用户名").fill(TYPED)
    page.get_by_label("姓名").fill("赵敏")
    page.get_by_label("初始口令").fill("tulip-paper-39")
    page.get_by_label("承办人").check()

    idle_for(31)
    page.clock.fast_forward("31:00")
    page.clock.run_for(6000)

    expect(page.get_by_role("heading", level=1)).to_have_text("请重新登录")
    assert TYPED not in page.content()
    assert page.locator("input").count() == 0
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert TYPED not in kept
    assert page.title() == "请重新登录"

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    window = opened.value
    type_password(window, admin)
    expect(window.get_by_role("heading", level=1)).to_have_text("已重新登录")

    expect(page.get_by_label("用户名")).to_have_value(TYPED)
    expect(page.get_by_label("承办人")).to_be_checked()
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_role("heading", name="有 1 处需要改正")).to_be_visible()  # the unit; the form itself was taken
    expect(page.get_by_label("用户名")).to_have_value(TYPED)


def test_where_nothing_was_typed_the_sign_in_page_comes_at_once(
    page: Page, tree: ProvinceTree, sign_in: SignIn
) -> None:
    page.clock.install()
    sign_in(page, user(tree.bincheng, Role.SEC_ADMIN))
    page.goto("/orgs/?q=x")

    idle_for(31)
    page.clock.fast_forward("31:00")
    page.clock.run_for(6000)

    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=%2Forgs%2F%3Fq%3Dx$"))
    expect(page.locator(".message-info")).to_contain_text("没有操作")


def test_somebody_else_who_signs_in_does_not_get_what_was_typed(
    page: Page, tree: ProvinceTree, sign_in: SignIn
) -> None:
    page.clock.install()
    sign_in(page, user(tree.bincheng, Role.SEC_ADMIN))
    page.goto("/users/new/")
    page.get_by_label("用户名").fill(TYPED)
    idle_for(31)
    page.clock.fast_forward("31:00")
    page.clock.run_for(6000)
    expect(page.get_by_role("heading", level=1)).to_have_text("请重新登录")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    type_password(opened.value, user(tree.bincheng, Role.RECEPTIONIST))
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("已重新登录")

    expect(page.get_by_role("heading", level=1)).to_have_text("待办")
    assert TYPED not in page.content()


def test_the_way_back_shows_nothing_after_she_has_left(page: Page, tree: ProvinceTree, sign_in: SignIn) -> None:
    sign_in(page, user(tree.bincheng, Role.SEC_ADMIN))
    page.goto("/users/")
    expect(page.get_by_role("heading", level=1)).to_have_text("账号管理")
    page.locator("details.person summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
