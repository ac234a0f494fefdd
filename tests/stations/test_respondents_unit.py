"""Where he works in a federation, nobody there sees her; who is close to him does not take her in at all."""

import pytest
from django.test import Client

from cases.actions.walls import note_digest
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.database_clock import database_now
from stations.actions.shelters import name_keeper
from stations.models import Shelter, ShelterApplication, ShelterStay
from tests.factories import ProvinceTree, user
from tests.stations.shelters import shelter

ASKED = {"basis": "word", "name_1": "避难人甲", "sex_1": "f", "born_on_1": "1994-05-06"}
HIS = "13777770001"


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


def admitted(client: Client, place: Shelter, by: User, **more: object) -> str:
    client.force_login(by)
    return client.post(f"/stations/shelters/{place.pk}/admit/", ASKED | more, follow=True).content.decode()


def test_staff_of_his_unit_do_not_see_her_though_they_keep_the_shelter(
    client: Client, place: Shelter, keeper: User, tree: ProvinceTree
) -> None:
    colleague = user(tree.beizhen, Role.TOWNSHIP_WORKER, Role.SHELTER_WORKER)
    name_keeper(place, colleague, sex="f", by=keeper, at=database_now())

    admitted(client, place, keeper, respondent_org=tree.beizhen.pk)

    stay = ShelterStay.objects.get()
    assert stay.application.walled_org == tree.beizhen
    assert not ShelterStay.objects.visible_to(colleague).exists()
    client.force_login(colleague)
    assert client.get(stay.get_absolute_url()).status_code == 404


def test_a_keeper_of_his_unit_or_close_to_him_stands_back(
    client: Client, place: Shelter, keeper: User, tree: ProvinceTree
) -> None:
    assert "应当回避" in admitted(client, place, keeper, respondent_org=tree.bincheng.pk)

    note_digest(keeper, kind="phone", value=HIS, whose="兄弟", by=keeper, at=database_now())
    assert "应当回避" in admitted(client, place, keeper, respondent_phone=HIS, name_1="避难人乙")
    assert not ShelterApplication.objects.exists()


def test_the_unit_is_one_of_the_province(client: Client, place: Shelter, keeper: User, tree: ProvinceTree) -> None:
    assert "请从本省妇联中选择。" in admitted(client, place, keeper, respondent_org=tree.xiaonan.pk)
    assert not ShelterApplication.objects.exists()
