"""A demonstration station in a real browser: assessed and checked by telephone, judged by county, city and province,
and taken away again after a check that fails."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.actions.checklists import load_checklists
from stations.models import Accreditation, Station, StationCheck
from tests.browser.test_call_journey import SignIn, Take
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.stations.checking import a_photo
from tests.stations.stations import station

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"width": 360, "height": 780}


@pytest.fixture
def place(live_server: object, tree: ProvinceTree) -> Station:
    load_law()
    load_checklists(at=timezone.now())
    return station(tree.beizhen, by=user(tree.beizhen, Role.TOWNSHIP_WORKER), name="北镇街道妇女维权服务站")


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[], Path]:
    """A picture as a telephone takes it, another one each time."""

    def taken() -> Path:
        picture = a_photo()
        path = tmp_path / f"IMG_{abs(hash(picture.content))}.png"
        path.write_bytes(picture.content)
        return path

    return taken


def check(phone: Page, place: Station, take: Callable[[], Path], *, without: str = "") -> StationCheck:
    """Tap through every item of the form; what is not there is said to be missing."""
    phone.get_by_role("button", name="开始检查").click()
    phone.wait_for_url("**/checks/*/")
    overflow = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the form is wider than the telephone"
    for item in phone.locator(".check-item").all():
        missing = bool(without) and without in item.inner_text()
        item.get_by_role("radio").nth(-1 if missing else 0).check()
        if missing:
            item.get_by_label("缺什么、说明").fill("牌子没有挂出来。")
        elif item.locator("input[type=file]").count():
            item.locator("input[type=file]").set_input_files(take())
            expect(item.locator("[data-photos] img")).to_have_count(1)  # sent when it is taken
    phone.get_by_role("button", name="完成检查").click()
    expect(phone.locator(".message-success")).to_contain_text("检查已完成")
    return StationCheck.objects.latest("pk")


def judge(page: Page, sign_in: SignIn, by: User, row: Accreditation, words: str) -> None:
    """Somebody opens the application and makes the move of that name."""
    sign_in(page, by)
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name=words).click()
    page.get_by_label("意见").fill(f"{by.org.region_name}：材料属实，同意。")
    page.get_by_role("button", name=words).click()
    expect(page.locator(".message-success")).to_contain_text("已办理")


def test_from_the_station_to_the_province_and_back(
    open_window: Callable[..., Page],
    page: Page,
    place: Station,
    tree: ProvinceTree,
    photo: Callable[[], Path],
    sign_in: SignIn,
    screenshot: Take,
) -> None:
    worker, county = user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇"), user(tree.bincheng, Role.UNIT_HEAD)
    city, province = user(tree.binzhou, Role.UNIT_HEAD), user(tree.shandong, Role.UNIT_HEAD)
    phone = open_window(SMALL)

    # The station assesses itself and may not apply yet: nobody above has looked.
    sign_in(phone, worker)
    phone.goto(place.get_absolute_url())
    phone.get_by_role("link", name="自评").click()
    assert check(phone, place, photo).kind == "self"
    phone.goto(place.get_absolute_url())
    phone.get_by_role("link", name="申报示范站").click()
    phone.get_by_role("radio", name="省级").check()
    phone.get_by_label("自评报告").fill("四有、五个一齐备，全年服务 300 人次。")
    phone.get_by_role("button", name="保存").click()
    row = Accreditation.objects.get()
    phone.get_by_role("link", name="报送县级审核").click()
    expect(phone.locator("main")).to_contain_text("还没有上级妇联的检查")

    # The county looks at it with the governance centre, and finds no sign; a week later it hangs.
    sign_in(phone, county)
    phone.goto(place.get_absolute_url())
    phone.get_by_role("link", name="检查", exact=True).last.click()
    phone.get_by_label("综治中心").check()
    poor = check(phone, place, photo, without="有牌子")
    screenshot(phone, "station-check")
    assert (poor.four_haves, poor.five_ones, poor.joint, poor.missing) == (False, True, ["governance"], 1)
    sign_in(phone, worker)
    phone.goto(poor.get_absolute_url())
    phone.get_by_label("整改情况").fill("牌子已经挂在大门左侧。")
    phone.get_by_role("button", name="报告整改情况").click()
    expect(phone.locator("main")).to_contain_text("牌子已经挂在大门左侧")
    sign_in(phone, county)
    phone.goto(poor.get_absolute_url())
    phone.get_by_role("link", name="复查").click()
    good = check(phone, place, photo)
    assert (good.follows, good.passed) == (poor, True)

    # Level by level.
    sign_in(page, worker)
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="报送县级审核").click()
    page.get_by_label("申报说明").fill("请审核。")
    page.get_by_role("button", name="报送县级审核").click()
    judge(page, sign_in, county, row, "同意，报市级审核")
    judge(page, sign_in, city, row, "同意，报省级审核")
    judge(page, sign_in, province, row, "同意命名")
    row.refresh_from_db()
    assert (row.state, row.namer, row.gate_check) == ("valid", province.org, good)
    screenshot(page, "accreditation")
    page.goto("/stations/accreditations/?tab=standing")
    expect(page.locator("#rows")).to_contain_text("北镇街道妇女维权服务站")

    # A spot check finds no sign again: the province takes the name away.
    sign_in(phone, county)
    phone.goto(place.get_absolute_url())
    phone.get_by_role("link", name="检查", exact=True).last.click()
    phone.get_by_role("radio", name="抽查").check()
    check(phone, place, photo, without="有牌子")
    sign_in(page, province)
    page.goto(row.get_absolute_url())
    expect(page.locator("main")).to_contain_text("没有全部达标")
    page.get_by_role("link", name="撤销命名").click()
    page.get_by_label("复查未达标").check()
    page.get_by_label("理由").fill("抽查发现没有牌子。")
    page.get_by_role("button", name="撤销命名").click()
    row.refresh_from_db()
    assert (row.state, row.ground) == ("withdrawn", "failed_check")
    assert row.ended_at is not None
    assert row.ended_at <= timezone.now() + dt.timedelta(seconds=1)
    expect(page.locator("main")).to_contain_text("已撤销命名")
    page.goto("/stations/accreditations/?tab=standing")
    expect(page.locator("#rows")).not_to_contain_text("北镇街道妇女维权服务站")
