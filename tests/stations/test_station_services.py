"""The list of what stations have served: by days, place, kind and station; of the women nothing but their number."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from stations.actions.station_log import Given, log_service, strike_service
from stations.models import ServiceEntry, Station
from tests.factories import ProvinceTree
from tests.stations.stations import station

URL = "stations:station_service_list"


@pytest.fixture
def logged(tree: ProvinceTree, worker: User, clerk: User) -> list[ServiceEntry]:
    """Of today two, one of which is struck, and one of a month ago."""
    row, at = station(tree.village, by=clerk), timezone.now()
    today = timezone.localdate(at)
    made = [
        log_service(row, Given(kind, day, people, "离婚咨询"), by=worker, at=at)
        for kind, day, people in (
            ("legal", today, 3),
            ("needs", today, 5),
            ("legal", today.replace(day=1) - dt.timedelta(days=1), 7),
        )
    ]
    strike_service(made[1], reason="重复", by=worker, at=at)
    return made


def page(client: Client, by: User, **asked: object) -> str:
    client.force_login(by)
    answer = client.get(reverse(URL), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_shows_the_month_or_the_days_that_are_asked_for(
    client: Client, clerk: User, tree: ProvinceTree, logged: list[ServiceEntry]
) -> None:
    before = str(logged[2].day)

    now, both = page(client, clerk), page(client, clerk, first=before)

    assert "合计 3 人次" in now
    assert "合计 10 人次" in both
    assert "离婚" not in both
    assert "合计 10 人次" in page(client, clerk, first=before, q="新兴", service="legal", station=logged[0].station_id)
    for nothing in ({"q": "别处"}, {"service": "needs"}, {"station": 10**9}, {"under": tree.huimin.code}):
        assert "没有符合条件的服务记录" in page(client, clerk, first=before, **nothing)
    assert page(client, clerk, first="x", station="y", under="z", service="w")


def test_another_county_is_shown_none_and_the_file_holds_what_the_list_shows(
    client: Client, clerk: User, intruder: User, tree: ProvinceTree, logged: list[ServiceEntry]
) -> None:
    assert "没有符合条件" in page(client, intruder, station=logged[0].station_id)
    client.force_login(clerk)

    answer = client.get(reverse("stations:station_service_export"), {"first": str(logged[2].day)})

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=5, values_only=True))
    assert [row[4:] for row in rows] == [("法律帮助", 3), ("法律帮助", 7)]
    assert AccessEvent.objects.get(verb="service.export").actor == clerk


def test_it_asks_as_much_for_three_rows_as_for_one(
    client: Client, clerk: User, worker: User, tree: ProvinceTree
) -> None:
    counts = []
    for number in range(3):
        row: Station = station(tree.village, by=clerk, name=f"站 {number}")
        log_service(row, Given("legal", timezone.localdate()), by=worker, at=timezone.now())
        page(client, clerk)
        with CaptureQueriesContext(connection) as queries:
            page(client, clerk)
        counts.append(len(queries))

    assert counts[0] == counts[2]
