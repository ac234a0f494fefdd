"""Other systems read checks and names, and keep a copy of them; of a village they learn that it is named, no more."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Level
from stations.accreditation_workflow import AccreditationKind
from stations.actions.accreditations import Application, apply_for
from stations.actions.checklists import load_checklists
from stations.actions.names_ending import end_names
from stations.actions.station_checks import begin_check, rectify
from stations.models import Accreditation, Station, StationCheck
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW, guarded
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user
from tests.hotline.test_calls_feed import assert_proven
from tests.stations.checking import applied, checked, moved
from tests.stations.stations import station

CHECKS, NAMES = reverse("stations_api:station_checks"), reverse("stations_api:accreditations")
DAY = dt.timedelta(days=1)
NEW_YEAR = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # half past midnight in Beijing


@dataclass
class Desks:
    """Who keeps a station, who looks at it, and the station."""

    worker: User
    head: User
    station: Station


@pytest.fixture
def desks(transactional_db: None, law: None, tree: ProvinceTree) -> Desks:
    load_checklists(at=NOW)
    worker, head = user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇"), user(tree.bincheng, Role.UNIT_HEAD)
    return Desks(worker, head, station(tree.beizhen, by=worker))


def of(place: Any, *scopes: Scope) -> Client:
    return caller(api_client(place, *(scopes or (Scope.STATIONS,))))


def results(client: Client, address: str, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def nominated(tree: ProvinceTree, by: User, at: dt.datetime = NOW) -> Accreditation:
    asked = Application(AccreditationKind.NO_VIOLENCE, Level.COUNTY, "入户宣传三次，邻里守望。", unit=tree.village)
    return moved(apply_for(asked, by=by, at=at), "submit_county", by=by, at=at)


def test_a_county_reads_what_was_found_item_by_item(desks: Desks, tree: ProvinceTree) -> None:
    row = checked(desks.station, desks.head, without=("office",))
    begun = begin_check(desks.station, "spot", checked_on=NOW.date(), by=desks.head, at=NOW)
    client = of(tree.bincheng)

    told = client.get(reverse("stations_api:station_check", args=[row.ref])).json()

    assert (told["station"], told["points"], told["missing"]) == (str(desks.station.ref), 92, 1)
    assert [answer["code"] for answer in told["answers"] if not answer["met"]] == ["office"]
    assert {answer["remark"] for answer in told["answers"]} == {None}
    assert [duty["kind"] for duty in told["deadlines"]] == ["station_rectify"]
    assert [each["ref"] for each in results(client, CHECKS, kind="yearly")] == [str(row.ref)]
    assert results(client, CHECKS, kind="spot") == []
    assert client.get(reverse("stations_api:station_check", args=[begun.ref])).status_code == 404
    assert client.get(CHECKS, {"kind": "queen"}).status_code == 400
    assert AccessEvent.objects.filter(verb="station_check.read", object_id=row.pk).exists()


def test_what_was_written_freely_is_told_with_a_legal_basis_alone(desks: Desks, tree: ProvinceTree) -> None:
    checked(desks.station, desks.head, without=("office",))
    applied(desks.station, desks.worker)
    masked, whole = of(tree.beizhen), of(tree.beizhen, Scope.STATIONS, Scope.PERSONAL)

    assert "没有。" not in masked.get(CHECKS).content.decode()
    assert "服务 300 人次" not in masked.get(NAMES).content.decode()
    assert "没有。" in whole.get(CHECKS).content.decode()
    assert "服务 300 人次" in whole.get(NAMES).content.decode()


def test_an_application_is_told_level_by_level_without_opinions(desks: Desks, tree: ProvinceTree) -> None:
    checked(desks.station, desks.head)
    row = applied(desks.station, desks.worker, Level.COUNTY)
    client = of(tree.bincheng)
    assert results(client, NAMES) == []  # a draft is its own unit's

    row = moved(moved(row, "submit_county", by=desks.worker), "name_county", by=desks.head)

    answer = client.get(reverse("stations_api:accreditation", args=[row.ref]))
    told = answer.json()
    assert (told["state"], told["valid_until"], told["named_by"]) == ("valid", "2029-11-23", "371602000000")
    assert [step["verb"] for step in told["steps"]] == ["apply", "submit_county", "name_county"]
    assert "材料属实" not in answer.content.decode()
    assert [len(results(client, NAMES, **asked)) for asked in ({"level": "3"}, {"level": "1"})] == [1, 0]


def test_another_county_is_told_of_none_and_another_scope_of_nothing(desks: Desks, tree: ProvinceTree) -> None:
    row = checked(desks.station, desks.head)
    name = moved(applied(desks.station, desks.worker, Level.COUNTY), "submit_county", by=desks.worker)
    theirs, other = of(tree.huimin), of(tree.bincheng, Scope.READ)

    for address, one in (
        (CHECKS, reverse("stations_api:station_check", args=[row.ref])),
        (NAMES, reverse("stations_api:accreditation", args=[name.ref])),
    ):
        assert results(theirs, address) == []
        assert theirs.get(one).status_code == 404
        assert (other.get(address).status_code, other.get(one).status_code) == (403, 403)


def test_more_rows_ask_no_more_questions(desks: Desks, tree: ProvinceTree) -> None:
    client = of(tree.binzhou)

    def asked() -> list[int]:
        counts = []
        for address in (CHECKS, NAMES):
            with CaptureQueriesContext(connection) as questions:
                results(client, address)
            counts.append(len(questions))
        return counts

    def another(number: int) -> None:
        made = station(tree.beizhen, by=desks.worker, name=f"街道站{number}")
        checked(made, desks.head)
        moved(applied(made, desks.worker, Level.COUNTY), "submit_county", by=desks.worker)

    another(1)
    asked()
    before = asked()
    another(2)
    another(3)

    assert asked() == before


def test_a_village_is_told_of_only_while_it_is_named_and_nothing_of_the_way(desks: Desks, tree: ProvinceTree) -> None:
    client = of(tree.bincheng, Scope.STATIONS, Scope.PERSONAL)
    row = nominated(tree, desks.worker)
    one = reverse("stations_api:accreditation", args=[row.ref])
    assert (results(client, NAMES), client.get(one).status_code) == ([], 404)

    moved(row, "name_county", by=desks.head)
    told = client.get(one).json()
    assert (told["state"], told["steps"], told["deadlines"], told["statement"]) == ("valid", [], [], None)
    assert told["valid_until"] is None

    guarded(user(tree.bincheng, Role.RECEPTIONIST), at=NOW + DAY, place=tree.village)
    assert client.get(one).json() == told
    assert end_names(at=NEW_YEAR) == 1
    assert (results(client, NAMES), client.get(one).status_code) == ([], 404)


def test_of_a_village_that_is_refused_no_word_comes_by_the_feed(desks: Desks, tree: ProvinceTree) -> None:
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()

    row = nominated(tree, desks.worker)
    moved(row, "refuse", by=desks.head)

    assert [each for each in mirror.follow() if each["kind"] == "accreditation"] == []


def test_they_come_by_the_feed_at_each_step_and_the_digest_proves_the_copy(desks: Desks, tree: ProvinceTree) -> None:
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()

    row = checked(desks.station, desks.head, without=("goals",))
    assert [each["kind"] for each in mirror.follow()] == ["station_check"]
    rectify(row, words="已补齐。", by=desks.worker, at=NOW)
    (told,) = mirror.follow()
    assert told["body"]["rectified_at"]
    checked(desks.station, desks.head, "recheck", follows=row)
    assert [each["kind"] for each in mirror.follow()] == ["station_check", "station_check"]
    name = moved(applied(desks.station, desks.worker, Level.COUNTY), "submit_county", by=desks.worker)
    moved(name, "name_county", by=desks.head)
    village = moved(nominated(tree, desks.worker), "name_county", by=desks.head)
    assert {each["body"]["ref"] for each in mirror.follow() if each["kind"] == "accreditation"} == {
        str(name.ref),
        str(village.ref),
    }
    assert StationCheck.objects.get(pk=row.pk).version > 1

    end_names(at=NEW_YEAR)
    mirror.follow()
    assert_proven(mirror)
