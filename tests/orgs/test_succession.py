"""Regions come, move, change their names and merge; their units follow, and nothing is forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import orgs as actions
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from tests.factories import ProvinceTree, user

NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=timezone.get_default_timezone())
TODAY = dt.date(2026, 9, 1)


def test_a_new_county_opens_under_its_city(tree: ProvinceTree) -> None:
    admin = user(tree.binzhou, Role.SEC_ADMIN)

    org = actions.open_organization(
        by=admin, code=371671000000, region_name="滨州高新区", parent=tree.binzhou, on=TODAY, at=NOW
    )

    assert (org.level, org.code_end, org.parent, org.name) == (
        Level.COUNTY,
        371672000000,
        tree.binzhou,
        "滨州高新区妇女联合会",
    )
    assert (org.number_prefix, org.initials, org.valid_from) == ("鲁滨州高新", "bzgxq", TODAY)
    event = AccessEvent.objects.get(verb="org.open")
    assert (event.actor, event.object_id, event.at) == (admin, org.pk, NOW)
    assert event.detail == {"code": 371671000000, "parent": tree.binzhou.code, "on": "2026-09-01"}


@pytest.mark.parametrize(
    ("code", "superior", "sentence"),
    [
        (371602000000, "binzhou", "已有在用的单位"),
        (370571000000, "binzhou", "不在滨州市妇女联合会的范围内"),
        (371602009000, "binzhou", "应设在该单位之下"),  # a town of Bincheng may not hang on Binzhou
        (371600000000, "bincheng", "不在滨城区妇女联合会的范围内"),
    ],
)
def test_a_unit_opens_only_where_its_code_belongs(tree: ProvinceTree, code: int, superior: str, sentence: str) -> None:
    before = Organization.objects.count()

    with pytest.raises(NotAllowed, match=sentence):
        actions.open_organization(
            by=user(tree.shandong), code=code, region_name="新区", parent=getattr(tree, superior), on=TODAY, at=NOW
        )

    assert Organization.objects.count() == before


def test_nobody_opens_a_unit_outside_her_range(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="管辖范围"):
        actions.open_organization(
            by=user(tree.hubei), code=371671000000, region_name="新区", parent=tree.binzhou, on=TODAY, at=NOW
        )


def test_nothing_is_entered_before_its_day(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="不能晚于今天"):
        actions.open_organization(
            by=user(tree.shandong),
            code=371671000000,
            region_name="新区",
            parent=tree.binzhou,
            on=TODAY + dt.timedelta(days=1),
            at=NOW,
        )


def test_a_renamed_county_keeps_its_towns_and_its_staff(tree: ProvinceTree) -> None:
    officer = user(tree.zouping, Role.RECEPTIONIST)
    admin = user(tree.shandong, Role.SEC_ADMIN)

    new = actions.succeed(
        tree.bincheng, by=admin, code=tree.bincheng.code, name="蒲城区", parent=tree.binzhou, on=TODAY, at=NOW
    )

    old = Organization.objects.get(pk=tree.bincheng.pk)
    assert (old.valid_to, old.successor, old.number_prefix) == (TODAY, new, "鲁滨城")
    assert (new.code, new.name, new.number_prefix, new.valid_from) == (
        371602000000,
        "蒲城区妇女联合会",
        "鲁蒲城",
        TODAY,
    )
    assert list(new.children.all()) == [tree.beizhen]
    officer.refresh_from_db()
    assert officer.org == tree.zouping
    assert AccessEvent.objects.get(verb="org.succeed").detail["successor"] == new.pk


def test_a_county_with_a_new_code_takes_its_towns_and_villages_along(tree: ProvinceTree) -> None:
    worker = user(tree.village, Role.VILLAGE_WORKER)

    new = actions.succeed(
        tree.bincheng, by=user(tree.shandong), code=371605000000, name="滨城区", parent=tree.binzhou, on=TODAY, at=NOW
    )

    town = Organization.objects.get(code=371605003000, valid_to=None)
    village = Organization.objects.get(code=371605003001, valid_to=None)
    assert (town.parent, village.parent, town.region_name) == (new, town, "北镇街道")
    worker.refresh_from_db()
    assert worker.org == village
    ended = Organization.objects.exclude(valid_to=None)
    assert {org.pk: org.successor for org in ended} == {
        tree.bincheng.pk: new,
        tree.beizhen.pk: town,
        tree.village.pk: village,
    }
    assert new.number_prefix not in {"鲁滨城", ""}


def test_a_county_moves_to_another_city(tree: ProvinceTree) -> None:
    new = actions.succeed(
        tree.huimin, by=user(tree.shandong), code=370524000000, name="惠民县", parent=tree.dongying, on=TODAY, at=NOW
    )

    assert new.parent == tree.dongying
    assert set(Organization.objects.in_range_of(tree.dongying).living(TODAY)) == {tree.dongying, tree.guangrao, new}


def test_both_units_are_there_on_their_own_days(tree: ProvinceTree) -> None:
    new = actions.succeed(
        tree.huimin,
        by=user(tree.shandong),
        code=tree.huimin.code,
        name="惠民市",
        parent=tree.binzhou,
        on=TODAY,
        at=NOW,
    )

    def on(day: dt.date) -> set[Organization]:
        return set(Organization.objects.filter(code=tree.huimin.code).living(day))

    assert on(TODAY - dt.timedelta(days=1)) == {tree.huimin}
    assert on(TODAY) == {new}


def test_a_unit_that_ended_is_not_moved_again(tree: ProvinceTree) -> None:
    admin = user(tree.shandong)
    actions.succeed(tree.huimin, by=admin, code=tree.huimin.code, name="惠民市", parent=tree.binzhou, on=TODAY, at=NOW)

    with pytest.raises(NotAllowed, match="已于 2026-09-01 停用"):
        actions.succeed(tree.huimin, by=admin, code=371629000000, name="惠民市", parent=tree.binzhou, on=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (371602000000, "已有在用的单位"),
        (371602009000, "不在同一层级"),
        (370523000000, "不在滨州市妇女联合会的范围内"),
    ],
)
def test_a_move_to_a_wrong_code_changes_nothing(tree: ProvinceTree, code: int, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        actions.succeed(
            tree.huimin, by=user(tree.shandong), code=code, name="惠民县", parent=tree.binzhou, on=TODAY, at=NOW
        )

    assert Organization.objects.get(pk=tree.huimin.pk).valid_to is None
    assert not AccessEvent.objects.filter(verb="org.succeed").exists()


def test_a_merged_county_hands_its_staff_to_the_other(tree: ProvinceTree) -> None:
    officer = user(tree.zouping, Role.RECEPTIONIST)

    actions.merge(tree.zouping, by=user(tree.binzhou), into=tree.huimin, on=TODAY, at=NOW)

    old = Organization.objects.get(pk=tree.zouping.pk)
    officer.refresh_from_db()
    assert (old.valid_to, old.successor, officer.org) == (TODAY, tree.huimin, tree.huimin)
    assert AccessEvent.objects.get(verb="org.merge").detail == {"on": "2026-09-01", "successor": tree.huimin.pk}


def test_a_unit_with_units_below_is_not_merged(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="还有下级单位"):
        actions.merge(tree.bincheng, by=user(tree.binzhou), into=tree.huimin, on=TODAY, at=NOW)


def test_what_is_published_changes_with_a_trace(tree: ProvinceTree) -> None:
    head = user(tree.bincheng, Role.UNIT_HEAD)

    actions.publish(tree.bincheng, by=head, address="黄河五路 385 号", phone="0543-3162338", at=NOW)

    org = Organization.objects.get(pk=tree.bincheng.pk)
    assert (org.address, org.phone, org.hours) == ("黄河五路 385 号", "0543-3162338", "")
    assert AccessEvent.objects.get(verb="org.publish").detail == {"changed": ["address", "phone"]}


def test_a_neighbour_does_not_change_what_is_published(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(tree.bincheng, by=user(tree.huimin, Role.UNIT_HEAD), address="", at=NOW)
