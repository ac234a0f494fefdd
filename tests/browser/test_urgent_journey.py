"""An urgent matter in a real browser, from its registration to the final report, at the county and at the city."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from tests.browser.test_petition_journey import type_petition
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]


@dataclass(frozen=True)
class People:
    clerk: User
    head: User
    city: User


@pytest.fixture
def people(live_server: object, tree: ProvinceTree) -> People:
    load_law()
    return People(
        user(tree.bincheng, Role.RECEPTIONIST, name="王芳"),
        user(tree.bincheng, Role.UNIT_HEAD, name="陈静"),
        user(tree.binzhou, Role.UNIT_HEAD, name="李敏"),
    )


def report(page: Page, situation: str) -> None:
    """Write the report that is offered, and send it by fax."""
    if situation:
        page.get_by_label("事件经过、最新情况").fill(situation)
    page.get_by_label("已采取的措施").fill("已协助报警，派出所到场，伤者已送医。")
    page.get_by_role("button", name="生成报告").click()
    page.get_by_role("link", name="登记报送").click()
    page.get_by_label("传真").check()
    page.get_by_role("button", name="登记报送").click()
    expect(page.locator(".message-success")).to_contain_text("已登记报送")


def test_an_urgent_matter_is_reported_to_its_end(
    open_window: Callable[..., Page], people: People, sign_in: SignIn
) -> None:
    desk, head, city = open_window(), open_window(), open_window()
    for window, who in ((desk, people.clerk), (head, people.head), (city, people.city)):
        sign_in(window, who)

    desk.goto("/petitions/new/")
    type_petition(desk)
    desk.locator("#id_urgent").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message-success")).to_contain_text("已登记")
    row = Petition.objects.get()
    engine.sweep(timezone.now())

    head.goto(row.get_absolute_url())
    head.get_by_role("button", name="签收").click()
    expect(head.locator(".ladder .is-done")).to_contain_text("陈静 签收")

    desk.goto(row.get_absolute_url())
    desk.get_by_role("link", name="写首次报告").click()
    report(desk, "")
    expect(desk.locator(".reports")).to_contain_text("首报")

    city.goto(row.get_absolute_url())
    city.locator(".receivers").get_by_role("button", name="签收").click()
    expect(city.locator(".receivers")).to_contain_text("李敏 签收")
    city.locator(".reports").get_by_role("link").first.click()
    expect(city.locator(".paper-body")).to_contain_text("王某某")
    expect(city.locator(".paper-body")).not_to_contain_text("王小芳")

    desk.goto(row.get_absolute_url())
    desk.locator(".receivers li", has_text="中共滨城区委办公室").get_by_role("link", name="登记签收").click()
    desk.get_by_label("签收人").fill("值班员老赵")
    desk.get_by_role("button", name="登记签收").click()
    expect(desk.locator(".receivers")).to_contain_text("值班员老赵 签收")
    desk.get_by_role("link", name="写续报、终报").click()
    desk.get_by_label("终报").check()
    report(desk, "公安机关已作出处理，信访人已安置。")
    expect(desk.locator(".urgent .sheet-head")).to_contain_text("已报终报")

    kinds = row.deadlines.filter(kind__startswith="urgent").order_by("pk").values_list("kind", "outcome")
    assert list(kinds) == [("urgent_report", "met"), ("urgent_follow_up", "met")]
