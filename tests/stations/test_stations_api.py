"""Other systems read stations, and keep a copy of them by the feed; of women served there is nothing to read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from stations.actions.station_log import Given, log_service
from stations.models import Station, StationContact
from tests.api.clients import api_client, caller
from tests.changes.mirror import DIGEST, Mirror
from tests.factories import ProvinceTree, user
from tests.stations.stations import station

LIST = reverse("stations_api:stations")


@pytest.fixture
def row(tree: ProvinceTree, clerk: User) -> Station:
    made = station(tree.village, by=clerk)
    StationContact.objects.create(station=made, place=1, name="王站长", phone="0543-1112222", published=True)
    StationContact.objects.create(station=made, place=2, name="李不公开", phone="13854300009")
    return made


def of(place: Any, *scopes: Scope) -> Client:
    return caller(api_client(place, *(scopes or (Scope.STATIONS,))))


def one(client: Client, row: Station) -> Any:
    return client.get(reverse("stations_api:station", args=[row.ref]))


def test_a_county_reads_its_stations_and_of_people_whom_the_public_may_name(
    row: Station, tree: ProvinceTree, worker: User
) -> None:
    log_service(row, Given("legal", timezone.localdate(), people=3, words="离婚咨询"), by=worker, at=timezone.now())

    answer = one(of(tree.bincheng), row)

    document = answer.json()
    assert [contact["name"] for contact in document["contacts"]] == ["王站长"]
    assert document["org"] == "371602003001"
    assert document["services"][0]["people"]["legal"] == 3
    assert "离婚咨询" not in answer.content.decode()
    assert AccessEvent.objects.filter(verb="station.read", object_id=row.pk).exists()


def test_with_a_legal_basis_all_its_people_are_told(row: Station, tree: ProvinceTree) -> None:
    told = one(of(tree.bincheng, Scope.STATIONS, Scope.PERSONAL), row).json()["contacts"]

    assert [(contact["name"], contact["phone"]) for contact in told] == [
        ("王站长", "0543-1112222"),
        ("李不公开", "13854300009"),
    ]


def test_another_county_is_told_of_none_and_another_scope_of_nothing(row: Station, tree: ProvinceTree) -> None:
    assert one(of(tree.huimin), row).status_code == 404
    assert of(tree.huimin).get(LIST).json()["results"] == []
    assert of(tree.bincheng, Scope.READ).get(LIST).status_code == 403


def test_the_list_is_narrowed_and_asks_no_more_for_more(row: Station, tree: ProvinceTree, clerk: User) -> None:
    client = of(tree.binzhou)

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    counted()
    before = counted()
    for number in range(3):
        station(tree.beizhen, by=clerk, name=f"街道站{number}", kind="home")

    assert counted() == before
    assert len(client.get(LIST, {"kind": "home"}).json()["results"]) == 3
    assert len(client.get(LIST, {"org": str(tree.village.code)}).json()["results"]) == 1
    assert client.get(LIST, {"colour": "red"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_copy_by_the_feed_is_what_a_fresh_one_would_be(law: None, tree: ProvinceTree) -> None:
    clerk, worker = user(tree.bincheng, Role.RECEPTIONIST), user(tree.village, Role.VILLAGE_WORKER)
    row = station(tree.village, by=clerk)
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()
    held = len(mirror.rows)

    log_service(row, Given("needs", timezone.localdate()), by=worker, at=timezone.now())
    StationContact.objects.create(station=row, place=1, name="王站长", published=True)
    station(tree.beizhen, by=clerk, name="街道站")
    mirror.follow()

    fresh = Mirror(mirror.client)
    fresh.begin()
    assert (held, len(mirror.rows)) == (1, 2)
    assert mirror.rows == fresh.rows
    parts = mirror.client.get(DIGEST, {"kind": "station"}).json()["partitions"]
    assert {(part["county"], part["month"]): (part["count"], part["digest"]) for part in parts} == mirror.digests()


def test_one_whose_key_is_missing_is_named_and_the_others_are_told(
    row: Station, tree: ProvinceTree, clerk: User
) -> None:
    other = station(tree.beizhen, by=clerk, name="街道站")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stations_stationcontact SET phone = 'v1:gone:AAAA' WHERE station_id = %s", [row.pk])

    told = {each["ref"]: each for each in of(tree.bincheng).get(LIST).json()["results"]}

    assert "name" not in told[str(row.ref)]
    assert told[str(row.ref)]["unreadable"]
    assert told[str(other.ref)]["name"] == "街道站"
