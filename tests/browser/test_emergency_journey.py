"""An emergency in a real browser, from the telephone's signed word that it rings to 110 and the petition: it opens by
itself, danger is found by keys, and nothing that she said is asked or typed again.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.seats import take_seat
from hotline.call_workflow import CallState
from hotline.models import Call
from tests.browser.test_call_journey import SignIn, Take, saved
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE
from tests.hotline.lines import opened
from tests.hotline.phones import SECOND, registered, sent, told
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = "丈夫拿菜刀砸门，本人带六岁的女儿躲在卫生间。"
REQUEST = "要求制止丈夫的暴力，先有地方住。"


@pytest.fixture
def agent(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    opened(user(tree.bincheng, Role.SECTION_HEAD))
    person = user(tree.bincheng, Role.AGENT, name="赵兰")
    take_seat("8001", by=person, at=timezone.now() - SECOND)
    return person


def test_an_emergency_goes_from_its_first_ring_to_the_police_and_the_petition(
    page: Page, live_server: LiveServer, agent: User, sign_in: SignIn, screenshot: Take
) -> None:
    switch, key = registered(agent.org)
    begins = timezone.now()

    def tells(kind: str) -> None:
        after = (timezone.now() - begins).total_seconds()
        sent(live_server.url, switch, key, told(kind, after, begins=begins))

    sign_in(page, agent)
    page.goto("/hotline/calls/")
    expect(page.get_by_role("heading", name="12338 来电", level=1)).to_be_visible()

    tells("ringing")
    page.wait_for_url(re.compile(r"/hotline/calls/[0-9]+/$"))
    expect(page.locator("h1 + .subtitle")).to_contain_text("振铃")
    row = Call.objects.get()
    assert page.url.endswith(row.get_absolute_url())

    tells("answered")
    find_danger(page)
    screenshot(page, "emergency-danger")
    call_police(page, row)
    screenshot(page, "emergency-police")

    tells("ended")
    expect(page.locator("[data-hung-up]")).to_be_visible()
    register(page, row)
    screenshot(page, "emergency-petition")
    assert_carried_over(row, agent)


def find_danger(page: Page) -> None:
    """The call's own screen opens, and its questions are answered by their keys."""
    expect(page.get_by_label("来电号码")).to_have_value(PHONE)
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")
    for answer in ("2", "1", "1", "2", "2"):  # not safe, a child, a weapon, nobody hurt, no thought of harming herself
        page.keyboard.press(answer)
    facts = page.get_by_label("反映的情况")
    expect(facts).to_be_focused()
    facts.fill(FACTS)
    page.get_by_label("诉求").fill(REQUEST)
    page.locator("#id_caller_name").fill("王小芳")
    expect(page.locator("[data-alarm]")).to_contain_text("对方持有凶器或者以死相威胁")
    saved(page)


def call_police(page: Page, row: Call) -> None:
    """One key; 110 is on the line, and what it did is written down."""
    page.keyboard.press("F2")
    expect(page.locator("[data-call-state]")).to_have_text("紧急")
    where = page.get_by_label("本人现在的位置")
    expect(where).to_be_focused()
    where.fill("市中街道某小区 3 号楼 2 单元")
    page.get_by_label("已接通 110（三方通话）").check()
    page.get_by_label("110 处置").fill("市中派出所接警，已出警。")
    saved(page)
    row.refresh_from_db()
    assert (row.state, row.guarded, row.police_note) == (CallState.EMERGENCY, True, "市中派出所接警，已出警。")
    assert row.police_at is not None


def register(page: Page, row: Call) -> None:
    """What nobody has asked yet; the rest stands there."""
    page.keyboard.press("F9")
    page.wait_for_url(f"**{row.get_absolute_url()}register/")
    expect(page.get_by_label("主要事实")).to_have_value(FACTS)
    expect(page.locator("#id_request")).to_have_value(REQUEST)
    expect(page.locator("#id_name")).to_have_value("王小芳")
    page.get_by_label("姓名、住址不清，或者匿名").check()
    page.get_by_label("咨询求助").check()
    page.locator("#id_category_box").fill("jtbl")
    page.locator("#id_category_box").press("Enter")
    page.get_by_label("已向信访人宣读记录，核对无误").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-success")).to_contain_text("作为第一次接触")


def assert_carried_over(row: Call, agent: User) -> None:
    row.refresh_from_db()
    matter = Petition.objects.get()
    contact, party = matter.contacts.get(), matter.parties.get()
    assert (row.state, row.petition) == (CallState.TICKETED, matter)
    assert (matter.facts, matter.request, matter.category) == (FACTS, REQUEST, "family.dv")
    assert (party.name, party.phone) == ("王小芳", PHONE)
    assert (contact.channel, contact.at) == ("hotline_12338", row.rang_at.replace(second=0, microsecond=0))
    assert row.ended_at is not None
    assert [event.verb for event in row.events.order_by("pk")] == [
        *("call.ring", "call.answer", "call.emergency", "call.hang_up", "call.register")
    ]
    assert row.events.get(verb="call.answer").actor == agent
