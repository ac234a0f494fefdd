"""Shelters and stays before another system of their own unit and no other: never where, by name with a basis alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.models import ApiClient
from fedportal.api.scopes import OF_OURS, Scope
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import orgs
from fedportal.lib.row_scope import rows_of
from stations.actions.shelter_admitting import Respondent
from stations.actions.shelter_stays import Leaving, discharge, extend_stay
from stations.actions.shelters import ShelterFacts, open_shelter, set_out
from stations.api.shelter_document import shelter_documents, stay_documents
from stations.models import Resident, Shelter, ShelterApplication, ShelterKeeper, ShelterStay, StayEvent
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW, petition
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user
from tests.hotline.test_calls_feed import assert_proven, kinds
from tests.stations.shelters import DAY, FACTS, child, shelter, stay, woman

PLACE, CALLED, WHO = "暗号巷四十二号", "暗号小院", "暗号之人"
TEL, WAY, WORDS, ID = "0543-4242424", "暗号车站见", "暗号病历", "11010519491231002X"
MARKS = (PLACE, CALLED, TEL, WAY, WORDS, ID, "13900004242", "暗号照料人", "暗号备案")
SHELTERS, STAYS = "/api/v1/shelters/", "/api/v1/shelter-stays/"


@pytest.fixture
def keeper(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER, name="孙护")


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper, name=CALLED, address=PLACE, phone=TEL, pick_up=WAY)


@pytest.fixture
def living(place: Shelter, keeper: User) -> ShelterStay:
    boy = child(carer="暗号照料人")
    row = stay(place, keeper, woman(WHO, id_number=ID, phone="13900004242"), boy, needs=WORDS, basis_note=WORDS)
    extend_stay(row, days=5, number="暗号备案", by=keeper, at=NOW)
    return row


def of_stay(row: ShelterStay) -> str:
    return reverse("stations_api:shelter_stay", args=[row.ref])


def of_shelter(row: Shelter) -> str:
    return reverse("stations_api:shelter", args=[row.ref])


def read(client: ApiClient) -> str:
    """All that it can read, by lists, the snapshot and the feed."""
    mirror = Mirror(caller(client))
    mirror.begin()
    return "".join(caller(client).get(url).content.decode() for url in (SHELTERS, STAYS)) + str(mirror.rows)


def test_its_own_unit_is_told_numbers_and_days_and_never_where(
    living: ShelterStay, place: Shelter, tree: ProvinceTree
) -> None:
    client = api_client(tree.bincheng, Scope.SHELTERS)

    (told,) = caller(client).get(SHELTERS).json()["results"]
    (stayed,) = caller(client).get(STAYS).json()["results"]

    assert (told["region"], told["kind"], told["beds"], told["free"]) == ("滨城区", "shelter", 5, 3)
    assert (stayed["shelter"], stayed["state"], stayed["basis"]) == (str(place.ref), "extended", "word")
    assert (stayed["adults"], stayed["minors"], stayed["shown"], stayed["residents"]) == (1, 1, "masked", None)
    assert [each["days"] for each in stayed["extensions"]] == [5]
    assert caller(client).get(of_stay(living)).json() == stayed
    assert caller(client).get(of_shelter(place)).json() == told
    assert AccessEvent.objects.filter(verb="stay.read", object_id=living.pk, actor=client.user).exists()
    assert [mark for mark in (*MARKS, WHO) if mark in read(client)] == []


def test_with_a_legal_basis_she_is_named_and_nothing_else_is_told(living: ShelterStay, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.SHELTERS, Scope.PERSONAL)

    (told,) = caller(client).get(STAYS).json()["results"]

    assert told["residents"] == [
        {"name": WHO, "sex": "f", "born_on": "1994-05-06"},
        {"name": "孩子", "sex": "m", "born_on": "2021-03-04"},
    ]
    assert [mark for mark in MARKS if mark in read(client)] == []
    ShelterApplication.objects.update(disposed_at=NOW)
    assert caller(client).get(STAYS).json()["results"][0]["residents"] is None


def test_to_all_others_there_is_none(living: ShelterStay, place: Shelter, tree: ProvinceTree) -> None:
    """The units above and beside it, and a client of its own without the scope; the database says the same."""

    def answers(client: Client) -> list[tuple[int, bytes]]:
        found = [client.get(url) for url in (of_stay(living), of_shelter(place))]
        return [(each.status_code, each.content) for each in found]

    none = reverse("stations_api:shelter_stay", args=["5a604f28-88c1-4b0d-94e6-f2a137d1c9b3"])
    for unit in (tree.binzhou, tree.shandong, tree.huimin, tree.beizhen):
        stranger = api_client(unit, Scope.SHELTERS, Scope.PERSONAL)
        assert caller(stranger).get(SHELTERS).json()["results"] == caller(stranger).get(STAYS).json()["results"] == []
        missing = caller(stranger).get(none)
        for status, content in answers(caller(stranger)):
            assert (status, missing.status_code) == (404, 404)
            assert b"shelter" not in content.replace(b"/api/v1/shelter", b"")
        mirror = Mirror(caller(stranger))
        mirror.begin()
        assert mirror.rows == {}
        with rows_of(scope_of(stranger.user)):
            assert not Shelter.objects.exists()
            assert not ShelterStay.objects.exists()
    other = api_client(tree.bincheng, *(scope for scope in OF_OURS if scope is not Scope.SHELTERS))
    assert [status for status, _ in answers(caller(other))] == [403, 403]
    with rows_of(scope_of(other.user)):
        assert not Shelter.objects.exists()
    ours = api_client(tree.bincheng, Scope.SHELTERS)
    assert kinds(caller(ours)) == ["shelter", "shelter_stay"]
    with rows_of(scope_of(ours.user)):
        assert (Shelter.objects.count(), ShelterStay.objects.count(), Resident.objects.count()) == (1, 1, 2)
        assert not ShelterKeeper.objects.exists()
        assert not StayEvent.objects.exists()


def test_each_step_comes_by_the_feed_and_the_digest_proves_the_copy(
    place: Shelter, keeper: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(caller(api_client(tree.bincheng, Scope.SHELTERS)))
    above = Mirror(caller(api_client(tree.binzhou, Scope.SHELTERS)))
    mirror.begin()
    above.begin()

    row = stay(place, keeper, woman(WHO), at=NOW)
    said = {each["kind"]: each["body"] for each in mirror.follow()}
    assert (said["shelter"]["free"], said["shelter_stay"]["state"]) == (4, "in")
    discharge(row, Leaving("herself", WORDS), by=keeper, at=NOW + DAY)
    said = {each["kind"]: each["body"] for each in mirror.follow()}
    assert (said["shelter"]["free"], said["shelter_stay"]["exit"]) == (5, "herself")
    set_out(place.beds.order_by("pk")[0], reason="维修", by=keeper, at=NOW + DAY)
    assert [each["body"]["beds"] for each in mirror.follow()] == [4]
    open_shelter(ShelterFacts(**FACTS), sex="f", by=keeper, at=NOW)  # nobody has confirmed it
    assert mirror.follow() == []
    assert above.follow() == []
    assert_proven(mirror)


def test_whose_respondent_works_in_that_unit_is_told_to_no_system_of_it(
    place: Shelter, keeper: User, tree: ProvinceTree
) -> None:
    """Nor whom its account is walled off from: the copy loses her."""
    ours = api_client(tree.bincheng, Scope.SHELTERS)
    second = user(tree.binzhou, Role.UNIT_HEAD, Role.SHELTER_WORKER)
    ShelterKeeper.objects.create(shelter=place, user=second, sex="f", named_at=NOW, named_by=keeper)
    matter = petition(user(tree.bincheng, Role.RECEPTIONIST))
    walled = stay(place, second, woman(WHO), at=NOW, respondent=Respondent(org=tree.bincheng))
    told = stay(place, keeper, woman("乙"), at=NOW, petition=matter)
    later = stay(place, keeper, woman("丙"), at=NOW, respondent=Respondent(org=tree.huimin))
    mirror = Mirror(caller(ours))
    mirror.begin()

    assert caller(ours).get(of_stay(walled)).status_code == 404
    assert {row["body"]["ref"] for row in mirror.rows.values()} == {str(each.ref) for each in (place, told, later)}
    RelationWall.objects.create(petition=matter, user=ours.user)
    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.bincheng, on=NOW.date() + DAY, at=NOW + 3 * DAY)  # fmt: skip  # noqa: E501
    assert {each["op"] for each in mirror.follow() if each["kind"] == "shelter_stay"} == {"gone"}
    assert [row["body"]["ref"] for row in mirror.rows.values()] == [str(place.ref)]
    assert_proven(mirror)


def test_however_many_are_told_the_questions_are_as_many(place: Shelter, keeper: User, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.SHELTERS, Scope.PERSONAL)
    rows = [stay(place, keeper, woman(WHO), at=NOW)]

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(stay_documents([row.pk for row in rows], client.user, True)) == len(rows)
            assert len(shelter_documents([row.shelter_id for row in rows], client.user, False)) == 1
        return len(asked)

    questions()
    one = questions()
    rows.append(stay(place, keeper, woman("乙"), at=NOW))
    assert questions() == one
