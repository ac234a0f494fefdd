"""Nights by month: each is counted once, in the month on whose day it begins, and small ones are for their own."""

import datetime as dt

import pytest
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.periods import ReportPeriod
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.shelter_sheet import shown_nights
from fedportal.orgs.models import Organization
from stations.actions.shelter_stays import Leaving, discharge
from stations.models import Shelter
from stations.shelter_nights import by_unit, of_one
from tests.factories import ProvinceTree, user
from tests.stations.shelters import shelter, stay, woman

BEIJING = dt.timezone(dt.timedelta(hours=8))
AT = dt.datetime(2026, 11, 20, 12, tzinfo=BEIJING)


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 12, tzinfo=BEIJING)


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper, women=6, family=0, opened_on=dt.date(2026, 9, 1))


def lived(row: Shelter, keeper: User, came: dt.datetime, went: dt.datetime, name: str = "甲") -> None:
    made = stay(row, keeper, woman(name), at=came)
    discharge(made, Leaving("herself", "本人申请。"), by=keeper, at=went)


def test_a_stay_over_the_end_of_a_month_is_parted_and_months_without_any_are_there(
    place: Shelter, keeper: User
) -> None:
    lived(place, keeper, noon(9, 28), noon(10, 3))
    stay(place, keeper, woman("乙"), at=noon(11, 18))  # still there

    months = {f"{month.first:%m}": month for month in of_one(place, AT)}

    assert next(iter(months)) == "12"
    assert len(months) == 12
    assert [months[name].nights for name in ("08", "09", "10", "11")] == [0, 3, 2, 2]
    assert [months[name].available for name in ("08", "09", "10", "11")] == [0, 6 * 30, 6 * 31, 6 * 19]
    assert [months[name].rate_words for name in ("08", "10", "11")] == ["—", "1%", "1%"]
    assert [months[name].length_words for name in ("09", "10")] == ["—", "5.0"]


def test_others_read_no_month_in_which_one_to_four_slept(place: Shelter, keeper: User, tree: ProvinceTree) -> None:
    for number in range(5):
        stay(place, keeper, woman(f"住{number}"), at=noon(11, 18))
    other = user(tree.huimin, Role.SECTION_HEAD)
    stay(shelter(other, opened_on=dt.date(2026, 9, 1)), other, woman("丙"), at=noon(11, 18))

    def last(reader: User, org: Organization) -> tuple[str, str]:
        scope = Range.of(org, AT)
        month = shown_nights(scope, ReportPeriod(dt.date(2026, 1, 1), 12, AT.date()), by_unit(org, AT), reader)[-1]
        return month.nights_words, month.rate_words

    city = user(tree.binzhou, Role.UNIT_HEAD)
    assert last(city, tree.bincheng) == ("10", "8%")
    assert last(city, tree.huimin) == ("*", "*")
    assert last(city, tree.binzhou) == ("*", "*")  # else the one would follow from the other
    assert last(user(tree.huimin, Role.STAT_OFFICER), tree.huimin) == ("*", "*")
    assert last(user(tree.huimin, Role.UNIT_HEAD), tree.huimin)[0] == "2"


def test_keepers_see_the_table_beside_the_chart(place: Shelter, keeper: User, client: Client) -> None:
    client.force_login(keeper)

    page = client.get(f"/stations/shelters/{place.pk}/").content.decode()

    assert "入住夜数、床位使用率" in page
    assert page.count('<th scope="row">') == 12


def test_outside_the_county_nights_are_told_by_quarters_that_are_over(
    place: Shelter, keeper: User, tree: ProvinceTree
) -> None:
    for number in range(5):
        stay(place, keeper, woman(f"住{number}"), at=noon(9, 29))
    city, org = user(tree.binzhou, Role.UNIT_HEAD), tree.bincheng
    period = ReportPeriod(dt.date(2026, 1, 1), 12, AT.date())

    def told(asked: ReportPeriod) -> list[tuple[str, str]]:
        return [
            (each.label, each.nights_words) for each in shown_nights(Range.of(org, AT), asked, by_unit(org, AT), city)
        ]

    assert told(period)[-1][0] == "2026-11"
    assert told(period.made_whole()) == [
        *((f"2026 年第 {number} 季度", "0") for number in (1, 2)),
        ("2026 年第 3 季度", "10"),
    ]
