"""The pages of shelters as a keeper uses them, from the hold that comes in to the last visit; and who sees nothing."""

import datetime as dt

import pytest
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.database_clock import database_now
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.actions.shelter_stays import name_worker
from stations.actions.shelters import name_keeper
from stations.models import (
    BedUse,
    Belonging,
    CarePlan,
    InOutLog,
    MinorHandOver,
    Shelter,
    ShelterApplication,
    ShelterDuty,
    ShelterOpening,
    ShelterStay,
)
from stations.nearest_beds import Needs, nearest_beds
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, NAME, RESIDENT, child, shelter, stay, woman

GUEST = {"name_1": RESIDENT, "sex_1": "f", "born_on_1": "1994-05-06", "basis": "word"}
CHILD = {"name_2": "孩子", "sex_2": "m", "born_on_2": "2021-03-04"}


def local(moment: dt.datetime) -> str:
    return moment.astimezone(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def at() -> dt.datetime:
    return database_now()


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


@pytest.fixture
def door(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


@pytest.fixture
def living(place: Shelter, keeper: User) -> ShelterStay:
    return stay(place, keeper, woman(), child(), at=database_now())


def act(door: Client, row: ShelterStay, name: str, /, **fields: object) -> str:
    answer = door.post(f"/stations/shelters/stays/{row.pk}/do/{name}/", fields, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_head_enters_a_shelter_its_rooms_and_another_keeper(door: Client, keeper: User) -> None:
    second = user(keeper.org, Role.SHELTER_WORKER, name="周护")
    said = {
        "kind": "shelter",
        "name": NAME,
        "address": ADDRESS,
        "phone": "0543-1",
        "opened_on": "2026-01-01",
        "sex": "f",
    }
    door.post("/stations/shelters/new/", said)
    row = Shelter.objects.get()
    door.post(f"/stations/shelters/{row.pk}/rooms/", {"label": "女一", "use": "living", "zone": "women", "beds": "2"})
    shown = door.post(f"/stations/shelters/{row.pk}/keepers/", {"user": second.pk, "sex": "f"}, follow=True)

    assert row.beds.count() == 2
    assert {each.user for each in row.keepers.named()} == {keeper, second}
    assert ADDRESS in shown.content.decode()


def test_a_hold_comes_in_and_becomes_a_stay_with_her_child(
    door: Client, place: Shelter, at: dt.datetime, tree: ProvinceTree
) -> None:
    agent = user(tree.huimin, Role.AGENT)
    offer = nearest_beds(agent.org, Needs(), at=at)[0].offer
    hold = hold_beds(offer, Needs(children=1), HoldFor("call", 1, "0543-12338", "孩子发烧"), by=agent, at=at)

    shown = door.get(f"/stations/shelters/{place.pk}/").content.decode()
    assert "0543-12338" in shown
    assert "孩子发烧" in shown

    answer = door.post(f"/stations/shelters/{place.pk}/admit/", GUEST | CHILD | {"hold": hold.pk}, follow=True)

    made = ShelterStay.objects.get()
    hold.refresh_from_db()
    assert (made.adults, made.minors, hold.application) == (1, 1, made.application)
    assert answer.redirect_chain[-1][0] == f"/stations/shelters/stays/{made.pk}/"
    assert RESIDENT in door.get(f"/stations/shelters/{place.pk}/").content.decode()


def test_where_it_is_full_what_was_typed_stays(door: Client, place: Shelter, keeper: User) -> None:
    for name in "甲乙":
        stay(place, keeper, woman(name), at=database_now())
    stay(place, keeper, woman("丙"), child(), child(), at=database_now())

    answer = door.post(f"/stations/shelters/{place.pk}/admit/", GUEST)

    assert answer.status_code == 409
    assert "没有适合的空床位" in answer.content.decode()
    assert RESIDENT in answer.content.decode()
    answer = door.post(f"/stations/shelters/{place.pk}/admit/", GUEST | {"later": "1"}, follow=True)
    asked = ShelterApplication.objects.open().get()
    door.post(f"/stations/shelters/applications/{asked.pk}/", {"do": "wait"})
    asked.refresh_from_db()
    assert asked.decision == "waiting"


def test_a_refusal_needs_its_reason(door: Client, place: Shelter) -> None:
    door.post(f"/stations/shelters/{place.pk}/admit/", GUEST | {"later": "1"})
    asked = ShelterApplication.objects.get()
    address = f"/stations/shelters/applications/{asked.pk}/"

    assert "请写明理由" in door.post(address, {"do": "decline", "reason": "has_place"}).content.decode()
    door.post(address, {"do": "decline", "reason": "has_place", "words": "已住姐姐家。"})

    asked.refresh_from_db()
    assert asked.decision == "declined"


def test_the_days_of_a_stay_are_kept_on_its_page(door: Client, living: ShelterStay, at: dt.datetime) -> None:
    mother, boy = living.application.residents.order_by("place")
    act(door, living, "out", resident=boy.pk, back_by=local(at + dt.timedelta(hours=3)), words="上学")
    assert InOutLog.objects.get().back_at is None
    assert "外出，说好" in door.get(living.get_absolute_url()).content.decode()
    act(door, living, "back", resident=boy.pk)
    act(door, living, "belonging", words="身份证一张")
    act(door, living, "visitor", name="自称姐姐的人")
    act(door, living, "plan", safety="对方不知地点", needs="孩子转学", steps="教育局协调，周一")
    act(door, living, "refer", kind="legal", words="县法援中心")
    act(door, living, "extend", days="5", number="滨民备 1 号")
    free = living.shelter.beds.filter(uses=None, room__zone="family").first()
    act(door, living, "move", resident=mother.pk, bed=free.pk if free else 0)
    door.post(f"/stations/shelters/stays/{living.pk}/press/give-back/", {"target": Belonging.objects.get().pk})

    living.refresh_from_db()
    assert InOutLog.objects.get().back_at is not None
    assert Belonging.objects.get().returned_at is not None
    assert CarePlan.objects.get().steps.startswith("教育局")
    assert (living.state, living.extensions.get().number) == ("extended", "滨民备 1 号")
    assert {event.verb for event in living.events.all()} >= {"stay.out", "stay.back", "stay.visitor", "stay.refer"}


def test_who_does_not_come_back_stands_in_red_on_both_pages(
    door: Client, living: ShelterStay, at: dt.datetime
) -> None:
    boy = living.application.residents.get(place=2)
    InOutLog.objects.create(
        stay=living,
        resident=boy,
        out_at=at - dt.timedelta(hours=3),
        back_by=at - dt.timedelta(minutes=5),
        out_by=living.admitted_by,
    )

    assert "还没有回来" in door.get(living.get_absolute_url()).content.decode()
    assert "请立即联系" in door.get(f"/stations/shelters/{living.shelter_id}/").content.decode()


def test_she_leaves_with_what_she_wrote_and_is_visited_until_safe(door: Client, living: ShelterStay) -> None:
    assert "请录入本人的书面申请" in act(door, living, "leave", exit="herself", request="")
    act(door, living, "leave", exit="fetched", request="本人申请随姐姐回家。", escort="姐姐")
    act(door, living, "visit", safe="on", words="已安顿。")
    door.post(f"/stations/shelters/stays/{living.pk}/press/close/")

    living.refresh_from_db()
    assert living.state == "closed"
    assert not BedUse.objects.filter(ends_at=None).exists()


def test_a_minor_is_handed_over_by_two(client: Client, keeper: User) -> None:
    place = shelter(keeper, girls=1)
    second = user(keeper.org, Role.SHELTER_WORKER)
    name_keeper(place, second, sex="f", by=keeper, at=database_now())
    row = stay(place, keeper, child("小姑娘", sex="f", born=2013), at=database_now())
    girl = row.application.residents.get()
    fetched = {
        "resident": girl.pk,
        "name": "姑姑",
        "id_number": "1",
        "verifier": "police",
        "verified": "城关所 王警官",
    }
    leaves = {"exit": "fetched", "request": "本人愿随姑姑离开。", "escort": "姑姑"}
    client.force_login(keeper)

    answer = client.post(f"/stations/shelters/stays/{row.pk}/do/leave/", leaves)
    assert answer.status_code == 409
    assert "应当先办理移交" in answer.content.decode()
    act(client, row, "hand-over", **fetched)
    made = MinorHandOver.objects.get()
    client.post(f"/stations/shelters/stays/{row.pk}/press/witness/", {"target": made.pk})
    made.refresh_from_db()
    assert made.witness is None  # not by the same person
    client.force_login(second)
    client.post(f"/stations/shelters/stays/{row.pk}/press/witness/", {"target": made.pk})
    act(client, row, "leave", **leaves)

    made.refresh_from_db()
    row.refresh_from_db()
    assert (made.witness, row.state) == (second, "follow_up")


def test_the_sheet_tells_when_no_woman_is_on_duty(door: Client, living: ShelterStay, at: dt.datetime) -> None:
    address = f"/stations/shelters/{living.shelter_id}/duty/"
    assert "现在没有女性工作人员值班" in door.get(address).content.decode()
    keeper = living.shelter.keepers.get()

    door.post(
        address,
        {
            "keeper": keeper.pk,
            "begins": local(at - dt.timedelta(hours=1)),
            "ends": local(at + dt.timedelta(hours=8)),
        },
    )

    assert ShelterDuty.objects.get().sex == "f"
    shown = door.get(address).content.decode()
    assert "现在没有女性工作人员值班" not in shown
    assert "没有女性值班的时段" in shown


def test_two_keys_open_it_for_looking_and_for_nothing_else(client: Client, place: Shelter, keeper: User) -> None:
    other = user(keeper.org, Role.UNIT_HEAD)
    client.force_login(other)
    assert client.get(f"/stations/shelters/{place.pk}/").status_code == 404
    client.post("/stations/shelters/ask/", {"reason": "检查消防"})
    asked = ShelterOpening.objects.get()
    assert client.post(f"/stations/shelters/ask/{asked.pk}/", {"shelter": place.pk}).status_code == 404

    client.force_login(keeper)
    client.post(f"/stations/shelters/ask/{asked.pk}/", {"shelter": place.pk})

    client.force_login(other)
    assert client.get(f"/stations/shelters/{place.pk}/").status_code == 200
    assert client.get(f"/stations/shelters/{place.pk}/admit/").status_code == 403


def test_a_case_worker_plans_and_refers_and_sees_no_shelter(client: Client, living: ShelterStay, keeper: User) -> None:
    worker = user(keeper.org, Role.HANDLER)
    client.force_login(worker)
    assert client.get(living.get_absolute_url()).status_code == 404
    name_worker(living, worker, by=keeper, at=database_now())

    act(client, living, "plan", safety="安全", needs="法律", steps="周三见律师")
    act(client, living, "refer", kind="legal", words="法援")

    assert client.get(f"/stations/shelters/{living.shelter_id}/").status_code == 404
    assert NAME not in client.get(living.get_absolute_url()).content.decode()
    refused = client.post(f"/stations/shelters/stays/{living.pk}/do/belonging/", {"words": "表"})
    assert refused.status_code == 409
    assert not Belonging.objects.exists()
