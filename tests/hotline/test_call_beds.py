"""Beds of a shelter beside an emergency call: offered, held, let go; and nothing that says where they are."""

import pytest
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.models import Call, HotlineLine
from stations.actions.shelter_admitting import receive
from stations.actions.shelter_holds import HoldFor, hold_beds, release_hold
from stations.models import Shelter, ShelterHold
from stations.nearest_beds import Needs
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.hotline.calls import answered, made
from tests.stations.shelters import ADDRESS, NAME, child, household, shelter, woman

ASKED = {"bed-women": "1", "bed-children": "1", "bed-men": "0", "bed-contact": "0543-12338", "bed-needs": "孩子发烧"}


@pytest.fixture
def keeper(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD)


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


@pytest.fixture
def call(line: HotlineLine, agent: User) -> Call:
    at = database_now()
    return made(answered(line, agent, at=at), "emergency", by=agent, at=at)


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client


def page(desk: Client, call: Call) -> str:
    return desk.get(f"/hotline/calls/{call.pk}/").content.decode()


def offer(desk: Client, call: Call) -> str:
    answer = desk.get(f"/hotline/calls/{call.pk}/")
    return answer.context["beds"].offers[0].offer


def test_free_beds_are_offered_without_a_word_of_where(desk: Client, call: Call, place: Shelter) -> None:
    shown = page(desk, call)

    assert "就近庇护床位" in shown
    assert "滨城区，妇女庇护所，空床 5 张" in shown
    for secret in (ADDRESS, NAME, "3999999", "公交站", str(place.ref)):
        assert secret not in shown


def test_a_plain_call_is_offered_none(desk: Client, line: HotlineLine, agent: User, place: Shelter) -> None:
    row = answered(line, agent, at=database_now())

    assert "就近庇护床位" not in page(desk, row)
    assert desk.post(f"/hotline/calls/{row.pk}/beds/hold/", ASKED | {"offer": "x"}).status_code == 404


def test_a_bed_is_held_and_the_keeper_is_told_whom_to_ring(
    desk: Client, call: Call, place: Shelter, keeper: User
) -> None:
    answer = desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": offer(desk, call)}, follow=True)

    hold = ShelterHold.objects.get()
    assert (hold.occasion, hold.occasion_id, hold.children) == ("call", call.pk, 1)
    assert (hold.contact, hold.needs) == ("0543-12338", "孩子发烧")
    assert "已预留：成年女性 1 人，随行未成年人 1 人；保留至" in answer.content.decode()
    assert AccessEvent.objects.get(verb="shelter.hold").detail == {"occasion": "call"}
    assert ShelterHold.objects.visible_to(keeper).get() == hold


def test_it_is_let_go_again(desk: Client, call: Call, place: Shelter) -> None:
    desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": offer(desk, call)})

    answer = desk.post(f"/hotline/calls/{call.pk}/beds/release/", follow=True)

    assert ShelterHold.objects.get().released_at is not None
    assert "上一次预留已经取消" in answer.content.decode()


def test_a_second_set_is_refused_whether_the_first_is_the_calls_or_its_matters(
    desk: Client, call: Call, place: Shelter, agent: User, keeper: User
) -> None:
    shelter(user(call.org, Role.UNIT_HEAD))
    first, second = (each.offer for each in desk.get(call.get_absolute_url()).context["beds"].offers[:2])
    desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": first})
    again = desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": second}, follow=True)
    assert "已经预留了床位" in again.content.decode()
    assert ShelterHold.objects.count() == 1
    desk.post(f"/hotline/calls/{call.pk}/beds/release/")
    matter = petition(agent)
    Call.objects.filter(pk=call.pk).update(petition=matter)
    of_matter = HoldFor("petition", matter.pk, "0543-12338")
    held = hold_beds(first, Needs(), of_matter, by=keeper, at=database_now())

    again = desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": second}, follow=True)
    assert "已经预留了床位" in again.content.decode()

    release_hold(held, by=keeper, at=database_now())
    desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": second})
    assert ShelterHold.objects.filter(petition=matter, occasion="call", released_at=None).exists()
    with pytest.raises(NotAllowed, match="已经预留了床位"):
        hold_beds(first, Needs(), of_matter, by=keeper, at=database_now())


def test_the_agent_is_told_that_she_was_received_and_nothing_more(
    desk: Client, call: Call, place: Shelter, keeper: User
) -> None:
    desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": offer(desk, call)})
    hold = ShelterHold.objects.get()
    receive(place, household(woman("不该出现的人"), child()), by=keeper, at=database_now(), hold=hold)

    shown = page(desk, call)

    assert "管护人已经接收，预留结束" in shown
    assert "不该出现的人" not in shown


def test_a_place_that_is_not_to_be_had_is_refused_and_nothing_typed_is_lost(
    desk: Client, call: Call, place: Shelter
) -> None:
    typed = {"version": str(call.version), "whereabouts": "小区北门"}

    answer = desk.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | typed | {"offer": "0" * 32})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "这里的床位现在不能预留" in shown
    assert "孩子发烧" in shown
    call.refresh_from_db()
    assert call.whereabouts == "小区北门"
    assert not ShelterHold.objects.exists()


def test_another_countys_agent_holds_nothing_for_it(
    client: Client, call: Call, place: Shelter, tree: ProvinceTree
) -> None:
    client.force_login(user(tree.huimin, Role.AGENT))

    assert client.post(f"/hotline/calls/{call.pk}/beds/hold/", ASKED | {"offer": "x"}).status_code == 404
    assert client.post(f"/hotline/calls/{call.pk}/beds/release/").status_code == 404
