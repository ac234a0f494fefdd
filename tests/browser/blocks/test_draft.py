"""What was typed outlives a lost page and a lost session, belongs to one user, and goes only when it is saved."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.factories import PASSWORD, ProvinceTree, user

OFFER = ".draft-offer"


def type_half(page: Page) -> None:
    page.goto("/form/")
    page.get_by_label("姓名").fill("王小芳")
    page.get_by_label("男", exact=True).check()
    page.get_by_label("事项类别").fill("jtbl")
    page.keyboard.press("Enter")
    page.get_by_label("主要事实").fill("多次被丈夫殴打")
    page.wait_for_timeout(600)  # the draft is saved a moment after the last key


def test_a_draft_is_offered_again_and_restored_whole(desk: Page) -> None:
    type_half(desk)

    desk.reload()
    expect(desk.get_by_label("姓名")).to_have_value("")
    desk.get_by_role("button", name="恢复").click()

    expect(desk.get_by_label("姓名")).to_have_value("王小芳")
    expect(desk.get_by_label("男", exact=True)).to_be_checked()
    expect(desk.get_by_label("事项类别")).to_have_value("家庭暴力")
    expect(desk.get_by_label("主要事实")).to_have_value("多次被丈夫殴打")


def test_a_draft_outlives_a_lost_session(desk: Page, clerk: User) -> None:
    type_half(desk)
    desk.context.clear_cookies(name="sessionid")

    desk.get_by_role("button", name="登记").click()
    desk.get_by_label("用户名").fill(clerk.username)
    desk.get_by_label("口令").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()

    expect(desk).to_have_url(re.compile("/form/$"))
    desk.get_by_role("button", name="恢复").click()
    expect(desk.get_by_label("姓名")).to_have_value("王小芳")


def test_nobody_else_is_offered_the_draft(
    desk: Page, sign_in: Callable[[Page, User], None], tree: ProvinceTree
) -> None:
    type_half(desk)
    sign_in(desk, user(tree.bincheng, Role.RECEPTIONIST, username="liming"))

    desk.goto("/form/")
    expect(desk.get_by_label("姓名")).to_have_value("")

    expect(desk.locator(OFFER)).to_have_count(0)


def test_a_saved_form_takes_its_draft_along(desk: Page) -> None:
    type_half(desk)
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("heading", name="已保存")).to_be_visible()

    desk.goto("/form/")

    expect(desk.locator(OFFER)).to_have_count(0)


def test_a_refused_form_keeps_its_draft_and_goes_to_the_summary(desk: Page) -> None:
    desk.goto("/form/")
    desk.get_by_label("主要事实").fill("多次被丈夫殴打")
    desk.get_by_role("button", name="登记").click()

    expect(desk.locator("[data-form-errors]")).to_be_focused()
    desk.get_by_role("link", name="事项类别：请选择事项类别。").click()
    expect(desk.get_by_label("事项类别")).to_be_focused()
    desk.goto("/form/")
    expect(desk.locator(OFFER)).to_be_visible()


def test_typing_on_beside_the_offer_loses_neither(desk: Page) -> None:
    type_half(desk)
    desk.reload()
    desk.get_by_label("姓名").fill("李梅")
    desk.wait_for_timeout(600)
    desk.reload()

    desk.get_by_role("button", name="放弃").click()
    desk.get_by_role("button", name="恢复").click()

    expect(desk.get_by_label("姓名")).to_have_value("王小芳")


def test_a_draft_is_dropped_after_a_week(desk: Page) -> None:
    type_half(desk)
    desk.evaluate(
        """() => { for (const name of Object.keys(localStorage).filter((key) => key.startsWith("portal.draft."))) {
          const draft = JSON.parse(localStorage[name]);
          localStorage[name] = JSON.stringify({ ...draft, at: draft.at - 8 * 24 * 3600 * 1000 });
        } }"""
    )
    desk.goto("/form/")

    expect(desk.locator(OFFER)).to_have_count(0)
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal.draft.')).length") == 0
