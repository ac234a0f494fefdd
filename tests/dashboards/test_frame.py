"""The frame of every page: what the navigation offers to whom, the place, what waits, and what it costs."""

from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries, Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.calendar.models import CalendarEdition
from fedportal.dashboards import context
from fedportal.dashboards.context import Frame
from fedportal.orgs.models import Organization
from tests.factories import ProvinceTree, user


def frame_of(reader: User | None, path: str = "/") -> Frame:
    request = RequestFactory().get(path)
    request.user = reader
    return Frame(request)


def offered(place: Organization, *roles: Role) -> list[str]:
    return [entry.label for entry in frame_of(user(place, *roles)).nav]


@pytest.fixture(autouse=True)
def forgotten(tree: ProvinceTree) -> None:
    """What a process remembers between requests comes from another test's database."""
    context._names_down_to.cache_clear()
    context._unconfirmed.cache_clear()


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            Role.RECEPTIONIST,
            [
                "待办",
                "信访",
                "12338 热线",
                "12338 工单",
                "12345 工单",
                "服务日志",
                "站点",
                "维权队伍",
                "庇护",
                "督办",
                "领导接访",
                "联系待办",
                "个人信息",
                "总览",
                "统计",
                "机构",
                "工作日历",
            ],
        ),
        (
            Role.UNIT_HEAD,
            [
                "待办",
                "信访",
                "12338 热线",
                "12338 工单",
                "12345 工单",
                "服务日志",
                "站点",
                "维权队伍",
                "庇护",
                "督办",
                "领导接访",
                "办理投诉",
                "联系待办",
                "个人信息",
                "紧急查阅",
                "总览",
                "统计",
                "机构",
                "公文模板",
                "时限规则",
                "工作日历",
            ],
        ),
        (
            Role.VILLAGE_WORKER,
            [
                "待办",
                "信访",
                "12338 工单",
                "12345 工单",
                "服务日志",
                "站点",
                "志愿服务",
                "维权阵地",
                "督办",
                "领导接访",
                "联系待办",
                "个人信息",
                "总览",
                "统计",
                "机构",
                "工作日历",
            ],
        ),
        (Role.STAT_OFFICER, ["待办", "站点", "总览", "统计", "机构", "工作日历"]),
        (Role.SHELTER_WORKER, ["待办", "庇护", "机构", "工作日历"]),
        (Role.SYS_ADMIN, ["待办", "机构", "工作日历", "升级引擎"]),
        (Role.SEC_ADMIN, ["待办", "机构", "工作日历", "账号", "数据对接", "电话系统"]),
        (Role.AUDIT_ADMIN, ["待办", "紧急查阅", "机构", "工作日历"]),
    ],
)
def test_each_role_is_offered_its_own_work(tree: ProvinceTree, role: Role, labels: list[str]) -> None:
    assert offered(tree.bincheng, role) == labels


def test_a_stranger_is_offered_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    frame = frame_of(None)

    with django_assert_num_queries(0):
        assert (frame.nav, frame.place, frame.unread, frame.waiting, frame.search_url) == ([], [], 0, 0, "")


def test_the_entry_of_the_page_one_is_on_is_marked(tree: ProvinceTree) -> None:
    reader = user(tree.bincheng, Role.RECEPTIONIST)

    marked = {
        path: [entry.label for entry in frame_of(reader, path).nav if entry.current]
        for path in ("/", "/petitions/", "/petitions/new/", "/orgs/371602000000/")
    }

    assert marked == {
        "/": ["待办"],
        "/petitions/": ["信访"],
        "/petitions/new/": ["信访"],
        "/orgs/371602000000/": ["机构"],
    }


def test_the_place_runs_from_the_province_down_to_ones_own_unit(tree: ProvinceTree) -> None:
    assert frame_of(user(tree.village, Role.VILLAGE_WORKER)).place == [
        "山东省",
        "滨州市",
        "滨城区",
        "北镇街道",
        "新兴社区",
    ]
    assert frame_of(user(tree.humen, Role.TOWNSHIP_WORKER)).place == ["广东省", "东莞市", "虎门镇"]


def test_a_page_pays_two_questions_for_its_frame(
    tree: ProvinceTree, no_law: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = user(tree.bincheng, Role.UNIT_HEAD)
    first_frame = frame_of(first)
    assert first_frame.place  # remembered from here on
    assert first_frame.calendar_banner
    frame = frame_of(User.objects.select_related("org").get(pk=first.pk))

    with django_assert_max_num_queries(2):
        assert frame.nav
        assert frame.unread == 0
        assert frame.place
        assert frame.search_url
        assert frame.calendar_banner


@pytest.mark.parametrize(
    ("role", "end"), [(Role.SYS_ADMIN, "为暂定，请按国务院办公厅通知录入。"), (Role.UNIT_HEAD, "为暂定。")]
)
def test_a_calendar_without_its_notice_is_told_on_every_page(
    tree: ProvinceTree, no_law: None, role: Role, end: str
) -> None:
    assert frame_of(user(tree.shandong, role)).calendar_banner.endswith(end)


def test_a_calendar_with_its_notice_needs_no_banner(tree: ProvinceTree) -> None:
    at = timezone.now()
    for year in (timezone.localdate(at).year, timezone.localdate(at).year + 1):
        CalendarEdition.objects.create(year=year, source=CalendarEdition.Source.NOTICE, entered_at=at)

    assert frame_of(user(tree.shandong, Role.SYS_ADMIN)).calendar_banner == ""


def test_demo_accounts_are_offered_in_a_demo_only(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    account = '[{"username": "sd-head", "password": "demo-2026-open", "role": "主席", "org": "山东省妇联"}]'
    (settings.VAR_DIR / "demo_accounts.json").write_text(account, "utf-8")

    settings.DEMO = False
    assert "sd-head" not in client.get(reverse("account_login")).content.decode()
    settings.DEMO = True
    assert "sd-head" in client.get(reverse("account_login")).content.decode()


def test_a_page_that_is_not_there_says_so_to_staff_and_strangers(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_missing_right_says_whom_to_ask(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    answer = client.get(reverse("accounts:user_list"))

    assert answer.status_code == 403
    assert "请联系本单位的安全管理员" in answer.content.decode()


def test_an_expired_form_says_that_the_draft_is_kept(tree: ProvinceTree) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), {"login": "x", "password": "y"})

    assert answer.status_code == 403
    assert "草稿保存在本机" in answer.content.decode()


def test_the_page_of_a_crash_needs_no_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()


@pytest.mark.parametrize("view", ["call_list", "slot_list", "rota", "answering_day_list", "quality_list", "line_list"])
def test_pages_behind_the_telephone_light_the_entry_of_the_hotline(tree: ProvinceTree, view: str) -> None:
    frame = frame_of(user(tree.bincheng, Role.RECEPTIONIST), reverse(f"hotline:{view}"))

    assert [entry.label for entry in frame.nav if entry.current] == ["12338 热线"]
