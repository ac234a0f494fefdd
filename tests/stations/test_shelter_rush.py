"""Two hundred at one door: twenty beds, twenty stays, and a clear answer for everybody else; by real connections."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from stations.actions.shelter_admitting import FULL, admit, apply, let_wait
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.models import BedUse, Shelter, ShelterApplication, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import household, shelter, woman

COMING, BEDS = 200, 20
DOORS = 40  # connections at once: PostgreSQL allows a hundred, and others work beside these tests


@pytest.fixture
def keeper(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD)


def rushed(act: object, count: int) -> Counter[str]:
    """What became of each, begun together as far as there are doors."""
    gate = threading.Barrier(DOORS)

    def run(number: int) -> str:
        with rows_of(EVERYTHING):
            if number < DOORS:
                gate.wait()
            try:
                return act(number)  # type: ignore[operator]
            except NotAllowed as refused:
                return str(refused)
            finally:
                connection.close()

    with ThreadPoolExecutor(DOORS) as doors:
        return Counter(doors.map(run, range(count)))


def test_of_two_hundred_at_once_twenty_get_the_twenty_beds(keeper: User) -> None:
    row = shelter(keeper, women=BEDS, family=0)

    def come(number: int) -> str:
        asked = apply(row, household(woman(f"第{number}位")), by=keeper, at=NOW)
        try:
            admit(asked, by=keeper, at=NOW)
        except NotAllowed as refused:
            let_wait(asked, by=keeper, at=NOW)
            return "候床" if str(refused) == FULL else str(refused)
        return "入住"

    became = rushed(come, COMING)

    assert became == {"入住": BEDS, "候床": COMING - BEDS}
    assert ShelterStay.objects.count() == BEDS
    assert ShelterApplication.objects.open().count() == COMING - BEDS
    taken = list(BedUse.objects.filter(ends_at=None).values_list("bed", flat=True))
    assert len(taken) == len(set(taken)) == BEDS


def test_without_any_lock_the_database_alone_gives_each_bed_once(keeper: User) -> None:
    """As a writer would who forgot to lock: everybody takes the first bed."""
    row = shelter(keeper, women=1, family=0)
    bed = row.beds.get()
    asked = [apply(row, household(woman(f"第{number}位")), by=keeper, at=NOW) for number in range(DOORS)]

    def take(number: int) -> str:
        try:
            BedUse.objects.create(bed=bed, shelter=row, resident=asked[number].residents.get(), begins_at=NOW)
        except Exception as broken:
            return "没有" if "bed_use_one_at_a_time" in str(broken) or "deadlock" in str(broken) else repr(broken)
        return "得到"

    assert rushed(take, DOORS) == {"得到": 1, "没有": DOORS - 1}


def test_holds_and_admissions_at_once_share_no_bed(keeper: User, tree: ProvinceTree) -> None:
    row = shelter(keeper, women=BEDS, family=0)
    agent = user(tree.huimin, Role.AGENT)
    offer = nearest_beds(agent.org, Needs(), at=NOW)[0].offer

    def come(number: int) -> str:
        if number % 2:
            hold_beds(offer, Needs(), HoldFor("call", number, "0543-12338"), by=agent, at=NOW)
            return "预留"
        admit(apply(row, household(woman(f"第{number}位")), by=keeper, at=NOW), by=keeper, at=NOW)
        return "入住"

    became = rushed(come, 3 * DOORS)

    assert became["预留"] + became["入住"] == BEDS
    assert Shelter.objects.get().beds.filter(uses=None).count() == 0
    assert BedUse.objects.count() == BEDS
