"""Coverage: figures down to the village, the lists behind them, equal questions, and nobody else's range."""

import datetime as dt
import io

import openpyxl
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.actions.station_log import Given, log_service
from stations.coverage import Coverage, below, units_of
from stations.quarters import Quarter
from tests.factories import ProvinceTree, org, user
from tests.stations.coverage import coverage_of
from tests.stations.stations import station

PAGE = "/stations/coverage/"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def this_quarter() -> Quarter:
    return Quarter.of(timezone.localdate())


def test_figures_add_up_from_the_township_to_the_province(tree: ProvinceTree, clerk: User, worker: User) -> None:
    org("371602003002", "又一村", parent=tree.beizhen)
    served = station(tree.village, by=clerk)
    station(tree.beizhen, by=clerk, name="街道站")
    log_service(served, Given("legal", timezone.localdate()), by=worker, at=now())
    found = Coverage(towns=1, towns_live=1, towns_served=0, villages=2, villages_live=1, villages_served=1)

    for above in (tree.shandong, tree.binzhou, tree.bincheng):
        assert sum((line.coverage for line in below(above, this_quarter())), Coverage()) == found
        assert coverage_of(above, this_quarter()) == found
    assert coverage_of(tree.huimin, this_quarter()) == Coverage()


def test_the_lists_hold_as_many_as_the_figures_say(tree: ProvinceTree, clerk: User, worker: User) -> None:
    bare = org("371602003002", "又一村", parent=tree.beizhen)
    log_service(station(tree.village, by=clerk), Given("needs", timezone.localdate()), by=worker, at=now())

    lists = {
        has: {unit.region_name for unit in units_of(tree.bincheng, 5, has, this_quarter())}
        for has in ("", "live", "none", "served", "unserved")
    }

    assert lists == {
        "": {"新兴社区", bare.region_name},
        "live": {"新兴社区"},
        "none": {"又一村"},
        "served": {"新兴社区"},
        "unserved": {"又一村"},
    }


def test_the_page_drills_from_the_county_to_its_villages(tree: ProvinceTree, clerk: User, client: Client) -> None:
    station(tree.village, by=clerk)
    client.force_login(clerk)

    county = client.get(PAGE).content.decode()
    town = client.get(f"{PAGE}?org={tree.beizhen.code}", follow=True).content.decode()

    assert "北镇街道" in county
    assert "100.0%" in county
    assert "新兴社区" in town


def test_another_range_is_not_there(tree: ProvinceTree, intruder: User, client: Client) -> None:
    client.force_login(intruder)

    for address in (f"{PAGE}?org={tree.bincheng.code}", f"{PAGE}units/?org={tree.beizhen.code}", f"{PAGE}?org=x"):
        assert client.get(address).status_code == 404, address


def test_a_village_has_its_stations_in_place_of_a_table(tree: ProvinceTree, worker: User, client: Client) -> None:
    client.force_login(worker)

    assert client.get(PAGE)["Location"] == "/stations/"


def test_more_units_ask_no_more_questions(tree: ProvinceTree, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    counts = []
    for number in range(3):
        place = org(f"37160201{number}", f"镇{number}", parent=tree.bincheng)
        station(place, by=clerk)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))

    assert counts[0] == counts[2]


def test_an_earlier_quarter_tells_who_served_then(tree: ProvinceTree, clerk: User, worker: User) -> None:
    row = station(tree.village, by=clerk)
    first = this_quarter().first
    log_service(row, Given("legal", first), by=worker, at=dt.datetime.combine(first, dt.time(4), dt.UTC))

    assert coverage_of(tree.bincheng, this_quarter()).villages_served == 1
    assert coverage_of(tree.bincheng, this_quarter().earlier).villages_served == 0


def test_the_file_holds_figures_that_can_be_added_up(tree: ProvinceTree, clerk: User, client: Client) -> None:
    station(tree.village, by=clerk)
    client.force_login(clerk)

    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}?form=xlsx").content)).active

    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[1][:4] == ("北镇街道", 1, 0, 0)
    assert rows[-1][0] == "合计"
    assert rows[-1][6:8] == (1, 1)


def test_quarters_are_read_as_written_and_none_is_to_come() -> None:
    today = dt.date(2026, 11, 26)

    assert str(Quarter.read("2026-q3", today)) == "2026-q3"
    assert [str(Quarter.read(text, today)) for text in ("", "2027-q1", "x", "1999-q1")] == ["2026-q4"] * 4
    assert (Quarter(2026, 4).first, Quarter(2026, 4).last) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert Quarter(2026, 1).earlier == Quarter(2025, 4)


def test_a_supervisor_of_the_city_reads_it(tree: ProvinceTree, clerk: User, client: Client) -> None:
    station(tree.beizhen, by=clerk)
    client.force_login(user(tree.binzhou, Role.SUPERVISOR))

    assert "滨城区" in client.get(PAGE).content.decode()
