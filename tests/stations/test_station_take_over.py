"""When a unit is merged, its successor has its stations, with their logs; what both had is one."""

import datetime as dt

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from stations.quarters import Quarter
from stations.succession import MERGED
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.coverage import counted, coverage_of, kept
from tests.stations.stations import station

pytestmark = pytest.mark.usefixtures("law")
LATER, TODAY = NOW + dt.timedelta(days=3), dt.date(2026, 11, 26)


def test_the_successor_has_its_stations_and_they_cover_it(tree: ProvinceTree, clerk: User) -> None:
    other = org("371602003002", "又一村", parent=tree.beizhen)
    row = station(tree.village, by=clerk)
    admin = user(tree.shandong, Role.SEC_ADMIN)

    orgs.merge(tree.village, by=admin, into=other, on=TODAY, at=LATER)

    row.refresh_from_db()
    event = row.events.get(verb="station.take_over")
    figures = coverage_of(tree.bincheng, Quarter.of(TODAY))
    assert (row.org, row.org_code, row.closed_on) == (other, other.code, None)
    assert (event.actor, event.changes) == (admin, [["服务的单位", "新兴社区妇女联合会", "又一村妇女联合会"]])
    assert (figures.villages, figures.villages_live) == (1, 1)
    assert kept() == counted()


def test_a_station_that_both_had_is_one_and_closed_ones_stay_where_they_were(tree: ProvinceTree, clerk: User) -> None:
    other = org("371602003002", "又一村", parent=tree.beizhen)
    doubled, standing = station(tree.village, by=clerk), station(other, by=clerk)
    old = station(tree.village, by=clerk, name="旧站", closed_on=dt.date(2025, 1, 1), closed_reason="搬迁")

    orgs.merge(tree.village, by=user(tree.shandong, Role.SEC_ADMIN), into=other, on=TODAY, at=LATER)

    for row in (doubled, standing, old):
        row.refresh_from_db()
    assert (doubled.closed_on, doubled.closed_reason) == (LATER.date(), MERGED)
    assert (standing.org, standing.closed_on) == (other, None)
    assert old.org == tree.village
    assert kept() == counted()
