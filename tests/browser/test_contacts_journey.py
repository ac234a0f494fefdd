"""She comes again: one click, half a minute; and the people of a case are named, corrected, taken out."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.actions.contacts import add_contact
from cases.actions.parties import add_party
from cases.models import Channel, Party, Petition
from cases.registering import Taken
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Screenshot = Callable[[Page, str], Path]


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.SECTION_HEAD, name="王芳")


def test_she_comes_again(page: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot) -> None:
    row = petition(clerk, at=timezone.now() - dt.timedelta(days=9))
    sign_in(page, clerk)
    page.goto(row.get_absolute_url())

    page.get_by_role("link", name="再次来访").click()
    page.get_by_label("反映内容").fill("丈夫昨晚又打人，孩子也受了惊吓，要求尽快协助申请人身安全保护令。")
    page.get_by_label("已向信访人宣读记录，核对无误").check()
    expect(page.get_by_label("没有宣读的，写明原因")).to_be_hidden()
    expect(page.get_by_label("交转单位")).to_be_hidden()
    screenshot(page, "contact-add")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".message-success")).to_contain_text("本件共反映 2 次")
    expect(page.locator(".contacts li")).to_have_count(2)
    assert (Petition.objects.count(), row.contacts.count()) == (1, 2)


def test_people_are_named_corrected_and_taken_out(
    page: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = petition(clerk, at=timezone.now() - dt.timedelta(days=1))
    sign_in(page, clerk)
    page.goto(row.get_absolute_url())

    page.get_by_role("link", name="登记当事人").click()
    page.get_by_label("加害人").check()
    page.get_by_label("姓名").fill("赵大强")
    page.get_by_label("与信访人的关系").fill("丈夫")
    screenshot(page, "party-add")
    page.keyboard.press("Control+Enter")
    people = page.locator(".people")
    expect(people).to_contain_text("赵大强")

    people.get_by_role("link", name="更正").click()
    page.get_by_label("联系方式").fill("13900000000")
    page.get_by_label("更正原因").fill("本人补充")
    screenshot(page, "party-edit")
    page.keyboard.press("Control+Enter")
    expect(people).to_contain_text("139****0000")

    people.get_by_role("link", name="移除").click()
    page.get_by_label("移除原因").fill("登记在了错误的案件里")
    page.get_by_role("button", name="确认移除").click()
    expect(page.locator(".people")).to_have_count(0)
    expect(page.locator(".timeline")).to_contain_text("登记在了错误的案件里")


def test_registration_asks_of_each_channel_what_belongs_to_it(
    page: Page, phone: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(page, clerk)
    page.goto("/petitions/new/")
    organ, read_back = page.get_by_label("交转单位"), page.get_by_label("已向信访人宣读记录，核对无误")
    expect(organ).to_be_hidden()
    expect(read_back).to_be_visible()

    page.get_by_label("上级交转").check()
    expect(organ).to_be_visible()
    expect(read_back).to_be_hidden()
    page.get_by_label("要求反馈日期").fill((timezone.localdate() + dt.timedelta(days=27)).isoformat())
    page.get_by_text("更多情况（选填）").click()
    page.get_by_label("涉诉情况").select_option("court")

    expect(page.locator("#clock-preview")).to_contain_text("诉访分离")
    expect(page.locator("#clock-preview")).to_contain_text("向交转单位反馈办理结果")
    screenshot(page, "petition-new-more")
    sign_in(phone, clerk)
    phone.goto("/petitions/new/")
    phone.get_by_text("更多情况（选填）").click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    screenshot(phone, "petition-new-more-phone")


def test_a_full_case_on_both_screens(
    page: Page, phone: Page, clerk: User, sign_in: SignIn, screenshot: Screenshot
) -> None:
    row = full_case(clerk)

    for window, name in ((page, "case-people"), (phone, "case-people-phone")):
        sign_in(window, clerk)
        window.goto(row.get_absolute_url())
        expect(window.locator(".contacts li")).to_have_count(3)
        screenshot(window, name)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def full_case(clerk: User) -> Petition:
    """A group handed over by a bureau, with representatives, a long name and three contacts."""
    at = timezone.now() - dt.timedelta(days=20)
    wanted_on = timezone.localdate() + dt.timedelta(days=12)
    taken = Taken(source_organ="滨州市信访局", source_number="滨信转〔2026〕1208 号", report_due_on=wanted_on)
    row = petition(
        clerk,
        at=at,
        channel=Channel.TRANSFER,
        taken=taken,
        head_count=23,
        category="property.land.compensation",
        birth_year=1961,
        litigation_status="court",
        repeat_count=2,
        earlier_handling="2025 年 3 月向镇政府反映，镇里答复按村规民约办理。",
    )
    for n, name in enumerate(("李秀兰", "欧阳春梅", "张桂芝")):
        add_party(
            row,
            Party(
                role="representative",
                name=name,
                sex="female",
                birth_year=1960 + 8 * n,
                phone=f"1385431000{n}",
                address="山东省滨州市滨城区北镇街道办事处某某村第三村民小组 12 号院 3 单元 502 室",
            ),
            by=clerk,
            at=at,
        )
    respondent = Party(role="respondent", name="滨城区北镇街道某某村股份经济合作社", sex="unknown", relation="村集体")
    add_party(row, respondent, by=clerk, at=at)
    came = Taken(
        read_back=True,
        note="要求公开征收补偿款分配方案。",
        companions="2 人：村妇联主席、女儿",
        incident="在接待大厅滞留约 40 分钟，经劝导后离开。",
    )
    heard = Taken(unread_reason="来电中断")
    add_contact(
        row,
        came,
        channel="visit",
        received_at=at + dt.timedelta(days=5),
        head_count=8,
        by=clerk,
        at=at + dt.timedelta(days=5),
    )
    add_contact(
        row,
        heard,
        channel="hotline_12338",
        received_at=at + dt.timedelta(days=9),
        by=clerk,
        at=at + dt.timedelta(days=9),
    )
    return row
