"""The dashboard as a page: whose range, which lists, what it costs, what it says of itself."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline, SweepRun
from fedportal.orgs.models import Organization
from tests.cases.samples import petition
from tests.dashboards.links import broken_claims, claims
from tests.dashboards.world import World
from tests.factories import user

ADDRESS = reverse("dashboards:dashboard")


def seen_by(client: Client, reader: User, org: Organization | None = None, **params: str) -> object:
    client.force_login(reader)
    return client.get(ADDRESS, ({"org": org.code} if org else {}) | params)


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng", "beizhen"])
def test_every_number_equals_the_list_behind_it(client: Client, world: World, place: str) -> None:
    page = seen_by(client, world.reader(getattr(world.tree, place), Role.UNIT_HEAD))

    assert len(set(claims(page))) > 20
    assert broken_claims(client, page) == []


def test_the_numbers_of_a_unit_below_equal_their_lists(client: Client, world: World) -> None:
    page = seen_by(client, world.province, world.tree.bincheng)

    assert len(set(claims(page))) > 20
    assert broken_claims(client, page) == []


def test_a_city_sees_its_own_range_alone(client: Client, world: World) -> None:
    page = seen_by(client, world.city)

    assert page.context["org"] == world.tree.binzhou
    assert {unit.name for unit in page.context["figures"].units} == {"滨城区", "惠民县", "邹平市", "本级"}


@pytest.mark.parametrize("place", ["shandong", "dongying", "guangrao", "hubei"])
def test_a_place_outside_ones_range_is_not_there(client: Client, world: World, place: str) -> None:
    assert seen_by(client, world.city, getattr(world.tree, place)).status_code == 404


@pytest.mark.parametrize("asked", ["999999999999", "abc", "-1", "1e5", "3716"])
def test_what_is_no_place_is_not_there(client: Client, world: World, asked: str) -> None:
    client.force_login(world.city)

    assert client.get(ADDRESS, {"org": asked}).status_code == 404


def test_who_may_not_see_figures_is_refused(client: Client, world: World) -> None:
    assert seen_by(client, user(world.tree.bincheng, Role.SHELTER_WORKER)).status_code == 403


def test_the_way_leads_from_ones_own_unit_down_to_the_place(client: Client, world: World) -> None:
    page = seen_by(client, world.province, world.tree.beizhen)

    assert [crumb["label"] for crumb in page.context["board"].crumbs] == ["山东省", "滨州市", "滨城区", "北镇街道"]


def test_who_counts_but_reads_no_cases_gets_the_same_numbers_without_lists(client: Client, world: World) -> None:
    officer = seen_by(client, user(world.tree.shandong, Role.STAT_OFFICER)).context["figures"]
    page = seen_by(client, user(world.tree.shandong, Role.STAT_OFFICER))

    supervisor = seen_by(client, world.province).context["figures"]
    assert officer.overdue.value == supervisor.overdue.value > 0
    assert list(claims(page)) == []


def test_ones_own_desk_is_shown_for_ones_own_unit_only(client: Client, world: World) -> None:
    own = seen_by(client, world.city).context["figures"]
    below = seen_by(client, world.city, world.tree.bincheng).context["figures"]

    assert own.waiting.value == Deadline.objects.filter(desk=world.tree.binzhou, awaiting_ack=True).count() > 0
    assert (below.waiting, below.late_here) == (None, None)


def test_it_costs_the_same_whatever_the_range_holds(client: Client, world: World) -> None:
    seen_by(client, world.province)
    with CaptureQueriesContext(connection) as few:
        seen_by(client, world.province)
    for _ in range(3):
        petition(world.clerk, at=world.now - dt.timedelta(days=30))
        petition(world.neighbour, at=world.now - dt.timedelta(days=3))

    with CaptureQueriesContext(connection) as many:
        seen_by(client, world.province)

    assert len(many) == len(few) < 40


def test_the_page_says_for_which_moment_it_is_true(client: Client, world: World) -> None:
    page = seen_by(client, world.city)

    at = page.context["figures"].at
    assert f"{timezone.localtime(at):%Y-%m-%d}" in page.content.decode()
    assert abs(timezone.now() - at) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("sort", ["code", "open", "overdue", "share", "red", "deep", "told", "median"])
def test_the_ranking_can_be_sorted_by_each_column(client: Client, world: World, sort: str) -> None:
    page = seen_by(client, world.province, sort=sort)

    assert page.context["board"].sort == sort
    assert [unit.name for unit in page.context["board"].units].count("滨州市") == 1


def test_the_worst_unit_comes_first(client: Client, world: World) -> None:
    units = seen_by(client, world.city).context["board"].units

    assert [unit.overdue.value for unit in units] == sorted((unit.overdue.value for unit in units), reverse=True)
    assert units[0].name == "滨城区"


def alarms_of(page: object) -> list[str]:
    return [alarm.text for alarm in page.context["figures"].alarms]


def test_a_silent_engine_is_an_alarm(client: Client, world: World) -> None:
    quiet = timezone.now() - dt.timedelta(minutes=6)
    before = alarms_of(seen_by(client, world.city))

    SweepRun.objects.update(started_at=quiet, finished_at=quiet)

    assert before == []
    assert alarms_of(seen_by(client, world.city)) == ["逾期升级已有 6 分钟没有运行，灯色和级次可能滞后。"]


def test_a_deadline_set_aside_is_an_alarm_with_its_list(client: Client, world: World) -> None:
    duty = Deadline.objects.filter(org=world.tree.huimin, closed_at=None).first()
    duty.quarantined_at, duty.quarantine_reason = timezone.now(), "工作日历未覆盖"
    duty.save(update_fields=["quarantined_at", "quarantine_reason"])

    page = seen_by(client, world.city)

    assert alarms_of(page) == ["有 1 件的时限无法推算，已隔离，不再自动升级，请系统管理员处理。"]
    assert broken_claims(client, page) == []


def test_what_found_no_superior_is_an_alarm_for_the_province_it_lies_with(client: Client, world: World) -> None:
    petition(user(world.tree.shandong, Role.RECEPTIONIST), at=world.now - dt.timedelta(days=2), media=True)
    engine.sweep(timezone.now())

    page = seen_by(client, world.province)

    assert alarms_of(page) == ["有 1 件已到最高一级仍未办结，再无上级可报，请本单位直接督办。"]
    assert broken_claims(client, page) == []
    assert alarms_of(seen_by(client, world.city)) == []


def test_an_empty_range_says_so(client: Client, world: World) -> None:
    cache.clear()

    page = seen_by(client, user(world.tree.dongguan, Role.SUPERVISOR))

    assert "这里还没有信访事项" in page.content.decode()
