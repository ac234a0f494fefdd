"""Hours of a volunteer on a small telephone, from the village to the township; a roster of people, from the file to
the list, with a real worker."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.actions.people import enter_person
from stations.actions.roles import Appointment, appoint
from stations.models import NetworkPerson, RosterImport, VolunteerService
from tests.browser.test_call_journey import SignIn, Take
from tests.browser.test_station_journey import SMALL, fits
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.processes import celery
from tests.stations.people import PHONE, facts
from tests.stations.rosters import line, roster

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
WAIT = 20_000  # milliseconds, in which the worker has taken a roster up


@pytest.fixture
def clerk(live_server: object, tree: ProvinceTree) -> User:
    load_law()
    return user(tree.bincheng, Role.RECEPTIONIST, name="王芳")


@pytest.fixture
def queue(clerk: User, tmp_path: Path) -> Iterator[None]:
    with celery("worker", "--concurrency=1", "--loglevel=INFO", log=tmp_path / "worker.log"):
        yield


def test_hours_are_logged_in_the_village_and_confirmed_by_the_township(
    open_window: Open, clerk: User, tree: ProvinceTree, sign_in: SignIn, screenshot: Take
) -> None:
    at, township = timezone.now(), user(tree.beizhen, Role.TOWNSHIP_WORKER, name="钱镇")
    volunteer = enter_person(tree.village, facts(), by=township, at=at)
    appoint(volunteer, Appointment("volunteer", volunteer.joined_on), by=township, at=at)
    page = open_window(SMALL)
    sign_in(page, user(tree.village, Role.VILLAGE_WORKER, name="赵村"))

    page.goto("/stations/volunteer-hours/")
    page.get_by_role("link", name="登记时长").click()
    page.get_by_role("combobox", name="志愿者").click()
    page.get_by_role("option", name="孙丽华").first.click()
    page.get_by_text("2 小时", exact=True).click()
    screenshot(page, "service_form_small")
    assert fits(page)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".message-success")).to_be_visible()
    page.goto("/stations/volunteer-hours/")
    expect(page.get_by_text("由他人确认", exact=True)).to_be_visible()
    assert VolunteerService.objects.get().decided_at is None

    above = open_window(SMALL)
    sign_in(above, township)
    above.goto("/stations/volunteer-hours/")
    screenshot(above, "service_list_small")
    assert fits(above)
    above.get_by_label("选择", exact=True).check()
    above.get_by_role("button", name="确认勾选的").click()
    expect(above.locator(".message-success")).to_be_visible()

    row = VolunteerService.objects.get()
    assert (row.minutes, row.decided_by, row.refused) == (120, township, "")


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    "size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}], ids=["desk", "phone"]
)
def test_a_roster_is_uploaded_reviewed_and_imported(
    open_window: Open, clerk: User, sign_in: SignIn, screenshot: Take, tmp_path: Path, size: dict[str, int]
) -> None:
    path, page = tmp_path / "维权队伍名册.xlsx", open_window(size)
    path.write_bytes(roster(line(), line(name="周敏", id_number="", kind="大使"), line(name="吴静", id_number="")))
    sign_in(page, clerk)

    page.goto("/stations/people/")
    page.get_by_role("link", name="导入名册").click()
    page.get_by_label("名册文件").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()

    expect(page.get_by_role("button", name="导入 2 人")).to_be_visible(timeout=WAIT)
    expect(page.locator("table").first).to_contain_text("“大使”不是可选的身份")
    expect(page.locator("body")).not_to_contain_text(PHONE)
    screenshot(page, f"roster_preview_{size['width']}")
    assert fits(page)
    assert not NetworkPerson.objects.exists()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载有误的 1 行").click()
    rejected = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert rejected["A2"].value == "周敏"

    page.get_by_role("button", name="导入 2 人").click()
    expect(page.locator(".message-success")).to_contain_text("登记了 2 人", timeout=WAIT)
    screenshot(page, f"roster_done_{size['width']}")
    page.get_by_role("link", name="查看人员").click()
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    assert RosterImport.objects.get().file.name == ""
