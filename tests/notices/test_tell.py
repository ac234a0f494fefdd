"""The outbox: each escalation is told once, to the people that its rung names, in the right unit."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.ladders import ORDINARY
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Escalation, Rung
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from fedportal.notices.tasks import tell
from fedportal.orgs.models import Organization
from tests import factories
from tests.deadlines.duties import duty, local
from tests.factories import ProvinceTree

AT = local("2026-06-01T08:00:00")

pytestmark = pytest.mark.usefixtures("law")


def told(step: int) -> set[tuple[str, str]]:
    """(region, role) of the notices of that step."""
    rows = Notice.objects.filter(escalation__step=step, escalation__cycle=0)
    return set(rows.values_list("org__region_name", "role"))


HANDLER, SECTION_HEAD, UNIT_HEAD, SUPERVISOR = Role.HANDLER, Role.SECTION_HEAD, Role.UNIT_HEAD, Role.SUPERVISOR


def test_a_countys_lateness_is_told_step_by_step_up_to_the_province(tree: ProvinceTree) -> None:
    duty(tree.bincheng)
    engine.sweep(AT)

    tell_escalations(AT)

    assert {step.step: told(step.step) for step in ORDINARY.steps} == {
        0: {("滨城区", HANDLER)},
        1: {("滨城区", HANDLER), ("滨城区", SECTION_HEAD)},
        2: {("滨城区", HANDLER), ("滨城区", SECTION_HEAD), ("滨城区", UNIT_HEAD)},
        3: {("滨城区", UNIT_HEAD), ("滨州市", SUPERVISOR)},
        4: {("滨城区", UNIT_HEAD), ("滨州市", UNIT_HEAD), ("山东省", SUPERVISOR)},
        5: {("滨城区", UNIT_HEAD), ("滨州市", UNIT_HEAD), ("山东省", SUPERVISOR)},
        6: {("滨城区", UNIT_HEAD), ("滨州市", UNIT_HEAD), ("山东省", UNIT_HEAD)},
    }


def place(tree: ProvinceTree, name: str) -> Organization:
    if name == "济源市":
        return factories.org("419001", "济源市", parent=factories.org("41", "河南省"))
    return getattr(tree, name)


@pytest.mark.parametrize(
    ("name", "own", "city", "province"),
    [
        ("village", "新兴社区", "滨州市", "山东省"),
        ("beizhen", "北镇街道", "滨州市", "山东省"),
        ("humen", "虎门镇", "东莞市", "广东省"),
        ("济源市", "济源市", "河南省", "河南省"),
        ("binzhou", "滨州市", "滨州市", "山东省"),
        ("shandong", "山东省", "山东省", "山东省"),
    ],
)
def test_each_unit_has_its_own_city_and_province(
    tree: ProvinceTree, name: str, own: str, city: str, province: str
) -> None:
    duty(place(tree, name))
    engine.sweep(AT)

    tell_escalations(AT)

    assert told(3) == {(own, UNIT_HEAD), (city, SUPERVISOR)}
    assert told(4) == {(own, UNIT_HEAD), (city, UNIT_HEAD), (province, SUPERVISOR)}


def test_a_notice_says_what_is_demanded_and_of_what(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    engine.sweep(row.climb_at)

    tell_escalations(AT)

    (notice,) = Notice.objects.all()
    assert (notice.subject, notice.light, notice.text) == (tree.bincheng, Light.BLUE, ORDINARY.steps[0].demand)
    assert (notice.at, notice.read_at) == (AT, None)


def test_telling_again_tells_nothing_twice(tree: ProvinceTree) -> None:
    duty(tree.bincheng)
    engine.sweep(AT)
    count = tell_escalations(AT, batch=3)
    notices = list(Notice.objects.order_by("pk").values())

    again = tell_escalations(AT + dt.timedelta(minutes=1), batch=3)
    tell()

    assert (count, again) == (7, 0)
    assert list(Notice.objects.order_by("pk").values()) == notices
    assert set(Escalation.objects.values_list("told_at", flat=True)) == {AT}


def test_a_reminder_is_told_anew(tree: ProvinceTree) -> None:
    row = duty(tree.bincheng)
    engine.sweep(AT)
    tell_escalations(AT)
    row.refresh_from_db()
    engine.sweep(row.climb_at)

    tell_escalations(row.climb_at)

    reminders = Notice.objects.filter(escalation__cycle=1)
    assert set(reminders.values_list("org__region_name", "role")) == told(6)


@pytest.mark.usefixtures("database_owner")
def test_a_drain_that_fails_has_told_nobody_and_marked_nothing(tree: ProvinceTree) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notices_notice ADD CONSTRAINT nobody CHECK (role <> 'supervisor')")
    duty(tree.bincheng)
    engine.sweep(AT)

    with pytest.raises(IntegrityError):
        tell_escalations(AT)

    assert not Notice.objects.exists()
    assert Escalation.objects.filter(told_at=None).count() == 7


def test_no_rung_of_any_ladder_tells_nobody() -> None:
    assert all(rung.tells for rung in Rung.objects.all())
