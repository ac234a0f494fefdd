"""A roster of twenty thousand people: brought in by the thousand, in memory that does not grow with it."""

import time
import tracemalloc

import pytest

from cases.imports.batches import confirm
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from stations.imports import roster_batches
from stations.models import NetworkEvent, NetworkPerson, NetworkRole
from tests.cases.ledgers import silent
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.rosters import line, roster, uploaded

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

FEW, MANY = 4_000, 20_000
SECONDS = 600  # in which the long one is checked and written, its memory counted, which makes it some times slower
SPARE = 12 * 2**20  # bytes: who stands twice is told by what all lines before said, some hundred bytes each


def test_twenty_thousand_people_come_in_at_once(tree: ProvinceTree, law: None) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)

    few, _ = _brought_in(clerk, FEW, first=100_000)
    many, took = _brought_in(clerk, MANY, first=200_000)

    print(
        f"{MANY:,} people in {took:.1f} s; peak {few / 2**20:.1f} MB for {FEW:,}, {many / 2**20:.1f} MB for {MANY:,}"
    )
    assert NetworkPerson.objects.count() == NetworkRole.objects.count() == FEW + MANY
    assert NetworkEvent.objects.count() == 2 * (FEW + MANY)
    assert many < few + SPARE
    assert took < SECONDS


def _brought_in(by: User, count: int, *, first: int) -> tuple[int, float]:
    """The most memory that Python held while it was checked and loaded, in bytes, and the seconds that it took."""
    people = (line(name=f"志愿者{n}", id_number="", phone=f"139{n:08}") for n in range(first, first + count))
    batch = uploaded(by, roster(*people))
    tracemalloc.start()
    began = time.monotonic()
    roster_batches.check(batch, at=NOW, progress=silent)
    assert (batch.good, batch.bad, batch.known) == (count, 0, 0)
    batch = confirm(batch, by=by, at=NOW)
    roster_batches.load(batch, at=NOW, progress=silent)
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert batch.imported == count
    return peak, took
