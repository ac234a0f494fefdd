"""When a unit is moved or merged, its successor goes on with the work orders that are not ended."""

import datetime as dt

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from hotline.models import ExternalTicket
from hotline.workflow import TicketState
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.orders import answered, received, stepped

pytestmark = pytest.mark.usefixtures("law")
LATER, TODAY = NOW + dt.timedelta(days=3), dt.date(2026, 11, 26)


@pytest.fixture
def admin(tree: ProvinceTree) -> User:
    return user(tree.shandong, Role.SEC_ADMIN)


def test_the_successor_goes_on_with_what_is_open_and_its_clocks(tree: ProvinceTree, admin: User) -> None:
    there = user(tree.huimin, Role.RECEPTIONIST)
    row = received(there, "GD1")
    done = stepped(answered(received(there, "GD2"), by=there), "close", by=there)

    orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=TODAY, at=LATER)

    row.refresh_from_db()
    done.refresh_from_db()
    assert (row.org, row.org_code, done.org) == (tree.zouping, tree.zouping.code, tree.huimin)
    assert {duty.org for duty in row.deadlines.open()} == {tree.zouping}
    there.refresh_from_db()
    assert answered(row, by=there, at=LATER).state == TicketState.ANSWERED


def test_what_both_had_under_one_number_is_handled_once(tree: ProvinceTree, admin: User) -> None:
    doubled = received(user(tree.huimin, Role.RECEPTIONIST), "GD1")
    kept = received(user(tree.zouping, Role.RECEPTIONIST), "GD1")

    orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=TODAY, at=LATER)

    doubled.refresh_from_db()
    assert (doubled.state, doubled.ended_at) == (TicketState.WITHDRAWN, LATER)
    assert not doubled.deadlines.open().exists()
    assert list(ExternalTicket.objects.filter(org=tree.zouping)) == [kept]
