"""What the database holds of a station, and before whom its rows are."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.row_scope import rows_of
from stations.models import Station, StationContact
from tests.factories import ProvinceTree, user
from tests.stations.stations import station


def test_a_station_counts_its_own_versions(tree: ProvinceTree) -> None:
    row = station(tree.village, by=user(tree.bincheng, Role.RECEPTIONIST))

    Station.objects.filter(pk=row.pk).update(phone="0543-3160002")
    Station.objects.filter(pk=row.pk).update(phone="0543-3160002")

    row.refresh_from_db()
    assert row.version == 2


@pytest.mark.parametrize(
    ("fields", "law"),
    [
        ({"closed_on": dt.date(2025, 1, 1)}, "station_closed_with_a_reason"),
        ({"closed_on": dt.date(2023, 1, 1), "closed_reason": "撤并"}, "station_closed_with_a_reason"),
        ({"kind": "unknown"}, "station_kind_known"),
        ({"host_kind": "unknown"}, "station_host_known"),
        ({"name": ""}, "station_named"),
    ],
)
def test_the_database_refuses_what_no_station_is(tree: ProvinceTree, fields: dict[str, object], law: str) -> None:
    by = user(tree.bincheng, Role.RECEPTIONIST)

    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        station(tree.village, by=by, **fields)


def test_a_unit_has_a_station_of_that_name_once_and_may_have_had_it_before(tree: ProvinceTree) -> None:
    by = user(tree.bincheng, Role.RECEPTIONIST)
    station(tree.village, by=by, closed_on=dt.date(2025, 1, 1), closed_reason="搬迁")
    station(tree.village, by=by)

    with pytest.raises(IntegrityError, match="station_once_in_a_unit"), transaction.atomic():
        station(tree.village, by=by)


def test_another_county_is_shown_no_row_of_it_whatever_it_asks(tree: ProvinceTree) -> None:
    row = station(tree.village, by=user(tree.bincheng, Role.RECEPTIONIST))
    StationContact.objects.create(station=row, place=1, name="王站长", phone="13854300001")

    for role, place, shown in [
        (Role.VILLAGE_WORKER, tree.village, 1),
        (Role.UNIT_HEAD, tree.binzhou, 1),
        (Role.UNIT_HEAD, tree.huimin, 0),
        (Role.UNIT_HEAD, tree.guangrao, 0),
    ]:
        with rows_of(scope_of(user(place, role))):
            assert (Station.objects.count(), StationContact.objects.count()) == (shown, shown), place


def test_no_row_of_a_station_is_ever_deleted(tree: ProvinceTree) -> None:
    row = station(tree.village, by=user(tree.bincheng, Role.RECEPTIONIST))

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Station.objects.filter(pk=row.pk).delete()
