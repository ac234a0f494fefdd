"""T-20: figures at the end of a period, services within it, their sums, the file, and nobody else's range."""

import datetime as dt
import io

import openpyxl
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.models import ServiceEntry
from stations.quarters import Quarter
from stations.statistics import Stretch, of_stations
from tests.factories import ProvinceTree, org, user
from tests.stations.coverage import coverage_of
from tests.stations.stations import station

PAGE = "/statistics/stations/"
JANUARY = Stretch(dt.date(2026, 1, 1), dt.date(2026, 1, 31))


def served(row: object, by: User, day: dt.date, **fields: object) -> ServiceEntry:
    plain = {"service": "legal", "people": 3, "entered_at": timezone.now(), "entered_by": by}
    return ServiceEntry.objects.create(station=row, day=day, **plain | fields)


def test_a_past_period_tells_what_stood_and_served_then(tree: ProvinceTree, clerk: User) -> None:
    org("371602003002", "又一村", parent=tree.beizhen)
    row = station(tree.village, by=clerk, closed_on=dt.date(2026, 3, 1), closed_reason="撤并")
    station(tree.beizhen, by=clerk, opened_on=dt.date(2026, 2, 1))
    served(row, clerk, dt.date(2026, 1, 15))
    served(row, clerk, dt.date(2026, 2, 15), service="needs", people=9)

    county = {"bounds": [tree.bincheng.code, tree.bincheng.code_end], "org": tree.bincheng}
    january = of_stations(county["org"], county["bounds"], JANUARY)[1]
    march = of_stations(county["org"], county["bounds"], Stretch(dt.date(2026, 3, 1), dt.date(2026, 3, 31)))[1]

    assert (january["towns"], january["towns_live"], january["villages"], january["villages_live"]) == (1, 0, 2, 1)
    assert (january["villages_served"], january["legal"], january["needs"]) == (1, 3, 0)
    assert (march["towns_live"], march["villages_live"], march["villages_served"], march["legal"]) == (1, 0, 0, 0)


def test_the_running_quarter_says_what_the_page_of_coverage_says(tree: ProvinceTree, clerk: User) -> None:
    today = timezone.localdate()
    served(station(tree.village, by=clerk), clerk, today)
    quarter = Quarter.of(today)

    figures = of_stations(tree.bincheng, [tree.bincheng.code, tree.bincheng.code_end], Stretch(quarter.first, today))

    asked = coverage_of(tree.bincheng, quarter)
    assert {name: figures[1][name] for name in vars(asked)} == vars(asked)


def test_the_page_adds_counties_up_and_counts_nothing_of_another_city(
    tree: ProvinceTree, clerk: User, client: Client
) -> None:
    served(station(tree.village, by=clerk), clerk, timezone.localdate(), people=7)
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))

    page = client.get(PAGE).content.decode()
    client.force_login(user(tree.dongying, Role.STAT_OFFICER))

    assert "滨城区" in page
    assert "100.0%（1/1）" in page
    assert "100.0%" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}?org={tree.bincheng.code}").status_code == 404


def test_the_file_holds_numbers_in_columns_of_their_own(tree: ProvinceTree, clerk: User, client: Client) -> None:
    served(station(tree.village, by=clerk), clerk, timezone.localdate(), people=7)
    client.force_login(clerk)

    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}?form=xlsx").content)).worksheets[0]

    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    heads = dict(zip(rows[0], rows[-1], strict=True))
    assert (heads["应建（村）"], heads["已建（村）"], heads["有效（村）"], heads["法律帮助"]) == (1, 1, 1, 7)
