"""Suggestions and a proposal in a real browser: as the city that makes them, and as the county that answers."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Proposal, Suggestion
from fedportal.accounts.models import User
from tests.cases.lives import Line, handled, make_line
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

Sit = Callable[[User, str], None]
KINDS = ("改进工作的建议", "完善政策的建议", "追究责任的建议")


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


@pytest.fixture
def sit(page: Page, sign_in: Callable[[Page, User], None]) -> Sit:
    def take_a_seat(person: User, url: str) -> None:
        page.context.clear_cookies()
        sign_in(page, person)
        page.goto(url)

    return take_a_seat


def test_three_suggestions_are_made_and_the_county_answers_its_own_in_writing(
    page: Page, line: Line, sit: Sit
) -> None:
    row = handled(line.county, at=timezone.now())

    for kind in KINDS:
        sit(line.city.head, row.get_absolute_url())
        page.get_by_role("link", name="提出建议").click()
        page.get_by_label(kind).check()
        if kind == KINDS[1]:
            page.get_by_label("其他机关、单位").check()
            page.get_by_label("接收机关名称").fill("滨州市民政局")
        else:
            page.get_by_label("滨城区妇女联合会").check()
        page.get_by_label("建议内容").fill("受理当日确定回访人。")
        page.get_by_role("button", name="提出建议").click()
        expect(page.locator(".message-success")).to_be_visible()
    assert {made.get_kind_display() for made in Suggestion.objects.all()} == set(KINDS)

    sit(line.county.head, "/petitions/supervision/suggestions/")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    page.get_by_role("row").filter(has_text=KINDS[0]).get_by_role("link").first.click()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("[data-form-errors]")).to_contain_text("请填写书面反馈内容")
    page.get_by_label("部分采纳").check()
    page.get_by_label("书面反馈内容").fill("已修订首办责任制；增设专岗暂无条件。")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".state").first).to_have_text("部分采纳")
    expect(page.get_by_role("button", name="登记")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="查看公文").click()
        page.get_by_role("link", name="下载 Word").click()
    assert download.value.suggested_filename.endswith(".docx")

    sit(line.city.head, "/petitions/supervision/suggestions/")
    page.get_by_role("row").filter(has_text="滨州市民政局").get_by_role("link").first.click()
    page.get_by_label("采纳", exact=True).check()
    page.get_by_label("书面反馈内容").fill("已列入明年工作要点。")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("已列入明年工作要点。")
    page.goto("/petitions/supervision/suggestions/")
    expect(page.locator("main")).to_contain_text("占提出 66.7%（2/3）")


def test_a_proposal_to_the_joint_conference_is_written_served_and_its_outcome_kept_from_the_county(
    page: Page, line: Line, sit: Sit
) -> None:
    row = handled(line.county, at=timezone.now())
    sit(line.city.head, row.get_absolute_url())
    page.get_by_role("link", name="提请联席会议").click()
    page.get_by_label("约谈").check()
    page.get_by_label("建议对象").fill("滨城区某街道办事处")
    page.get_by_label("事实和理由").fill("要求查处函逾期未复，督促后仍未答复。")
    page.get_by_role("button", name="提请联席会议建议").click()
    expect(page.locator(".state").first).to_have_text("等待研究结果")
    made = Proposal.objects.get()

    page.get_by_role("link", name="查看公文").click()
    expect(page.locator(".paper-to")).to_have_text("滨州市信访工作联席会议：")
    page.get_by_role("link", name="登记送达").click()
    page.get_by_label("信函").check()
    page.get_by_role("button", name="登记送达").click()
    expect(page.locator(".message-success")).to_contain_text("已登记送达")

    page.goto(made.get_absolute_url())
    expect(page.locator("main")).not_to_contain_text("待送达")
    page.get_by_label("联席会议已采取").check()
    page.get_by_label("结果说明").fill("已约谈主要负责人，责成一个月内整改。")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".state").first).to_have_text("联席会议已采取")

    sit(line.county.head, "/petitions/supervision/proposals/")
    expect(page.locator("main")).not_to_contain_text("约谈主要负责人")
    page.goto(row.get_absolute_url())
    expect(page.locator("main")).not_to_contain_text(made.document.number)
    assert page.goto(made.get_absolute_url()).status == 404
