"""What triggers count equals a plain count, whatever is written and by how many at once."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization
from stations.models import ServiceEntry, Station, TownCoverage, TownServed
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.coverage import counted, kept
from tests.stations.stations import station

TOWN = 371602003000
Q3 = dt.date(2026, 7, 1)


@pytest.fixture
def clerk(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def served(row: Station, by: User, day: dt.date = dt.date(2026, 7, 15), **fields: Any) -> ServiceEntry:
    values: dict[str, Any] = {"service": "legal", "people": 2, "entered_at": NOW, "entered_by": by}
    return ServiceEntry.objects.create(station=row, day=day, **values | fields)


def figures() -> tuple[int, ...]:
    row = TownCoverage.objects.get(town=TOWN)
    return row.towns, row.towns_live, row.villages, row.villages_live


def effective(quarter: dt.date = Q3) -> tuple[int, int]:
    found = TownServed.objects.filter(town=TOWN, quarter=quarter).first()
    return (found.towns, found.villages) if found else (0, 0)


def test_units_are_counted_from_the_moment_they_exist(tree: ProvinceTree) -> None:
    assert figures() == (1, 0, 1, 0)

    org("371602003002", "又一村", parent=tree.beizhen)

    assert figures() == (1, 0, 2, 0)
    assert kept() == counted()


def test_a_unit_counts_once_however_many_stations_it_has(tree: ProvinceTree, clerk: User) -> None:
    station(tree.village, by=clerk)
    station(tree.village, by=clerk, kind="home", name="妇女之家")

    assert figures() == (1, 0, 1, 1)
    assert kept() == counted()


def test_a_closed_station_covers_nobody(tree: ProvinceTree, clerk: User) -> None:
    row = station(tree.village, by=clerk)
    served(row, clerk)
    assert (figures(), effective()) == ((1, 0, 1, 1), (0, 1))

    Station.objects.filter(pk=row.pk).update(closed_on=dt.date(2026, 8, 1), closed_reason="撤并")

    assert (figures(), effective()) == ((1, 0, 1, 0), (0, 0))
    assert kept() == counted()


def test_a_unit_that_ends_is_counted_no_more(tree: ProvinceTree, clerk: User) -> None:
    served(station(tree.village, by=clerk), clerk)

    Organization.objects.filter(pk=tree.village.pk).update(valid_to=dt.date(2026, 9, 1))

    assert (figures(), effective()) == ((1, 0, 0, 0), (0, 0))
    assert kept() == counted()


def test_stations_of_counties_and_above_stand_in_no_township(tree: ProvinceTree, clerk: User) -> None:
    station(tree.bincheng, by=clerk)

    assert TownCoverage.objects.filter(towns_live=0, villages_live=0).count() == TownCoverage.objects.count()
    assert kept() == counted()


def test_a_service_counts_in_its_quarter_until_it_is_struck_or_moved(tree: ProvinceTree, clerk: User) -> None:
    row = station(tree.beizhen, by=clerk)
    entry = served(row, clerk)
    assert effective() == (1, 0)

    ServiceEntry.objects.filter(pk=entry.pk).update(day=dt.date(2026, 4, 2), people=5, service="needs")
    assert (effective(), effective(dt.date(2026, 4, 1))) == ((0, 0), (1, 0))
    assert kept() == counted()

    ServiceEntry.objects.filter(pk=entry.pk).update(struck_at=NOW, struck_by=clerk, struck_reason="重复登记")
    assert effective(dt.date(2026, 4, 1)) == (0, 0)
    assert kept() == counted()


def test_many_rows_of_one_statement_are_counted_as_one_by_one(tree: ProvinceTree, clerk: User) -> None:
    rows = [station(tree.village, by=clerk, name=f"站{number}") for number in range(3)]
    plain: dict[str, Any] = {"entered_at": NOW, "entered_by": clerk, "people": 3}

    ServiceEntry.objects.bulk_create(
        ServiceEntry(station=row, day=dt.date(2026, month, 5), service=service, **plain)
        for row in rows
        for month in (6, 7, 8)
        for service in ("complaint", "hardship")
    )
    ServiceEntry.objects.filter(service="hardship").update(people=4)

    assert kept() == counted()
    assert len(kept()["months"]) == 9


def test_nobody_writes_the_figures_but_the_triggers(tree: ProvinceTree, clerk: User) -> None:
    for statement in (
        "UPDATE stations_towncoverage SET villages_live = 9",
        "DELETE FROM stations_stationmonth",
        "SELECT stations_count_town(ARRAY[371602003000])",
    ):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_eight_who_write_at_once_leave_the_figures_of_a_plain_count(tree: ProvinceTree, clerk: User) -> None:
    """In one township: stations opened and closed, services logged and struck, each in a transaction of its own."""
    villages = [org(f"371602003{number:03d}", f"村{number}", parent=tree.beizhen) for number in range(10, 18)]
    shared = station(tree.beizhen, by=clerk)
    begin, failed = threading.Barrier(8), []

    def work(village: Organization) -> None:
        try:
            begin.wait()
            with beyond_readers("as eight workers"):
                for turn in range(6):
                    with transaction.atomic():
                        row = station(village, by=clerk, name=f"站{turn}")
                        entry = served(row, clerk)
                        served(shared, clerk, people=1)
                    with transaction.atomic():
                        if turn % 2:
                            ServiceEntry.objects.filter(pk=entry.pk).update(
                                struck_at=NOW, struck_by=clerk, struck_reason="试"
                            )
                        if turn < 5:
                            Station.objects.filter(pk=row.pk).update(closed_on=dt.date(2026, 8, 1), closed_reason="试")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[village]) for village in villages]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failed == []
    assert kept() == counted()
    assert figures()[3] == 8
    assert ServiceEntry.objects.filter(station=shared).count() == 48
