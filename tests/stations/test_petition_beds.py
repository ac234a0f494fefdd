"""Beds of a shelter from the page of a matter of violence: held, let go, and lived in; kept from who is walled off."""

import pytest
from django.test import Client

from cases.actions.walls import note_digest
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.shelter_admitting import admit, apply, receive
from stations.actions.shelter_holds import HoldFor, hold_beds, holds_follow
from stations.actions.shelters import name_keeper
from stations.models import Shelter, ShelterApplication, ShelterHold, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_facts import Occasion
from tests.cases.samples import WHO, guarded, petition
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, NAME, child, household, shelter, woman

ASKED = {"bed-women": "1", "bed-children": "1", "bed-men": "0", "bed-contact": "0543-12338", "bed-needs": "孩子发烧"}


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


@pytest.fixture
def matter(clerk: User) -> Petition:
    return guarded(clerk, at=database_now())


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def address(row: Petition) -> str:
    return f"/stations/shelters/for/{row.pk}/"


def held(desk: Client, row: Petition) -> ShelterHold:
    offer = desk.get(address(row)).context["beds"].offers[0].offer
    answer = desk.post(address(row), ASKED | {"offer": offer}, follow=True)
    assert "已预留床位，保留至" in answer.content.decode()
    return ShelterHold.objects.get(occasion="petition", occasion_id=row.pk, released_at=None)


def test_the_page_of_a_matter_of_violence_leads_to_the_beds(desk: Client, matter: Petition, place: Shelter) -> None:
    assert address(matter) in desk.get(matter.get_absolute_url()).content.decode()

    shown = desk.get(address(matter)).content.decode()

    assert "滨城区，妇女庇护所，空床 5 张" in shown
    for secret in (ADDRESS, NAME, "3999999", "公交站", str(place.ref)):
        assert secret not in shown


def test_beds_are_held_and_let_go(desk: Client, matter: Petition, place: Shelter) -> None:
    hold = held(desk, matter)
    shown = desk.get(matter.get_absolute_url()).content.decode()
    assert "已预留 2 人的床位" in shown
    assert "取消预留" in desk.get(address(matter)).content.decode()

    desk.post(f"{address(matter)}release/")

    hold.refresh_from_db()
    assert hold.released_at is not None
    assert "空床 5 张" in desk.get(address(matter)).content.decode()


def test_what_is_missing_is_said_where_it_is_typed(desk: Client, matter: Petition, place: Shelter) -> None:
    answer = desk.post(address(matter), ASKED | {"bed-women": "", "bed-contact": "", "offer": "x"})

    shown = answer.content.decode()
    assert "请填写成年女性人数，没有的填 0。" in shown
    assert "请填写管护人可以打的电话。" in shown
    assert "孩子发烧" in shown
    gone = desk.post(address(matter), ASKED | {"offer": "x"})
    assert gone.status_code == 409
    assert "这里的床位现在不能预留" in gone.content.decode()
    assert not ShelterHold.objects.exists()


def test_who_comes_on_it_belongs_to_the_matter(desk: Client, matter: Petition, place: Shelter, keeper: User) -> None:
    hold = held(desk, matter)

    stay = receive(place, household(woman(), child()), by=keeper, at=database_now(), hold=hold)

    assert stay.application.petition == matter
    assert "管护人已经接收" in desk.get(matter.get_absolute_url()).content.decode()
    assert not ShelterStay.objects.visible_to(user(keeper.org, Role.HANDLER)).exists()


def test_a_keeper_whom_the_matter_is_kept_from_sees_neither_the_hold_nor_the_stay(
    desk: Client, place: Shelter, keeper: User, clerk: User
) -> None:
    close = user(keeper.org, Role.SHELTER_WORKER)
    name_keeper(place, close, sex="f", by=keeper, at=database_now())
    row = guarded(clerk, at=database_now())
    note_digest(close, kind="phone", value=WHO["phone"], whose="配偶", by=close, at=database_now())
    hold = held(desk, row)

    assert list(ShelterHold.objects.visible_to(keeper)) == [hold]
    assert not ShelterHold.objects.visible_to(close).exists()
    with rows_of(scope_of(close)):
        assert not ShelterHold.objects.exists()
        with pytest.raises(NotAllowed, match="没有这个预留"):
            receive(place, household(), by=close, at=database_now(), hold=hold)
    stay = receive(place, household(), by=keeper, at=database_now(), hold=hold)
    assert not ShelterStay.objects.visible_to(close).exists()
    with rows_of(scope_of(close)):
        assert not ShelterStay.objects.filter(pk=stay.pk).exists()


def test_beds_of_a_call_follow_it_into_its_matter(
    desk: Client, matter: Petition, place: Shelter, keeper: User, clerk: User
) -> None:
    close = user(keeper.org, Role.SHELTER_WORKER)
    name_keeper(place, close, sex="f", by=keeper, at=database_now())
    note_digest(close, kind="phone", value=WHO["phone"], whose="配偶", by=close, at=database_now())
    offer = nearest_beds(clerk.org, Needs(), at=database_now())[0].offer
    hold = hold_beds(offer, Needs(), HoldFor("call", 7, "0543-12338"), by=clerk, at=database_now())
    asked = apply(place, household(), by=keeper, at=database_now(), hold=hold)
    assert ShelterApplication.objects.visible_to(close).exists()

    holds_follow(Occasion.CALL, 7, matter)

    asked.refresh_from_db()
    assert asked.petition == matter
    assert not ShelterHold.objects.visible_to(close).exists()
    assert not ShelterApplication.objects.visible_to(close).exists()
    assert "管护人已经接收" in desk.get(matter.get_absolute_url()).content.decode()


def test_who_is_only_taken_down_keeps_her_beds_and_a_hold_is_used_once(
    desk: Client, matter: Petition, keeper: User
) -> None:
    place = shelter(keeper, women=1, family=0)
    offer = nearest_beds(keeper.org, Needs(), at=database_now())[0].offer
    hold = hold_beds(offer, Needs(), HoldFor("petition", matter.pk, "0543-12338"), by=keeper, at=database_now())

    asked = apply(place, household(), by=keeper, at=database_now(), hold=hold)

    assert asked.petition == matter
    with pytest.raises(NotAllowed, match="没有适合的空床位"):
        receive(place, household(woman("后来的人")), by=keeper, at=database_now())
    with pytest.raises(NotAllowed, match="这个预留已经用过"):
        receive(place, household(woman("后来的人")), by=keeper, at=database_now(), hold=hold)
    assert admit(asked, by=keeper, at=database_now()).adults == 1


def test_a_village_reads_whom_to_ask(client: Client, tree: ProvinceTree, place: Shelter, law: None) -> None:
    worker = user(tree.village, Role.VILLAGE_WORKER)
    row = guarded(worker, at=database_now())
    client.force_login(worker)

    assert "请打县妇联电话，由县妇联预留" in client.get(row.get_absolute_url()).content.decode()
    shown = client.get(address(row)).content.decode()
    assert "床位由县级以上妇联预留" in shown
    assert "空床" not in shown
    refused = client.post(address(row), ASKED | {"offer": "x"})
    assert refused.status_code == 409
    assert not ShelterHold.objects.exists()


def test_no_other_matter_and_nobody_else_holds_beds_here(
    desk: Client, clerk: User, matter: Petition, place: Shelter, intruder: User, tree: ProvinceTree
) -> None:
    plain = petition(clerk, at=database_now())
    assert desk.get(address(plain)).status_code == 404
    assert address(plain) not in desk.get(plain.get_absolute_url()).content.decode()
    for other in (intruder, user(tree.binzhou, Role.HANDLER)):
        desk.force_login(other)
        assert desk.get(address(matter)).status_code == 404
        assert desk.post(address(matter), ASKED | {"offer": "x"}).status_code == 404
        assert desk.post(f"{address(matter)}release/").status_code == 404
