"""Homes that are called the same since villages were merged: joined into one, or named apart."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from stations.actions.checklists import load_checklists
from stations.actions.peace_doubles import join_home, name_apart
from stations.models import HomeLabel, Household
from stations.peace_doubles import doubles_in
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.peace import TODAY, looked

DAY = dt.timedelta(days=1)


@pytest.fixture
def pair(law: None, tree: ProvinceTree, worker: User, township: User) -> tuple[Household, Household]:
    """3号 of both of two villages that became one, the one that came over looked at last; and a 4号 of it alone."""
    load_checklists(at=NOW)
    merged = org("371602003002", "又一村", parent=tree.beizhen)
    own = looked(worker, tree.village, "3号", gambling="unmet")
    came = looked(township, merged, "３ 号", at=NOW + DAY)
    looked(township, merged, "4号")
    orgs.merge(merged, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.village, on=TODAY + DAY, at=NOW + DAY)
    return own, came


def test_the_same_home_is_one_with_the_later_look(
    pair: tuple[Household, Household], tree: ProvinceTree, worker: User
) -> None:
    own, came = pair
    ((first, second),) = doubles_in(tree.village)
    assert (first.home, first.former, second.home, second.former.region_name) == (own, None, came, "又一村")

    join_home(came, by=worker, at=NOW + 2 * DAY)

    own.refresh_from_db()
    assert (own.latest.passed, own.latest.checked_on) == (True, TODAY + DAY)
    assert list(Household.objects.listed().order_by("pk")) == [
        own,
        Household.objects.exclude(pk__in=[own.pk, came.pk]).get(),
    ]
    assert HomeLabel.objects.filter(household=came).count() == 0
    assert doubles_in(tree.village) == []
    assert AccessEvent.objects.get(verb="household.join").object_id == own.pk
    with pytest.raises(NotAllowed, match="没有与这一户同号"):
        join_home(own, by=worker, at=NOW + 2 * DAY)
    with pytest.raises(NotAllowed, match="已在名单上"):
        looked(worker, tree.village, "4号", at=NOW + 2 * DAY)  # it stands there, by the number of its former village


def test_another_home_is_named_with_its_former_village(
    pair: tuple[Household, Household], tree: ProvinceTree, township: User
) -> None:
    own, came = pair
    with pytest.raises(NotAllowed, match="并入的那一户"):
        name_apart(own, by=township, at=NOW + 2 * DAY)

    assert name_apart(came, by=township, at=NOW + 2 * DAY) == "又一村３ 号"

    assert doubles_in(tree.village) == []
    assert Household.objects.listed().count() == 3


def test_the_worker_of_the_successor_is_shown_them_and_nobody_else_decides(
    pair: tuple[Household, Household], client: Client, tree: ProvinceTree, worker: User, clerk: User, intruder: User
) -> None:
    own, came = pair
    double = reverse("stations:peace_home_double", args=[came.pk])
    for other, status in ((clerk, 404), (intruder, 404)):
        client.force_login(other)
        assert client.post(double, {"join": ""}).status_code == status
        with pytest.raises(NotAllowed, match="由村（社区）或者所属乡镇"):
            join_home(came, by=other, at=NOW + 2 * DAY)
    client.force_login(worker)
    homes = reverse("stations:peace_homes", args=[tree.village.pk])
    assert "并村以后同号的户" in client.get(homes).content.decode()

    answer = client.post(double, {"apart": ""}, follow=True).content.decode()

    assert "已改称“又一村３ 号”" in answer
    assert "并村以后同号的户" not in answer
    assert own.pk in Household.objects.listed().values_list("pk", flat=True)
