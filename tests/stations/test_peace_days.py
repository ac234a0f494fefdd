"""平安家庭 as of the end of a month, and homes that nobody looks at any more."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from stations.actions.checklists import load_checklists
from stations.actions.peace_families import forget_homes, look_again, take_off
from stations.check_law import HOME_KEPT_YEARS
from stations.models import HomeLabel, Household, PeaceCheck
from stations.peace_days import around, read_day
from stations.peace_figures import Homes, below, unmet_in
from tests.cases.samples import NOW
from tests.factories import ProvinceTree
from tests.stations.peace import looked, seen

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def lists(law: None) -> None:
    load_checklists(at=NOW - 4000 * DAY)


def test_an_ended_month_shows_what_stood_then(client: Client, tree: ProvinceTree, worker: User, clerk: User) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    ended = today.replace(day=1) - DAY  # the end of the last month
    before = now - (today - ended).days * DAY
    first = looked(worker, tree.village, "1号", at=before, gambling="unmet")
    gone = looked(worker, tree.village, "2号", at=before)
    looked(worker, tree.village, "3号", at=now)
    look_again(first, seen(tree.village, today), on=today, by=worker, at=now)
    take_off(gone, by=worker, at=now)

    def told(on: dt.date) -> tuple[Homes, list[str]]:
        unmet = unmet_in(tree.bincheng, on, reader=tree.beizhen)
        return below(tree.beizhen, on)[0].homes, [item.label for item in unmet]

    assert told(ended) == (Homes(2, 2, 1), ["无赌博"])
    assert told(today) == (Homes(2, 2, 2), [])
    assert told(ended - DAY) == (Homes(), [])

    client.force_login(clerk)
    page = client.get(reverse("stations:peace_family"), {"month": f"{ended:%Y-%m}"}).content.decode()
    assert f"截至 {ended}" in page
    assert f"month={ended:%Y-%m}" in page  # the lines below stay with the month
    assert "截至 " not in client.get(reverse("stations:peace_family")).content.decode()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09", dt.date(2026, 9, 30)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2026-11", dt.date(2026, 11, 27)),
        ("2027-01", dt.date(2026, 11, 27)),
        ("2026-13", dt.date(2026, 11, 27)),
        ("1999-12", dt.date(2026, 11, 27)),
    ],
)
def test_only_months_that_have_ended_are_asked_for(text: str, day: dt.date) -> None:
    assert read_day(text, dt.date(2026, 11, 27)) == day


def test_one_turns_to_the_end_of_months_and_quarters() -> None:
    today = dt.date(2026, 11, 27)
    assert around(today, today) == [("上月末", "2026-10"), ("上季末", "2026-09")]
    assert around(dt.date(2026, 9, 30), today) == [
        ("上月末", "2026-08"),
        ("上季末", "2026-06"),
        ("下月末", "2026-10"),
        ("现在", ""),
    ]


def test_a_home_that_nobody_looked_at_for_three_years_is_forgotten(tree: ProvinceTree, worker: User) -> None:
    old = looked(worker, tree.village, "1号", at=NOW)
    later = NOW.replace(year=NOW.year + HOME_KEPT_YEARS)
    visited = looked(worker, tree.village, "2号", at=later)

    assert forget_homes(at=later) == 0  # not on the day itself
    assert (forget_homes(at=later + DAY), forget_homes(at=later + DAY)) == (1, 0)

    assert list(Household.objects.listed()) == [visited]
    assert HomeLabel.objects.get().household == visited
    assert PeaceCheck.objects.filter(household=old).exists()  # what figures of earlier months count
    assert AccessEvent.objects.get(verb="household.lapse").object_id == old.pk
