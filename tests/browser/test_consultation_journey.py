"""A question of somebody who does not tell her name, answered from the knowledge base in a real browser, without a
mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.call_workflow import CallState
from hotline.models import Call, KnowledgeEntry
from tests.browser.conftest import guide_picture
from tests.browser.test_call_journey import SignIn, Take, saved
from tests.factories import ProvinceTree, user
from tests.hotline.desk import published
from tests.hotline.lines import opened
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = "问申请人身安全保护令要等多久。"
SENTENCE = "情况紧急的，二十四小时内作出。"


@pytest.fixture
def agent(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    opened(user(tree.bincheng, Role.SECTION_HEAD))
    return user(tree.bincheng, Role.AGENT, name="赵兰")


@pytest.fixture
def entry(agent: User) -> KnowledgeEntry:
    return published(agent)


def test_a_question_without_a_name_is_answered_by_a_sentence_of_the_knowledge_base(
    page: Page, agent: User, entry: KnowledgeEntry, sign_in: SignIn, screenshot: Take
) -> None:
    sign_in(page, agent)
    page.goto("/hotline/calls/new/")
    expect(page.get_by_label("来电号码")).to_be_focused()
    page.keyboard.press("Enter")  # the number is withheld
    expect(page.locator(".ask.is-asked")).to_contain_text("本人现在安全")
    for key in ("1", "2", "2", "2", "2"):  # safe, and nothing else
        page.keyboard.press(key)
    expect(page.get_by_label("反映的情况")).to_be_focused()
    page.keyboard.type(FACTS)
    page.get_by_label("不愿透露姓名").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="咨询", exact=True).focus()
    page.keyboard.press("Space")
    saved(page)

    page.keyboard.press("F3")
    expect(page.get_by_label("来电人问什么")).to_be_focused()
    expect(page.locator("[data-knowledge] h2")).to_be_in_viewport()
    page.keyboard.type("保护令多久")
    expect(page.locator(".known-sentence")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".known-sentence.is-chosen")).to_have_text(SENTENCE)
    guide_picture(page, "call-knowledge")
    screenshot(page, "call-knowledge")
    page.keyboard.press("Enter")
    expect(page.get_by_label("答复", exact=True)).to_have_value(SENTENCE)
    expect(page.locator("[data-knowledge-used]")).to_contain_text(entry.told.question)
    saved(page)

    page.keyboard.press("F8")
    expect(page.locator(".message-success")).to_contain_text("已挂断")
    page.keyboard.press("F4")
    expect(page.locator("h1 + .subtitle")).to_contain_text("当场解答")

    row = Call.objects.get()
    assert (row.state, row.anonymous, row.caller_name, row.caller_phone) == (CallState.RESOLVED, True, "", "")
    assert (row.facts, row.answer, row.call_class) == (FACTS, SENTENCE, "consult")
    assert [use.version.entry for use in row.knowledge_uses.all()] == [entry]
    page.goto(row.get_absolute_url())
    expect(page.locator("main")).to_contain_text(re.compile("反家庭暴力法第二十八条|人身安全保护令多久能下来"))
