"""Checklists: the nation's versions, what a region adds, and that no version changes what was checked before."""

import datetime as dt

import pytest
from django.db import InternalError, ProgrammingError, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from stations.actions.checklists import Added, add_items, load_checklists
from stations.check_facts import ListKind, Section
from stations.models import Checklist, ChecklistItem
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.checking import checked
from tests.stations.stations import station as a_station

TODAY = dt.date(2026, 11, 23)
EXTRA = [Added("有心理疏导室", 10, evidence=True), Added("有法律顾问", 5)]


@pytest.fixture
def province(tree: ProvinceTree, law: None) -> User:
    load_checklists(at=NOW)
    return user(tree.shandong, Role.UNIT_HEAD, name="郑省")


def asked_of(tree: ProvinceTree, on: dt.date = TODAY, kind: ListKind = ListKind.STATION) -> list[str]:
    rows = Checklist.objects.binding(kind, tree.beizhen, on)
    return [item.label for row in rows for item in row.items.order_by("place")]


def test_the_lists_are_those_of_the_documents_and_a_hundred_points(province: User) -> None:
    (row,) = Checklist.objects.filter(kind=ListKind.STATION)
    items = ChecklistItem.objects.filter(checklist=row)

    assert {
        section: items.filter(section=section).count() for section in set(items.values_list("section", flat=True))
    } == {
        "four_haves": 4,
        "five_ones": 5,
        "systems": 5,
    }
    assert sum(items.values_list("points", flat=True)) == 100


def test_of_the_peace_family_the_older_list_stays_beside_the_one_in_force(province: User, tree: ProvinceTree) -> None:
    before, today = (asked_of(tree, on, ListKind.PEACE_FAMILY) for on in (dt.date(2008, 1, 1), TODAY))

    assert before[:4] == ["防拐卖", "防盗窃", "防抢劫", "防隐患"]
    assert len(before) == 8
    assert today == [
        *("防拐卖", "防盗窃", "防抢劫", "防渗透", "防隐患", "防犯罪"),
        *("无毒品", "无赌博", "无暴力", "无邪教", "无传销", "无事故"),
    ]


def test_loading_again_writes_nothing(province: User) -> None:
    assert load_checklists(at=NOW) == []
    assert AccessEvent.objects.filter(verb="checklist.load").count() == 4


def test_what_a_province_adds_binds_its_own_from_that_day_on(province: User, tree: ProvinceTree) -> None:
    before = asked_of(tree)
    row = add_items(
        ListKind.STATION, EXTRA, reason="鲁妇发〔2026〕12 号", valid_from=dt.date(2027, 1, 1), by=province, at=NOW
    )

    assert asked_of(tree) == before
    assert asked_of(tree, dt.date(2027, 1, 1)) == [*before, "有心理疏导室", "有法律顾问"]
    elsewhere = Checklist.objects.binding(ListKind.STATION, tree.xiaonan, dt.date(2027, 1, 1))
    assert [each.org for each in elsewhere] == [None]
    assert set(row.items.values_list("section", flat=True)) == {Section.LOCAL}


def test_a_new_version_changes_nothing_that_was_checked(province: User, tree: ProvinceTree) -> None:
    county, worker = user(tree.bincheng, Role.SECTION_HEAD), user(tree.beizhen, Role.TOWNSHIP_WORKER)
    station = a_station(tree.beizhen, by=worker)
    add_items(ListKind.STATION, EXTRA, reason="第 1 版", valid_from=TODAY, by=province, at=NOW)
    first = checked(station, county)
    add_items(ListKind.STATION, EXTRA[:1], reason="第 2 版", valid_from=TODAY, by=province, at=NOW)
    second = checked(station, county)

    assert (first.whole, first.answers.count()) == (115, 16)
    assert (second.whole, second.answers.count()) == (110, 15)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ChecklistItem.objects.filter(code="local_1").update(points=1)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Checklist.objects.filter(org=None).update(number=9)


def test_who_may_add_and_what(province: User, tree: ProvinceTree) -> None:
    def added(by: User, **changes: object) -> Checklist:
        given = {"reason": "依据", "valid_from": TODAY} | changes
        return add_items(ListKind.STATION, EXTRA, by=by, at=NOW, **given)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed, match="主席（分管副主席）制定"):
        added(user(tree.shandong, Role.SECTION_HEAD))
    with pytest.raises(NotAllowed, match="省、市、县级"):
        added(user(tree.beizhen, Role.UNIT_HEAD))
    with pytest.raises(NotAllowed, match="不能早于今天"):
        added(province, valid_from=TODAY - dt.timedelta(days=1))
    with pytest.raises(NotAllowed, match="写明依据"):
        added(province, reason=" ")
    assert (added(province).number, added(province).number) == (1, 2)
    assert AccessEvent.objects.filter(verb="checklist.add", actor=province).count() == 2
