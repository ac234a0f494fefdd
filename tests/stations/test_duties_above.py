"""A county is told which duties about its stations wait with the city, and since when; of the city's other duties, and
of how late it is, nothing."""

import pytest
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.deadlines.models import Deadline
from fedportal.lib.row_scope import rows_of
from stations.actions.check_clocks import plan_checks
from stations.actions.checklists import load_checklists
from stations.duties_above import waiting_above
from stations.models import Station
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.stations import station


@pytest.fixture
def own(tree: ProvinceTree, clerk: User) -> Station:
    """The county's own station: the city looks at it."""
    load_checklists(at=NOW)
    made = station(tree.bincheng, by=clerk)
    station(tree.huimin, by=clerk, name="惠民县站")
    station(tree.village, by=clerk, name="村站")
    plan_checks(at=NOW)
    return made


def test_the_countys_page_says_what_waits_with_the_city(
    client: Client, own: Station, clerk: User, tree: ProvinceTree
) -> None:
    client.force_login(clerk)

    page = client.get(own.get_absolute_url()).content.decode()

    assert f"{tree.binzhou.name}：" in page
    assert "上级待办" in page
    duty = Deadline.objects.for_subject(own).get()
    assert duty.org == tree.binzhou
    assert f"{timezone.localdate(duty.opened_at)} 起" in page
    assert f"{timezone.localdate(duty.due_at)}" not in page


def test_the_city_sees_its_duty_as_its_own(client: Client, own: Station, tree: ProvinceTree) -> None:
    client.force_login(user(tree.binzhou, Role.SECTION_HEAD))

    assert "上级待办" not in client.get(own.get_absolute_url()).content.decode()


def test_a_township_is_told_what_waits_with_the_county(own: Station, township: User, tree: ProvinceTree) -> None:
    village = Station.objects.get(org=tree.village)

    told = waiting_above(township, village)

    assert [each.org for each in told] == [tree.bincheng.name]


def test_nothing_else_of_the_citys_duties_is_opened(own: Station, clerk: User, tree: ProvinceTree) -> None:
    theirs = Station.objects.get(org=tree.huimin)

    with rows_of(scope_of(clerk)):
        told = waiting_above(clerk, own)
        seen = Deadline.objects.filter(org=tree.binzhou).count()

    assert [(each.org, each.label) for each in told] == [(tree.binzhou.name, "检查站点")]
    assert seen == 0
    assert Deadline.objects.for_subject(theirs).get().org == tree.binzhou


def test_another_county_does_not_come_to_the_page(client: Client, own: Station, intruder: User) -> None:
    client.force_login(intruder)

    assert client.get(own.get_absolute_url()).status_code == 404


def test_what_is_done_waits_no_more(own: Station, clerk: User) -> None:
    Deadline.objects.for_subject(own).update(closed_at=NOW, outcome="met")

    assert waiting_above(clerk, own) == []
