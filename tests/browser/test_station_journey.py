"""A station worker's day on a small telephone: she signs in, opens, logs, corrects, loses the line, and closes."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.models import LogEvent, ServiceEntry, Station, StationDay
from tests.browser.test_call_journey import SignIn, Take
from tests.factories import PASSWORD, ProvinceTree, user
from tests.law_snapshot import load_law
from tests.stations.stations import station

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"width": 360, "height": 780}
QUICK = 20  # seconds in which one service is logged, with a count and a word; ours takes far less
Open = Callable[..., Page]


@pytest.fixture
def worker(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    station(tree.village, by=user(tree.bincheng, Role.RECEPTIONIST), name="新兴社区妇女维权服务站")
    return user(tree.village, Role.VILLAGE_WORKER, name="赵村")


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def entries() -> list[tuple[str, int, str]]:
    rows = ServiceEntry.objects.counted().order_by("pk")
    return [(row.service, row.people, row.words) for row in rows]


def test_her_day_on_a_telephone(open_window: Open, worker: User, screenshot: Take) -> None:
    page = open_window(SMALL)

    page.goto("/accounts/login/?next=/stations/log/")
    page.fill("input[name=login]", worker.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1, name="服务日志")).to_be_visible()
    assert fits(page)

    page.get_by_role("button", name="开门").click()
    expect(page.locator(".message-success")).to_contain_text("已开门，值班人员 赵村")

    page.get_by_role("button", name="咨询投诉").click()
    expect(page.locator(".message-success")).to_contain_text("已登记：咨询投诉 1 人次。")

    began = time.monotonic()
    page.get_by_role("button", name="多十人").click()
    page.get_by_role("button", name="少一人").click()
    page.get_by_text("补记以前的，或者写几句说明").click()
    page.get_by_label("说明").fill("反家暴宣传")
    page.get_by_role("button", name="普法教育").click()
    expect(page.locator(".message-success")).to_contain_text("已登记：普法教育 10 人次。")
    assert time.monotonic() - began < QUICK

    page.get_by_role("button", name="多一人").click()
    page.get_by_role("button", name="法律帮助").click()
    expect(page.locator(".message-success")).to_contain_text("已登记：法律帮助 2 人次。")
    assert entries() == [("complaint", 1, ""), ("education", 10, "反家暴宣传"), ("legal", 2, "")]
    screenshot(page, "station-log")

    page.get_by_role("link", name="更正：法律帮助 2 人次").click()
    page.get_by_label("人次").fill("3")
    page.get_by_label("更正原因").fill("少记一人")
    assert fits(page)
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.locator(".message-success")).to_contain_text("服务记录已更正")
    assert LogEvent.objects.get(verb="service.correct").changes == [["人次", "2", "3"]]

    expect(page.get_by_role("heading", name="本月 14 人次")).to_be_visible()
    page.get_by_label("来访人次").fill("4")
    page.get_by_role("button", name="收工").click()
    expect(page.locator(".message-success")).to_contain_text("已收工，来访 4 人次")
    assert StationDay.objects.get().closed_at is not None
    assert fits(page)


def test_what_is_logged_without_a_line_is_sent_when_it_is_back(
    open_window: Open, worker: User, sign_in: SignIn
) -> None:
    page = open_window(SMALL)
    sign_in(page, worker)
    page.goto(f"/stations/log/{Station.objects.get().pk}/")

    page.context.set_offline(True)
    for kind in ("法律帮助", "服务妇女需求"):
        page.get_by_role("button", name="多一人").click()
        page.get_by_role("button", name=kind).click()
        expect(page.get_by_role("spinbutton", name="人次", exact=True)).to_have_value("1")
    expect(page.locator("[data-log-words]")).to_contain_text("2 条服务记录存在本机")
    assert not ServiceEntry.objects.exists()

    page.context.set_offline(False)
    expect(page.locator(".log-entries li")).to_have_count(2)
    expect(page.locator("[data-log-waiting]")).to_be_hidden()
    assert entries() == [("legal", 2, ""), ("needs", 2, "")]


def test_enter_logs_nothing_and_a_number_of_a_person_is_refused_where_it_stands(
    open_window: Open, worker: User, sign_in: SignIn
) -> None:
    page = open_window(SMALL)
    sign_in(page, worker)
    page.goto("/stations/log/")

    page.get_by_text("补记以前的，或者写几句说明").click()
    page.get_by_label("说明").fill("13854312345")
    page.get_by_label("说明").press("Enter")
    assert not ServiceEntry.objects.exists()

    page.get_by_role("button", name="法律帮助").click()
    expect(page.locator("[data-log-said]")).to_contain_text("服务日志不登记个人信息")
    expect(page.get_by_label("说明")).to_have_value("13854312345")
    assert not ServiceEntry.objects.exists()
