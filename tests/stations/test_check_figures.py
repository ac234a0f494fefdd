"""T-20's columns about checks and names, by county; and what becomes of checks and names when units merge."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.succession import announce
from stations.actions.checklists import load_checklists
from stations.check_figures import of_standards
from stations.models import Accreditation, Station, StationCheck
from stations.statistics import Stretch
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.checking import applied, checked, moved
from tests.stations.stations import station

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


@pytest.fixture
def county(tree: ProvinceTree, law: None) -> User:
    load_checklists(at=NOW)
    return user(tree.bincheng, Role.UNIT_HEAD)


def named(place: Station, worker: User, county: User, *more: tuple[str, User], level: Level) -> Accreditation:
    checked(place, county, at=NOW)
    row = moved(applied(place, worker, level), "submit_county", by=worker)
    for name, by in more:
        row = moved(row, name, by=by)
    return row


def figures(place: Organization, *units: Organization, on: dt.date = TODAY) -> dict[int, dict[str, int]]:
    """By number of the unit among these, the first is 1."""
    bounds = sorted(unit.code for unit in units)
    return {unit: dict(found) for unit, found in of_standards(place, bounds, Stretch(on, on)).items()}


def test_the_columns_count_the_last_check_and_the_name_that_stands(county: User, tree: ProvinceTree) -> None:
    worker, city = user(tree.beizhen, Role.TOWNSHIP_WORKER), user(tree.binzhou, Role.UNIT_HEAD)
    first, second, third = (station(tree.beizhen, by=worker, name=f"站 {n}") for n in range(3))
    named(first, worker, county, ("name_county", county), level=Level.COUNTY)
    named(second, worker, county, ("recommend_county_city", county), ("name_city", city), level=Level.CITY)
    checked(third, county)
    checked(third, county, "spot", without=("sign",), at=NOW + DAY)  # its last word
    elsewhere = station(tree.huimin, by=worker)
    checked(elsewhere, city)
    units = (tree.bincheng, tree.huimin)

    tomorrow = figures(tree.binzhou, *units, on=TODAY + DAY)
    assert tomorrow == {
        1: {"stations": 3, "up_to_standard": 2, "named_city": 1, "named_county": 1},
        2: {"stations": 1, "up_to_standard": 1},
    }
    assert figures(tree.binzhou, *units)[1]["up_to_standard"] == 3  # a day before, its first word
    assert "named_city" not in figures(tree.binzhou, *units, on=TODAY - DAY)[1]
    later = figures(tree.binzhou, *units, on=TODAY + 367 * DAY)[1]
    assert later == {"stations": 3, "named_city": 1, "named_county": 1}  # looked at more than a year ago
    Station.objects.filter(pk=first.pk).update(closed_on=TODAY, closed_reason="合并")
    assert figures(tree.bincheng, tree.bincheng)[1]["stations"] == 2


def test_three_questions_however_many_stations(county: User, tree: ProvinceTree) -> None:
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    for number in range(3):
        checked(station(tree.beizhen, by=worker, name=f"站 {number}"), county)

    with CaptureQueriesContext(connection) as asked:
        figures(tree.shandong, tree.binzhou)

    assert len(asked) == 3


def test_checks_and_names_follow_to_the_successor(county: User, tree: ProvinceTree) -> None:
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    place = station(tree.beizhen, by=worker)
    row = named(place, worker, county, ("name_county", county), level=Level.COUNTY)
    check = StationCheck.objects.exclude(kind="self").get()
    heir = org("371602099", "北新街道", parent=tree.bincheng)
    Organization.objects.filter(pk=tree.beizhen.pk).update(successor=heir, valid_to=TODAY)

    shut = station(tree.beizhen, by=worker, name="旧站")
    old = checked(shut, county)
    Station.objects.filter(pk=shut.pk).update(closed_on=TODAY, closed_reason="撤并")

    announce(ended=[tree.beizhen.pk], successor=heir, by=county, at=NOW)

    old.refresh_from_db()
    assert old.org_code == tree.beizhen.code  # beside its station, which is the history of that unit

    row.refresh_from_db()
    check.refresh_from_db()
    assert (check.org_code, check.org) == (heir.code, tree.bincheng)
    assert (row.unit, row.org_code, row.applicant, row.namer) == (heir, heir.code, heir, tree.bincheng)
