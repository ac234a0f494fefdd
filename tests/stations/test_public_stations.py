"""The public finds stations that are published and live, with whom agreed to be named, and nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fedportal.accounts.models import User
from stations.models import Station, StationContact
from tests.factories import ProvinceTree
from tests.stations.stations import station

PAGE, JSON = "/r/stations/", "/r/stations/list.json"


@pytest.fixture
def row(tree: ProvinceTree, clerk: User) -> Station:
    made = station(tree.village, by=clerk, name="新兴社区服务站")
    StationContact.objects.create(
        station=made, place=1, name="王站长", duty="站长", phone="0543-1112222", published=True
    )
    StationContact.objects.create(station=made, place=2, name="李不公开", duty="值班", phone="13854300009")
    return made


def found(client: Client, **query: object) -> list[Any]:
    answer = client.get(JSON, query)
    assert answer.status_code == 200
    results: list[Any] = answer.json()["results"]
    return results


def test_a_place_tells_its_stations_as_the_sign_on_the_door_does(
    row: Station, client: Client, tree: ProvinceTree
) -> None:
    (one,) = found(client, place=tree.bincheng.code)

    assert one == {
        "name": "新兴社区服务站",
        "kind": "妇女维权服务站",
        "place": "371602003001",
        "place_name": "新兴社区",
        "host": "综治中心",
        "address": "黄河五路 300 号",
        "phone": "0543-3160001",
        "hours": "周一至周五 8:30—17:30",
        "contacts": [{"name": "王站长", "duty": "站长", "phone": "0543-1112222"}],
    }


def test_who_did_not_agree_is_named_nowhere(row: Station, client: Client, tree: ProvinceTree, clerk: User) -> None:
    page = client.get(PAGE, {"place": tree.bincheng.code}).content.decode()

    assert "王站长" in page
    for hidden in ("李不公开", "13854300009", clerk.name):
        assert hidden not in page + client.get(JSON, {"place": tree.bincheng.code}).content.decode()


def test_what_is_closed_or_not_published_is_not_there(client: Client, tree: ProvinceTree, clerk: User) -> None:
    station(tree.village, by=clerk, name="不公开的", public=False)
    station(tree.village, by=clerk, name="撤了的", closed_on=dt.date(2025, 1, 1), closed_reason="撤并")

    assert found(client, place=tree.bincheng.code) == []


def test_one_goes_down_place_by_place(row: Station, client: Client, tree: ProvinceTree) -> None:
    names = {unit["name"] for unit in client.get(JSON).json()["places"]}
    counties = {unit["name"] for unit in client.get(JSON, {"place": tree.binzhou.code}).json()["places"]}

    assert names == {"山东省", "湖北省", "广东省"}
    assert counties == {"滨城区", "惠民县", "邹平市"}
    assert found(client) == []
    assert found(client, place=tree.huimin.code) == []
    assert len(found(client, place=tree.village.code)) == 1


def test_words_narrow_it(row: Station, client: Client, tree: ProvinceTree) -> None:
    assert [one["name"] for one in found(client, place=tree.shandong.code, q="黄河五路")] == ["新兴社区服务站"]
    assert found(client, place=tree.shandong.code, q="没有的") == []


@pytest.mark.parametrize(
    "query", [{"place": "x"}, {"place": "37"}, {"place": "999999999999"}, {"q": "\0", "page": "-1"}]
)
def test_what_cannot_be_read_is_not_asked(client: Client, query: dict[str, str], tree: ProvinceTree) -> None:
    assert found(client, **query) == []
    assert client.get(PAGE, query).status_code == 200


def test_the_page_keeps_a_neutral_face_and_is_kept_by_no_browser(client: Client, tree: ProvinceTree) -> None:
    answer = client.get(PAGE)

    assert "<title>信息填写</title>" in answer.content.decode()
    assert "快速离开" in answer.content.decode()
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_more_stations_ask_no_more_questions(client: Client, tree: ProvinceTree, clerk: User) -> None:
    counts = []
    for number in range(3):
        station(tree.village, by=clerk, name=f"站{number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, {"place": tree.bincheng.code})
        counts.append(len(asked))

    assert counts[0] == counts[2]
