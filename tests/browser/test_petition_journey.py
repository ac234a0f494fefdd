"""A cadre's day in a real browser: register by keyboard alone, lose the session, accept, answer, close."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import petition
from tests.factories import PASSWORD, ProvinceTree, user
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.RECEPTIONIST, username="wangfang", name="王芳")


def type_petition(page: Page) -> None:
    """The whole form from its first field to its last, with nothing but the keyboard; Enter moves on."""
    keys = page.keyboard
    page.locator("#id_identity_unclear").focus()
    for text in ("", "王小芳", "11010519491231002X"):  # unclear; name; identity number, which fills birth and sex
        keys.type(text)
        keys.press("Enter")
    for _ in ("sex", "birth", "age"):
        keys.press("Enter")
    keys.press("ArrowRight")  # marital status: from the first choice to the second
    keys.press("Enter")
    # then how she may be reached, persons, contacts, received, channel
    for text in ("13854312345", "滨城区黄河五路 385 号", "", "", "", "", ""):
        keys.type(text)
        keys.press("Enter")
    keys.type("丈夫酒后多次殴打，已报警。")
    keys.press("Tab")
    keys.type("要求处理丈夫的家庭暴力。")
    keys.press("Tab")
    keys.press("Space")  # the class of the matter: a claim for redress
    keys.press("Enter")
    keys.type("jtbl")  # 家庭暴力, by its initials
    keys.press("Tab")
    keys.press("Tab")  # where it arose
    keys.press("Space")  # read back to her


def test_a_petition_is_registered_by_keyboard_alone(page: Page, clerk: User, sign_in: SignIn) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/new/")
    last_day = timezone.localdate() + dt.timedelta(days=15)
    expect(page.locator("#clock-preview")).to_contain_text(f"收到之日起 15 日内告知受理情况：{last_day}")

    type_petition(page)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".message-success")).to_contain_text("已登记，编号 鲁滨城妇信")
    row = Petition.objects.get()
    party = row.parties.get()
    assert (row.category, row.matter_class, row.place) == ("family.dv", "redress", clerk.org)
    assert (party.name, party.birth_on, party.sex) == ("王小芳", dt.date(1949, 12, 31), "female")
    assert (party.marital, party.phone) == ("married", "13854312345")


def test_the_clock_changes_while_she_types(page: Page, clerk: User, sign_in: SignIn) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/new/")

    page.locator("#id_head_count").fill("6")
    page.locator("#id_urgent").check()

    preview = page.locator("#clock-preview")
    expect(preview).to_contain_text("列为重大紧急之时起 4 小时内报送首次书面报告")
    expect(preview).to_contain_text("集体访 6 人：登记后立即上报滨州市妇联")


def test_a_draft_outlives_a_lost_session(page: Page, clerk: User, sign_in: SignIn) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/new/")
    type_petition(page)
    expect(page.locator("[data-draft-sign]")).to_contain_text("草稿已保存")
    Session.objects.all().delete()
    cache.clear()  # sessions are kept there too

    page.keyboard.press("Control+Enter")
    page.locator("#id_login").fill("wangfang")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#id_facts")).to_have_value("丈夫酒后多次殴打，已报警。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("已登记")
    assert Petition.objects.get().parties.get().name == "王小芳"

    page.goto("/petitions/new/")
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_errors_stand_beside_the_fields_and_nothing_is_lost(page: Page, clerk: User, sign_in: SignIn) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/new/")
    page.locator("#id_facts").fill("丈夫酒后多次殴打。")

    page.keyboard.press("Control+Enter")

    summary = page.locator("[data-form-errors]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="诉求：请填写诉求。").click()
    expect(page.locator("#id_request")).to_be_focused()
    expect(page.locator("#id_facts")).to_have_value("丈夫酒后多次殴打。")


def test_from_acceptance_to_the_end(page: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot) -> None:
    row = petition(clerk, at=timezone.now() - dt.timedelta(days=1), category="family.dv")
    sign_in(page, clerk)
    page.goto(row.get_absolute_url())

    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_label("（五）履行法定职责").check()
    page.get_by_label("当面").check()
    page.get_by_role("button", name="受理").click()
    page.get_by_role("link", name="答复").click()
    page.get_by_label("答复内容").fill("经调查，派出所已出具告诫书。")
    page.get_by_label("电话").check()
    page.get_by_role("button", name="答复").click()
    page.get_by_role("link", name="办结").click()
    expect(page.locator("main")).to_contain_text("此步不能撤销")
    page.get_by_label("主要成因").select_option(label="暴力未得到制止")
    page.get_by_label("没有确认安全就办结的理由").fill("本人已迁居外省，多次联系未果，已请当地妇联回访。")
    page.get_by_role("button", name="确认办结").click()

    expect(page.locator(".message-success")).to_contain_text("已办结")
    expect(page.locator(".timeline")).to_contain_text("经调查，派出所已出具告诫书。")
    row.refresh_from_db()
    assert row.status == Status.CLOSED
    screenshot(page, "petition")


def test_the_list_filters_at_once_and_is_walked_by_keys(page: Page, clerk: User, sign_in: SignIn) -> None:
    petition(clerk, at=timezone.now() - dt.timedelta(days=1), category="family.divorce")
    wanted = petition(clerk, at=timezone.now() - dt.timedelta(days=2), category="family.dv")
    sign_in(page, clerk)
    page.goto("/petitions/")

    page.locator("#id_category").select_option("family.dv")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert "category=family.dv" in page.url
    page.locator("#rows").get_by_role("link", name="清除全部条件").click()
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    page.locator("#id_under").select_option("371602003000")  # and from there further down
    expect(page.locator("#id_under option")).to_have_text(["滨城区（全部）", "北镇街道", "新兴社区"])
    expect(page.locator("#rows")).to_contain_text("没有符合条件的信访事项")
    page.locator("#id_under").select_option("")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page).to_have_title(f"{wanted.number} 王某某 家庭暴力")


def test_on_a_phone_the_next_actions_come_first(
    phone: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = petition(clerk, at=timezone.now() - dt.timedelta(days=1))
    sign_in(phone, clerk)
    phone.goto(row.get_absolute_url())

    next_step, story = phone.locator("#next").bounding_box(), phone.locator("#story").bounding_box()

    assert next_step
    assert story
    assert next_step["y"] < story["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    screenshot(phone, "petition-phone")
