"""A briefing in a real browser: from the filter of the list to what became of it."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from tests.cases.lives import make_line, registered
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_briefing_is_written_sent_and_adopted(
    page: Page, live_server: object, tree: ProvinceTree, sign_in: Callable[[Page, User], None]
) -> None:
    load_law()
    line, at = make_line(tree), timezone.now()
    for category in ("labour.wages", "labour.wages", "family.dispute"):
        registered(line.county, at=at, category=category)
    sign_in(page, line.city.head)

    page.goto("/petitions/")
    page.get_by_label("类别").select_option("labour")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    page.get_by_role("link", name="按当前条件写专报").click()
    expect(page.locator(".subtitle")).to_contain_text("类别：劳动和社会保障权益")
    page.get_by_label("标题").fill("关于拖欠女职工工资问题的信访专报")
    page.locator("input[name=cases]").first.check()
    page.get_by_role("button", name="起草专报").click()

    body = page.locator(".paper-body")
    expect(body).to_contain_text("信访事项 2 件")
    expect(body).to_contain_text("案例一：某县（区）一名")
    page.get_by_role("link", name="登记报送").click()
    page.get_by_label("公文系统").check()
    page.get_by_role("button", name="登记报送").click()
    expect(page.locator("[data-form-errors]")).to_contain_text("还有“【请填写…】”的地方")

    page.get_by_role("link", name="返回专报").click()
    page.get_by_role("link", name="修改", exact=True).click()
    words = page.locator("#id_body").input_value().replace("【请填写", "").replace("】", "")
    page.locator("#id_body").fill(words)
    page.get_by_role("button", name="保存").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("link", name="登记报送").click()
    page.get_by_label("公文系统").check()
    page.get_by_role("button", name="登记报送").click()
    expect(page.locator(".message-success")).to_contain_text("已登记报送")

    page.get_by_role("link", name="登记采纳情况").click()
    page.get_by_label("领导批示", exact=True).check()
    page.get_by_label("批示领导或者采纳单位").fill("市委副书记")
    page.get_by_label("批示内容、采纳措施").fill("请人社局专项检查。")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("市委副书记：请人社局专项检查。")
