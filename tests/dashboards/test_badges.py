"""The badges beside the navigation: composed once for many readers, they count for each what her own question finds."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.dashboards.badges import badges, waiting
from fedportal.deadlines import engine
from fedportal.lib import prepared
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell_escalations
from tests.cases.samples import accusation, guarded, petition
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
STAFF = [role for role in Role if role is not Role.DATA_CLIENT]


@pytest.fixture
def work(tree: ProvinceTree, law: None) -> None:
    """Overdue matters of every kind in a township, two counties and their city, and what their lateness was told."""
    now = timezone.now()
    for place in (tree.bincheng, tree.huimin, tree.binzhou, tree.beizhen):
        clerk = user(place, Role.RECEPTIONIST)
        user(place, Role.UNIT_HEAD)
        for days in (1, 20, 40):
            petition(clerk, at=now - days * DAY)
        guarded(clerk, at=now - 40 * DAY)
    accusation(user(tree.bincheng, Role.RECEPTIONIST), at=now - 40 * DAY)
    engine.sweep(now)
    tell_escalations(now)


def _plainly(reader: User) -> Counter[str]:
    with beyond_readers("as the badges themselves"):
        return Counter(badge for badge, _ in waiting(reader, timezone.now()))


@pytest.mark.parametrize("place", ["shandong", "binzhou", "bincheng", "huimin", "beizhen"])
def test_each_reader_is_told_what_her_own_question_finds(place: str, tree: ProvinceTree, work: None) -> None:
    readers = [user(getattr(tree, place), *roles) for roles in ([role] for role in STAFF)]
    readers.append(user(getattr(tree, place), Role.UNIT_HEAD, Role.RECEPTIONIST, Role.AGENT))

    told = [badges(reader) for reader in readers]

    sees = [reader.can(Can.SEE_CASES) for reader in readers]
    assert told == [_plainly(reader) if may else Counter() for reader, may in zip(readers, sees, strict=True)]
    assert any(told), "somebody has something to do here"


def test_a_colleague_with_the_same_role_elsewhere_is_told_her_own_units_work(tree: ProvinceTree, work: None) -> None:
    """One text for both, and another's keys in it."""
    petition(user(tree.huimin, Role.RECEPTIONIST), at=timezone.now() - 50 * DAY)

    here, there = (badges(user(place, Role.UNIT_HEAD))["waiting"] for place in (tree.bincheng, tree.huimin))

    assert (here, there) == (4, 4), "three late ones and an accusation here, three and one more there"


def test_a_connection_keeps_so_many_plans_and_no_more(
    tree: ProvinceTree, law: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "KEPT", 2)
    readers = [
        user(tree.bincheng, role) for role in (Role.RECEPTIONIST, Role.UNIT_HEAD, Role.SUPERVISOR, Role.HANDLER)
    ]

    told = [badges(reader) for reader in readers * 2]

    assert told[:4] == told[4:]
