"""Keeping stations: who may, what the history and the trail tell, and what is refused."""

import datetime as dt
from typing import Any

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from stations.actions.station_links import Said, links_of, set_links
from stations.actions.stations import Contact, StationFacts, change_station, close_station, open_station
from stations.models import Station
from stations.station_facts import Linkage
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.stations import FACTS

HEAD = Contact("王站长", "站长", "13854300001", published=True)


def facts(org: Organization, **changes: Any) -> StationFacts:
    return StationFacts(**{"org": org} | FACTS | changes)


def test_a_station_is_entered_with_its_people_its_history_and_the_trail(clerk: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village, contacts=(HEAD,)), by=clerk, at=NOW)

    assert (row.org_code, row.entered_by, row.version) == (tree.village.code, clerk, 1)
    assert [(one.name, one.phone) for one in row.contacts.all()] == [("王站长", "13854300001")]
    assert [event.verb for event in row.events.all()] == ["station.open"]
    assert AccessEvent.objects.filter(verb="station.open", object_id=row.pk, actor=clerk).exists()


@pytest.mark.parametrize(
    ("place", "role", "words"),
    [
        ("village", Role.VILLAGE_WORKER, "乡级以上"),
        ("bincheng", Role.SUPERVISOR, "乡级以上"),
        ("huimin", Role.RECEPTIONIST, "不在您的管辖范围内"),
        ("guangrao", Role.UNIT_HEAD, "不在您的管辖范围内"),
    ],
)
def test_nobody_else_enters_one(tree: ProvinceTree, place: str, role: Role, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        open_station(facts(tree.village), by=user(getattr(tree, place), role), at=NOW)

    assert not Station.objects.exists()


def test_a_township_enters_those_of_its_villages_and_a_city_those_of_its_counties(tree: ProvinceTree) -> None:
    open_station(facts(tree.village), by=user(tree.beizhen, Role.TOWNSHIP_WORKER), at=NOW)
    open_station(facts(tree.beizhen), by=user(tree.binzhou, Role.SECTION_HEAD), at=NOW)

    assert set(Station.objects.values_list("org__region_name", flat=True)) == {"新兴社区", "北镇街道"}


def test_a_city_or_a_unit_that_is_no_more_has_no_station(tree: ProvinceTree) -> None:
    above = user(tree.shandong, Role.UNIT_HEAD)
    tree.village.valid_to = dt.date(2026, 1, 1)
    tree.village.save(update_fields=["valid_to"])

    for org in (tree.binzhou, tree.village):
        with pytest.raises(NotAllowed, match="在用的县级、乡级或者村级"):
            open_station(facts(org), by=above, at=NOW)


def test_it_is_entered_once_it_stands(clerk: User, tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="建站日期不能晚于今天"):
        open_station(facts(tree.village, opened_on=NOW.date() + dt.timedelta(days=1)), by=clerk, at=NOW)


def test_the_same_station_is_entered_once(clerk: User, tree: ProvinceTree) -> None:
    open_station(facts(tree.village), by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="已有同类别、同名称的站点"):
        open_station(facts(tree.village), by=clerk, at=NOW)
    assert Station.objects.count() == 1


def test_a_change_tells_what_was_and_what_is_and_no_telephone(clerk: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village, contacts=(HEAD,)), by=clerk, at=NOW)
    other = Contact("李站长", "站长", "13854300002")

    change_station(row, facts(tree.village, phone="0543-3160009", contacts=(other,)), by=clerk, at=NOW)

    told = row.events.get(verb="station.change").changes
    assert told == [
        ["对外电话", "0543-3160001", "0543-3160009"],
        ["人员", "王站长（站长，有电话，对外公开）", "李站长（站长，有电话）"],
    ]
    assert "138543" not in str(told)


def test_what_is_said_again_is_not_written(clerk: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village, contacts=(HEAD,)), by=clerk, at=NOW)

    change_station(row, facts(tree.village, contacts=(HEAD,)), by=clerk, at=NOW)

    row.refresh_from_db()
    assert (row.version, row.events.count()) == (1, 1)


def test_a_station_is_closed_with_a_reason_and_not_changed_after_that(clerk: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village), by=clerk, at=NOW)
    close_station(row, on=NOW.date(), reason="村居合并", by=clerk, at=NOW)

    row.refresh_from_db()
    assert (row.closed_on, row.closed_reason) == (NOW.date(), "村居合并")
    with pytest.raises(NotAllowed, match="已经撤销"):
        change_station(row, facts(tree.village, phone=""), by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="已经撤销"):
        close_station(row, on=NOW.date(), reason="再来一次", by=clerk, at=NOW)


@pytest.mark.parametrize(
    ("on", "reason", "words"),
    [
        (dt.date(2024, 3, 7), "撤并", "不能早于建站日期"),
        (NOW.date() + dt.timedelta(days=1), "撤并", "不能晚于今天"),
        (NOW.date(), "  ", "请填写撤销原因"),
    ],
)
def test_it_is_not_closed_otherwise(clerk: User, tree: ProvinceTree, on: dt.date, reason: str, words: str) -> None:
    row = open_station(facts(tree.village), by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match=words):
        close_station(row, on=on, reason=reason, by=clerk, at=NOW)


def test_another_county_neither_changes_nor_closes_it(clerk: User, intruder: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village), by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
        change_station(row, facts(tree.village, phone=""), by=intruder, at=NOW)
    with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
        close_station(row, on=NOW.date(), reason="撤并", by=intruder, at=NOW)
    with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
        set_links(row, {Linkage.WORK: Said(True, "x")}, by=intruder, at=NOW)


def test_a_link_that_is_met_says_what_shows_it(clerk: User, tree: ProvinceTree) -> None:
    row = open_station(facts(tree.village), by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="“纠纷联调”已做到的，请写明佐证"):
        set_links(row, {Linkage.DISPUTES: Said(True)}, by=clerk, at=NOW)
    set_links(row, {Linkage.DISPUTES: Said(True, "联调协议 2026-03"), Linkage.WORK: Said(False)}, by=clerk, at=NOW)

    assert {link for link, said in links_of(row).items() if said.met} == {Linkage.DISPUTES}
    assert row.events.get(verb="station.link").changes == [["纠纷联调", "未做到", "已做到：联调协议 2026-03"]]
