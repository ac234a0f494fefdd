"""Counties and townships that are named for their peace families: they apply, those above judge, level by level."""

import datetime as dt

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import AccreditationKind, AccreditationState
from stations.actions.accreditations import Application, apply_for
from stations.actions.checklists import load_checklists
from stations.actions.names_ending import end_names
from stations.actions.peace_families import look_again
from stations.actions.station_log import Given, log_service
from stations.models import Accreditation
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.checking import moved
from tests.stations.peace import TODAY, deserving, looked, seen
from tests.stations.stations import station

S = AccreditationState
DAY = dt.timedelta(days=1)


def applied_by(by: User, kind: AccreditationKind, level: Level, unit: Organization | None = None) -> Accreditation:
    asked = Application(kind, level, "平安家庭创建户占八成。", unit=unit or by.org)
    return apply_for(asked, by=by, at=NOW)


@pytest.fixture
def heads(tree: ProvinceTree, law: None) -> dict[Level, User]:
    load_checklists(at=NOW)
    deserving(tree)
    units = (tree.bincheng, tree.binzhou, tree.shandong)
    return {Level(unit.level): user(unit, Role.UNIT_HEAD) for unit in units}


def test_a_township_is_named_by_its_county_and_later_by_its_province_which_replaces_the_lower_name(
    tree: ProvinceTree, heads: dict[Level, User]
) -> None:
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    row = moved(applied_by(worker, AccreditationKind.PEACE_TOWNSHIP, Level.COUNTY), "submit_county", by=worker)
    lower = moved(row, "name_county", by=heads[Level.COUNTY])
    assert (lower.state, lower.namer, lower.gate_check, lower.valid_until) == (
        S.VALID,
        tree.bincheng,
        None,
        dt.date(2029, 11, 23),
    )

    row = moved(applied_by(worker, AccreditationKind.PEACE_TOWNSHIP, Level.PROVINCE), "submit_county", by=worker)
    with pytest.raises(NotAllowed, match="报上一级审核"):
        moved(row, "name_county", by=heads[Level.COUNTY])
    row = moved(row, "recommend_county_city", by=heads[Level.COUNTY])
    row = moved(row, "recommend_city_province", by=heads[Level.CITY])
    row = moved(row, "name_province", by=heads[Level.PROVINCE])

    lower.refresh_from_db()
    assert (row.state, row.namer, lower.state) == (S.VALID, tree.shandong, S.SUPERSEDED)
    assert [clock.org for clock in row.deadlines.filter(closed_at=None)] == [tree.shandong]
    assert lower.deadlines.filter(closed_at=None).count() == 0


def test_a_county_is_judged_from_its_city_on_and_ends_after_three_years(
    tree: ProvinceTree, heads: dict[Level, User]
) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row = applied_by(clerk, AccreditationKind.PEACE_COUNTY, Level.CITY)
    with pytest.raises(NotAllowed, match="逐级报送"):
        moved(row, "submit_county", by=clerk)
    row = moved(row, "submit_city", by=clerk)
    with pytest.raises(NotAllowed, match="只有审核单位"):
        moved(row, "name_city", by=heads[Level.PROVINCE])
    row = moved(row, "name_city", by=heads[Level.CITY])

    over = dt.datetime(2029, 11, 24, 4, tzinfo=dt.UTC)
    assert (end_names(at=over - DAY), end_names(at=over)) == (0, 1)
    row.refresh_from_db()
    assert row.state == S.EXPIRED


def test_what_is_missing_is_said_at_each_step_and_shuts_it(tree: ProvinceTree, heads: dict[Level, User]) -> None:
    worker, other = user(tree.beizhen, Role.TOWNSHIP_WORKER), org("371602003002", "又一村", parent=tree.beizhen)
    row = applied_by(worker, AccreditationKind.PEACE_TOWNSHIP, Level.COUNTY)
    with pytest.raises(NotAllowed) as refused:
        moved(row, "submit_county", by=worker)
    assert str(refused.value) == (
        "一年内核对过平安家庭的村（社区）为 1／2，不足 80%。"
        "上一季度以来站点有服务的乡镇（街道）、村（社区）为 2／3，不足 80%。"
    )

    log_service(station(other, by=worker), Given("legal", TODAY), by=worker, at=NOW)
    home = looked(worker, other, violence="unmet")
    with pytest.raises(NotAllowed, match=r"^一年内核对的户中达标的为 1／2，不足 80%。$"):
        moved(row, "submit_county", by=worker)

    look_again(home, seen(other), on=TODAY, by=worker, at=NOW)
    row = moved(row, "submit_county", by=worker)
    look_again(home, seen(other, hazard="unmet"), on=TODAY, by=worker, at=NOW)
    with pytest.raises(NotAllowed, match="达标的为 1／2"):
        moved(row, "name_county", by=heads[Level.COUNTY])
    assert moved(row, "return", by=heads[Level.COUNTY]).state == S.RETURNED


def test_nobody_applies_for_another_unit_or_another_kind_of_unit(tree: ProvinceTree, heads: dict[Level, User]) -> None:
    worker, clerk = user(tree.beizhen, Role.TOWNSHIP_WORKER), user(tree.bincheng, Role.RECEPTIONIST)

    with pytest.raises(NotAllowed, match="由本单位申报"):
        applied_by(clerk, AccreditationKind.PEACE_TOWNSHIP, Level.COUNTY, unit=tree.beizhen)
    with pytest.raises(NotAllowed, match="由本单位申报"):
        applied_by(clerk, AccreditationKind.PEACE_COUNTY, Level.CITY, unit=tree.huimin)
    with pytest.raises(NotAllowed, match="不能申报这一类"):
        applied_by(worker, AccreditationKind.PEACE_COUNTY, Level.CITY)
    with pytest.raises(NotAllowed, match="不能申报这个级别"):
        applied_by(clerk, AccreditationKind.PEACE_COUNTY, Level.COUNTY)
    assert not Accreditation.objects.exists()


def test_it_may_be_given_back_and_applied_for_again(tree: ProvinceTree, heads: dict[Level, User]) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row = moved(applied_by(clerk, AccreditationKind.PEACE_COUNTY, Level.CITY), "submit_city", by=clerk)

    row = moved(row, "return", by=heads[Level.CITY])
    row = moved(moved(row, "submit_city", by=clerk), "name_city", by=heads[Level.CITY])
    row = moved(row, "withdraw", by=heads[Level.CITY], ground="unmet")

    assert (row.state, row.ground) == (S.WITHDRAWN, "unmet")
    assert applied_by(clerk, AccreditationKind.PEACE_COUNTY, Level.PROVINCE).state == S.DRAFT
