"""Numbers in other systems follow a unit to its successor, so that nothing is registered twice."""

import datetime as dt

import pytest

from cases.models import ExternalId
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from tests.cases.samples import NOW, SOMEBODY_ELSE, petition
from tests.factories import ProvinceTree, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_they_follow_but_for_those_that_the_successor_gave_itself(tree: ProvinceTree) -> None:
    admin = user(tree.shandong, Role.SEC_ADMIN)
    ended, successor = user(tree.huimin, Role.RECEPTIONIST), user(tree.zouping, Role.RECEPTIONIST)
    rows = [petition(ended), petition(ended, **SOMEBODY_ELSE), petition(successor)]
    for row, number in zip(rows, ("A", "B", "B"), strict=True):
        ExternalId.objects.create(petition=row, org=row.org, system="12345", external_id=number, at=NOW)

    orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=dt.date(2026, 12, 23), at=NOW + dt.timedelta(days=30))

    assert {(row.petition_id, row.external_id, row.org_id) for row in ExternalId.objects.all()} == {
        (rows[0].pk, "A", tree.zouping.pk),
        (rows[1].pk, "B", tree.huimin.pk),
        (rows[2].pk, "B", tree.zouping.pk),
    }
