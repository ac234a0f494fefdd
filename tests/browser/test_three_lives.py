"""The full lives of three petitions in a real browser, each step by the people whose step it is.

One goes the ordinary way to the archive. One is assigned, objected to, disputed and given to another county. One is
reviewed by the city, heard and terminated by the province.
"""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from cases.models import Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from tests.cases.lives import Line, make_line
from tests.cases.samples import guarded, petition
from tests.cases.violence import gone_through
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]


class Desk:
    """One browser in which one person after another sits down."""

    def __init__(self, page: Page, sign_in: SignIn, row: Petition) -> None:
        self.page, self.sign_in, self.row = page, sign_in, row

    def sit(self, person: User) -> None:
        self.page.context.clear_cookies()
        self.sign_in(self.page, person)
        self.page.goto(self.row.get_absolute_url())

    def move(self, label: str, **answers: str) -> None:
        """Press the move on the page of the case, answer what it asks, and press again."""
        page = self.page
        page.get_by_role("link", name=label, exact=True).click()
        page.wait_for_url("**/moves/**")  # what is asked is counted below, and counting does not wait
        for name, value in answers.items():
            self._answer(name, value)
        page.locator(".form-end button[type=submit]").click()
        expect(page.locator(".message-success")).to_contain_text(f"已{label}")

    def _answer(self, name: str, value: str) -> None:
        page = self.page
        unit = page.locator(f"select#id_{name}[data-combobox]")
        if unit.count():
            page.locator(f"#id_{name}_box").fill(value)
            page.get_by_role("option", name=value).first.click()
        elif page.locator(f"select#id_{name}").count():
            page.locator(f"select#id_{name}").select_option(label=value)
        elif page.locator(f"input[type=radio][name={name}]").count():
            page.locator(f"input[type=radio][name={name}][value='{value}']").check()
        elif page.locator(f"input[type=checkbox][name={name}]").count():
            page.locator(f"input[type=checkbox][name={name}]").check()
        else:
            page.locator(f"#id_{name}").fill(value)

    def stands(self, status: Status) -> None:
        self.row.refresh_from_db()
        assert self.row.status == status
        expect(self.page.locator(".state").first).to_have_text(status.label)


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    return make_line(tree)


FOUND = {"findings": "信访人反映的情况属实。", "basis": "《妇女权益保障法》第七十三条"}


def accepted_to_opinion(desk: Desk, line: Line) -> None:
    desk.sit(line.county.clerk)
    desk.move("受理", route="opinion", told_how="in_person", handler=line.county.handler.name)
    desk.sit(line.county.handler)
    desk.move("开始办理", note="走访村委会和派出所。")
    desk.sit(line.county.head)
    desk.move("出具处理意见", result="support", note="请村妇联每月回访。", told_how="later", **FOUND)
    desk.stands(Status.OPINION_ISSUED)
    desk.page.get_by_role("link", name="信访处理意见书").click()
    expect(desk.page.locator(".paper")).to_contain_text("向滨州市妇女联合会申请复查")
    desk.page.get_by_role("link", name="登记送达").click()
    desk.page.get_by_label("当面").check()
    desk.page.get_by_label("送达回证").fill("本人签收")
    desk.page.get_by_role("button", name="登记送达").click()
    expect(desk.page.locator(".message-success")).to_contain_text("已登记送达")


def test_the_ordinary_life_to_the_archive(page: Page, line: Line, sign_in: SignIn) -> None:
    desk = Desk(page, sign_in, guarded(line.county.clerk, at=timezone.now() - dt.timedelta(days=1)))

    accepted_to_opinion(desk, line)
    desk.sit(line.county.clerk)
    desk.move("办结", root_cause="暴力未得到制止", unvisited="本人已随女儿迁居外省，由当地妇联回访。", agreed="1")
    desk.stands(Status.CLOSED)
    gone_through(desk.row, line.county.handler, at=timezone.now())  # what violence at home asks for before the archive
    desk.sit(line.county.clerk)
    desk.move("归档", retention="30y")

    desk.stands(Status.ARCHIVED)
    expect(page.locator(".next-steps")).to_have_count(0)
    assert desk.row.archive.digest


def test_assigned_objected_to_disputed_and_given_to_another_county(page: Page, line: Line, sign_in: SignIn) -> None:
    desk = Desk(page, sign_in, petition(line.city.clerk, at=timezone.now() - dt.timedelta(days=1)))
    report_due = str(timezone.localdate() + dt.timedelta(days=25))

    desk.sit(line.city.clerk)
    desk.move("交办下级妇联", receiver="滨城区妇女联合会", report_due_on=report_due, told_how="phone")
    desk.sit(line.county.clerk)
    desk.move("提出异议", note="信访人居住地在惠民县。")
    desk.stands(Status.OBJECTED)
    desk.sit(line.city.clerk)
    desk.move("不同意异议", note="事发地在滨城区。")
    desk.sit(line.county.clerk)
    expect(page.get_by_role("link", name="提出异议")).to_have_count(0)
    desk.move("提请裁定管辖", other_unit="惠民县妇女联合会", note="两县意见不一致。")
    desk.stands(Status.DISPUTED)
    desk.sit(line.city.clerk)
    desk.move("裁定管辖", decided_unit="惠民县妇女联合会", note="由居住地承办。")
    desk.sit(line.neighbour.clerk)
    desk.move("接收并受理", route="duty", told_how="phone")

    desk.stands(Status.ACCEPTED)
    assert desk.row.org == line.tree.huimin


def test_reviewed_heard_and_terminated(page: Page, line: Line, sign_in: SignIn) -> None:
    desk = Desk(page, sign_in, petition(line.county.clerk, at=timezone.now() - dt.timedelta(days=1)))
    today = str(timezone.localdate())

    accepted_to_opinion(desk, line)
    desk.sit(line.city.clerk)
    desk.move("登记复查申请", note="不服处理意见。")
    desk.sit(line.city.head)
    desk.move("出具复查意见", outcome="keep", note="原意见事实清楚。", told_how="in_person", **FOUND)
    desk.stands(Status.REVIEWED)
    desk.sit(line.province.clerk)
    desk.move("登记复核申请", note="仍然不服。")
    desk.sit(line.province.head)
    desk.move("举行听证", hearing_from=today, hearing_until=today, note="土地权属，听证员三人。")
    desk.move("登记听证结果", held_until=today, note="听证员一致认为原意见适当。")
    desk.move("出具复核意见", outcome="keep", note="维持。", told_how="in_person", **FOUND)

    desk.stands(Status.TERMINATED)
    expect(page.locator(".timeline")).to_contain_text("听证员一致认为原意见适当。")


def test_a_photo_is_added_from_the_case_with_progress(page: Page, line: Line, sign_in: SignIn) -> None:
    desk = Desk(page, sign_in, petition(line.county.clerk, at=timezone.now() - dt.timedelta(days=1)))
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "JPEG")

    desk.sit(line.county.clerk)
    page.get_by_role("link", name="添加附件").click()
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".field-error")).to_contain_text("请选择文件")
    page.get_by_label("选择文件").set_input_files(
        {"name": "伤情.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="上传").click()

    expect(page.locator(".message-success")).to_contain_text("已保存 1 个附件")
    expect(page.get_by_role("link", name="伤情.jpg")).to_be_visible()
    assert page.url.endswith(desk.row.get_absolute_url())
