"""A missed call in a real browser: it queues by itself, is called back in vain, and reached at another time of day."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.models import Deadline
from fedportal.lib.database_roles import as_owner
from hotline.call_workflow import CallState
from hotline.models import Call, CallAttempt
from hotline.models.call_attempt import part_of_day
from tests.browser.test_call_journey import SignIn, Take
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE
from tests.hotline.lines import opened
from tests.hotline.phones import registered, sent, told
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

HOURS = dt.timedelta(hours=12)  # later it is always another part of the day
FACTS = "离婚后对方不让看孩子，问怎么办。"
ANSWER = "可以向人民法院申请执行探望权，已告知所需材料。"


@pytest.fixture
def agent(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    opened(user(tree.bincheng, Role.SECTION_HEAD))
    return user(tree.bincheng, Role.AGENT, name="赵兰")


def pass_hours() -> None:
    """Half a day goes by: what was tried stands so much earlier, which nobody in the portal could write."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE hotline_callattempt SET at = at - %s", [HOURS])


def test_who_was_missed_is_called_back_in_vain_and_reached_at_another_time_of_day(
    page: Page, live_server: LiveServer, agent: User, sign_in: SignIn, screenshot: Take
) -> None:
    switch, key = registered(agent.org)
    rang = timezone.now() - HOURS - dt.timedelta(minutes=5)
    for kind, after in (("ringing", 0), ("ended", 25)):  # told late: the line between was down
        sent(live_server.url, switch, key, told(kind, after, begins=rang))
    row = Call.objects.get()

    sign_in(page, agent)
    find(page, row)
    expect(page.locator(".call-dial")).to_have_text(PHONE)
    expect(page.locator("main")).to_contain_text("已拨 0 次，共 3 次")
    page.get_by_label("无人接听").check()
    page.get_by_role("button", name="记录这一次").click()
    expect(page.locator(".message-success")).to_contain_text("不同时段已拨 1 次，共 3 次，请换一个时段再拨")
    first = CallAttempt.objects.get()
    assert (first.result, first.by, first.call) == ("no_answer", agent, row)

    pass_hours()
    find(page, row)
    expect(page.locator("main")).to_contain_text("已拨 1 次，共 3 次")
    screenshot(page, "call-back")
    page.get_by_role("button", name="已接通").click()
    expect(page.locator("[data-call-state]")).to_have_text("接听中")
    answer(page)

    row.refresh_from_db()
    first.refresh_from_db()
    assert (row.state, row.agent, row.facts, row.answer) == (CallState.RESOLVED, agent, FACTS, ANSWER)
    assert row.answered_at is not None
    assert part_of_day(first.at) != part_of_day(row.answered_at)
    assert row.deadlines.get().outcome == Deadline.Outcome.MET
    assert list(row.events.order_by("pk").values_list("verb", flat=True)) == [
        *("call.ring", "call.queue", "call.reach", "call.classify", "call.resolve")
    ]


def find(page: Page, row: Call) -> None:
    """By the list of those that wait to be called back."""
    page.goto("/hotline/calls/")
    page.locator("#rows").get_by_role("link", name="待回拨").click()
    page.wait_for_url("**/hotline/calls/?tab=callback")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(1)
    page.locator("[data-rows] tbody th a").click()
    page.wait_for_url(f"**{row.get_absolute_url()}")
    expect(page.get_by_role("heading", name="回拨", exact=True)).to_be_visible()


def answer(page: Page) -> None:
    """Her own screen, as of any call; answered while she listens."""
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")
    page.get_by_label("反映的情况").fill(FACTS)
    page.get_by_role("radio", name="咨询", exact=True).check()
    page.get_by_label("答复", exact=True).fill(ANSWER)
    page.keyboard.press("F4")
    expect(page.locator("h1 + .subtitle")).to_contain_text("当场解答")
