"""The ten commonest jobs of docs/user-guide.md, done in a real browser; the guide names as many clicks as they take.

With GUIDE_PICTURES=docs/images the same run takes the guide's pictures.
"""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cases.actions.supervision import Charge, advance_order, draft_order
from cases.models import Petition
from cases.workflow import Cause
from cases.workflow.supervision import ORDER_MOVES
from fedportal.accounts.models import User
from fedportal.orgs.models import AgencyKind
from tests.browser.conftest import guide_picture
from tests.cases.lives import Line, make_line
from tests.cases.samples import FOUND, moved, petition
from tests.factories import ProvinceTree, agency
from tests.law_snapshot import load_law

pytestmark = pytest.mark.django_db(transaction=True)

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "user-guide.md"
SignIn = Callable[[Page, User], None]
DAY = dt.timedelta(days=1)


class Desk:
    """One person after another at one browser, and how often they click; what is typed is not counted."""

    def __init__(self, page: Page, sign_in: SignIn) -> None:
        self.page, self.sign_in, self.clicks = page, sign_in, 0

    def sit(self, person: User, url: str) -> None:
        self.page.context.clear_cookies()
        self.sign_in(self.page, person)
        self.page.goto(url)

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=re.compile(name)).first)

    def choose(self, name: str, value: str) -> None:
        """A radio button or a box."""
        self.click(self.page.locator(f"input[name={name}][value='{value}']"))

    def tick(self, name: str) -> None:
        self.click(self.page.locator(f"input[name={name}]"))

    def pick(self, name: str, words: str) -> None:
        """Type into a type-ahead and take what it finds."""
        self.page.locator(f"#id_{name}_box").fill(words)
        self.click(self.page.get_by_role("option").first)

    def write(self, name: str, words: str) -> None:
        self.page.locator(f"#id_{name}").fill(words)

    def submit(self) -> None:
        self.click(self.page.locator(".form-end button[type=submit]").first)

    def done(self, words: str) -> None:
        expect(self.page.locator(".message-success").first).to_contain_text(words)

    def picture(self, name: str) -> None:
        guide_picture(self.page, name)


@pytest.fixture
def line(live_server: object, tree: ProvinceTree) -> Line:
    load_law()
    made = make_line(tree)
    for person, name in (
        *((made.county.clerk, "王芳"), (made.county.handler, "李静"), (made.county.head, "赵敏")),
        *((made.city.clerk, "孙丽"), (made.city.head, "周红")),
    ):
        User.objects.filter(pk=person.pk).update(name=name)
        person.name = name
    return made


@pytest.fixture
def desk(page: Page, sign_in: SignIn) -> Desk:
    return Desk(page, sign_in)


def said_by_the_guide(job: int) -> int:
    """The number of clicks in the guide's table."""
    row = re.search(rf"^\| {job} \|.*\| (\d+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert row, f"the guide has no row {job}"
    return int(row.group(1))


def case(line: Line, *, ago: int = 2, **fields: object) -> Petition:
    return petition(line.county.clerk, at=timezone.now() - ago * DAY, **fields)


def at_work(line: Line, *, ago: int = 2, **fields: object) -> Petition:
    at = timezone.now() - ago * DAY
    row = moved(
        case(line, ago=ago, **fields), "accept", by=line.county.clerk, at=at, route="opinion", told_how="phone"
    )
    return moved(row, "start", by=line.county.handler, at=at)


def test_1_register_a_visit(desk: Desk, line: Line) -> None:
    desk.sit(line.county.clerk, "/")
    desk.link("登记信访")
    for name, words in (("name", "王小芳"), ("id_number", "11010519491231002X"), ("phone", "13854312345")):
        desk.write(name, words)
    desk.write("address", "滨城区黄河五路 385 号")
    desk.choose("marital", "married")
    desk.write("facts", "丈夫酒后多次殴打，已报警。")
    desk.write("request", "要求处理丈夫的家庭暴力，协助申请人身安全保护令。")
    desk.choose("matter_class", "redress")
    desk.pick("category", "jtbl")
    desk.tick("read_back")
    desk.picture("register")
    desk.page.keyboard.press("Control+Enter")

    desk.done("已登记")
    assert desk.clicks == said_by_the_guide(1)


def test_2_accept_and_tell_at_once(desk: Desk, line: Line) -> None:
    desk.sit(line.county.clerk, case(line).get_absolute_url())
    desk.picture("case")
    desk.link("受理")
    desk.choose("route", "opinion")
    desk.choose("told_how", "in_person")
    desk.picture("accept")
    desk.submit()

    desk.done("已受理")
    assert desk.clicks == said_by_the_guide(2)


def test_3_pass_down(desk: Desk, line: Line) -> None:
    desk.sit(line.county.clerk, case(line).get_absolute_url())
    desk.link("转送下级妇联")
    desk.pick("receiver", "北镇")
    desk.choose("told_how", "phone")
    desk.picture("pass-down")
    desk.submit()

    desk.done("已转送")
    assert desk.clicks == said_by_the_guide(3)


def test_4_she_comes_again(desk: Desk, line: Line) -> None:
    desk.sit(line.county.clerk, at_work(line).get_absolute_url())
    desk.link("再次来访")
    desk.write("note", "询问办理进展，情绪稳定。")
    desk.tick("read_back")
    desk.picture("again")
    desk.submit()

    desk.done("共反映 2 次")
    assert desk.clicks == said_by_the_guide(4)


def test_5_sign_an_opinion_and_hand_it_over(desk: Desk, line: Line) -> None:
    desk.sit(line.county.head, at_work(line).get_absolute_url())
    desk.link("出具处理意见")
    desk.choose("result", "support")
    desk.write("findings", str(FOUND["findings"]))
    desk.write("basis", str(FOUND["basis"]))
    desk.write("note", "已协助取得人身安全保护令，村妇联每月回访。")
    desk.choose("told_how", "in_person")
    desk.picture("opinion")
    desk.submit()

    desk.done("已出具处理意见")
    assert desk.clicks == said_by_the_guide(5)
    desk.link("信访处理意见书")
    desk.picture("paper")


def test_6_require_an_investigation(desk: Desk, line: Line) -> None:
    agency(line.tree.bincheng, AgencyKind.POLICE, "滨州市公安局滨城分局", contact="治安大队", phone="0543-1234567")
    desk.sit(line.county.clerk, at_work(line).get_absolute_url())
    desk.click(desk.page.locator(".letter-choices summary"))
    desk.link("要求查处函")
    desk.pick("agency", "gaj")
    desk.page.get_by_label("主要情况").fill("求助人多次报警称被丈夫殴打，未获处理。")
    desk.page.get_by_label("要求查处的事项").fill("依法调查，对施暴人出具告诫书。")
    desk.picture("letter")
    desk.button("生成草稿")
    desk.button("签发")

    desk.done("已签发")
    assert desk.clicks == said_by_the_guide(6)


def test_7_ask_for_more_time_and_grant_it(desk: Desk, line: Line) -> None:
    row = at_work(line, ago=50)
    desk.sit(line.county.handler, row.get_absolute_url())
    desk.link("申请延期")
    desk.write("days", "20")
    desk.write("note", "等待伤情鉴定结论。")
    desk.submit()
    desk.sit(line.county.head, row.get_absolute_url())
    desk.link("批准延期")
    desk.choose("told_how", "phone")
    desk.picture("extension")
    desk.submit()

    desk.done("已批准延期")
    assert desk.clicks == said_by_the_guide(7)


def test_8_answer_a_supervision_order(desk: Desk, line: Line) -> None:
    row, now = case(line, ago=20), timezone.now()
    charge = Charge(cause=Cause.TELLING, demand="请说明逾期未告知的原因，三日内告知信访人。")
    order = draft_order(row, line.tree.bincheng, charge, by=line.city.clerk, at=now)
    advance_order(order, ORDER_MOVES["issue"], by=line.city.head, at=now)
    desk.sit(line.county.clerk, order.get_absolute_url())
    desk.picture("order")
    desk.link("回复督办")
    desk.write("note", "受理告知书已于今日当面送达，附回证；逾期系交接遗漏，已建立台账。")
    desk.submit()

    desk.done("回复")
    assert desk.clicks == said_by_the_guide(8)


def test_9_find_a_case_by_the_keyboard(desk: Desk, line: Line) -> None:
    for name in ("陈兰英", "刘桂花", "张秀兰"):
        case(line, name=name)
    desk.sit(line.county.clerk, "/")
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("刘桂花")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-rows] tbody tr")).to_have_count(1)
    desk.page.wait_for_load_state()  # the keys work once the page's script is there
    desk.picture("find")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("j")
    expect(desk.page.locator("[data-rows] tr.is-current")).to_have_count(1)
    desk.page.keyboard.press("Enter")

    expect(desk.page.locator("h1")).to_contain_text("刘某某")
    assert desk.clicks == said_by_the_guide(9)


def test_10_visit_her_and_conclude(desk: Desk, line: Line) -> None:
    at = timezone.now() - 40 * DAY
    row = at_work(line, ago=40, category="family.dv")
    moved(row, "issue_opinion", by=line.county.head, at=at, note="予以支持。", **FOUND)
    desk.sit(line.county.clerk, row.get_absolute_url())
    desk.click(desk.page.locator("section[aria-labelledby=visits]").get_by_role("link", name="登记"))
    desk.click(desk.page.get_by_label("方便", exact=True))
    desk.click(desk.page.get_by_label("电话", exact=True))
    desk.click(desk.page.get_by_label("本人安全"))
    desk.picture("visit")
    desk.button("登记回访")
    desk.link("办结")
    desk.page.get_by_label("主要成因").select_option(label="暴力未得到制止")
    desk.clicks += 1
    desk.picture("close")
    desk.submit()

    desk.done("已办结")
    assert desk.clicks == said_by_the_guide(10)
