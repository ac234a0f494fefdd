"""平安家庭: homes looked at by the list in force; named in their village and township, figures further up."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.orgs.models import Organization
from stations.actions.checklists import Added, add_items, load_checklists
from stations.actions.peace_families import asked_on, list_home, look_again, take_off
from stations.models import HomeLabel, Household, PeaceCheck
from stations.peace_figures import Homes, below, unmet_in
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, org, user
from tests.stations.peace import TODAY, looked, seen

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def lists(law: None) -> None:
    load_checklists(at=NOW)


def test_the_last_look_counts_and_passing_follows_from_the_items(
    tree: ProvinceTree, worker: User, township: User
) -> None:
    row = looked(worker, tree.village, gambling="unmet", trafficking="spared")
    assert (row.latest.passed, len(row.latest.lists)) == (False, 1)
    assert below(tree.beizhen, TODAY)[0].homes == Homes(1, 1, 0)

    again = look_again(row, seen(tree.village), on=TODAY + DAY, by=township, at=NOW + DAY)

    assert again.passed
    assert below(tree.beizhen, TODAY + DAY)[0].homes == Homes(1, 1, 1)
    assert below(tree.beizhen, TODAY + 400 * DAY)[0].homes == Homes(1, 0, 0)  # a look counts for a year
    assert [check.passed for check in row.checks.order_by("pk")] == [False, True]
    assert list(AccessEvent.objects.filter(verb="household.check").values_list("actor", flat=True)) == [
        worker.pk,
        township.pk,
    ]


def test_homes_are_asked_what_is_in_force_and_every_item_of_it(tree: ProvinceTree, worker: User) -> None:
    assert [len(asked_on(tree.village, on)) for on in (dt.date(2008, 1, 1), TODAY)] == [8, 12]
    county = user(tree.bincheng, Role.UNIT_HEAD)
    earlier = seen(tree.village)
    add_items("peace_family", [Added("无酒驾", 1)], reason="本县要求", valid_from=TODAY, by=county, at=NOW)
    assert asked_on(tree.village, TODAY)[-1].label == "无酒驾"

    with pytest.raises(NotAllowed, match="“无酒驾”还没有核对结果"):
        list_home(tree.village, "3号", earlier, on=TODAY, by=worker, at=NOW)
    with pytest.raises(NotAllowed, match="“无暴力”还没有核对结果"):
        looked(worker, tree.village, violence="spared")  # each home is asked of each 无
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("words", "on", "refusal"),
    [
        (" ３ 号", TODAY, "已在名单上"),
        (" ", TODAY, "请填写门牌号"),
        ("4号", TODAY + DAY, "最近 30 日以内"),
        ("4号", TODAY - 31 * DAY, "最近 30 日以内"),
    ],
)
def test_a_home_is_refused_that_stands_there_or_a_day_that_cannot_be(
    tree: ProvinceTree, worker: User, words: str, on: dt.date, refusal: str
) -> None:
    looked(worker, tree.village)

    with pytest.raises(NotAllowed, match=refusal):
        list_home(tree.village, words, seen(tree.village), on=on, by=worker, at=NOW)

    assert Household.objects.count() == 1


def test_only_the_village_and_the_township_right_above_look(tree: ProvinceTree, worker: User, clerk: User) -> None:
    elsewhere = user(
        org("371621003001", "外村", parent=org("371621003", "外镇", parent=tree.huimin)), Role.VILLAGE_WORKER
    )
    row = looked(worker, tree.village)

    for by in (clerk, elsewhere, user(tree.beizhen, Role.MEDIATOR)):
        with pytest.raises(NotAllowed, match="由村（社区）或者所属乡镇"):
            looked(by, tree.village, "4号")
        with pytest.raises(NotAllowed, match="由村（社区）或者所属乡镇"):
            look_again(row, seen(tree.village), on=TODAY, by=by, at=NOW)
        with pytest.raises(NotAllowed, match="由村（社区）或者所属乡镇"):
            take_off(row, by=by, at=NOW)


def test_who_leaves_the_list_is_counted_no_more_and_its_number_is_gone(tree: ProvinceTree, worker: User) -> None:
    row = looked(worker, tree.village)

    take_off(row, by=worker, at=NOW)

    assert below(tree.beizhen, TODAY)[0].homes == Homes()
    assert not HomeLabel.objects.exists()
    with pytest.raises(NotAllowed, match="已经移出名单"):
        look_again(row, seen(tree.village), on=TODAY, by=worker, at=NOW)
    looked(worker, tree.village)  # its number is free again


def test_what_was_found_stays_and_the_number_is_enciphered(tree: ProvinceTree, worker: User) -> None:
    looked(worker, tree.village, "黄河五路385号")

    for statement in ("UPDATE stations_peacecheck SET unmet = '{}'", "DELETE FROM stations_household"):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute('SELECT words, "index" FROM stations_homelabel')
        assert "385" not in "".join(cursor.fetchone())


def test_the_database_shows_numbers_to_the_village_and_its_township_alone(
    tree: ProvinceTree, worker: User, township: User, clerk: User, intruder: User
) -> None:
    looked(worker, tree.village)

    found = {}
    for reader in (worker, township, clerk, intruder):
        with rows_of(scope_of(reader)):
            found[reader.name] = [model.objects.count() for model in (HomeLabel, PeaceCheck, Household)]

    assert found == {"赵村": [1, 1, 1], "钱镇": [1, 1, 1], "王芳": [0, 1, 1], "刘惠": [0, 0, 0]}


def test_the_homes_of_a_village_that_is_merged_go_with_it(tree: ProvinceTree, worker: User, township: User) -> None:
    other = org("371602003002", "又一村", parent=tree.beizhen)
    row = looked(worker, tree.village)

    orgs.merge(tree.village, by=user(tree.shandong, Role.SEC_ADMIN), into=other, on=TODAY + DAY, at=NOW + DAY)

    assert [(line.name, line.homes.listed) for line in below(tree.beizhen, TODAY)] == [("又一村", 1)]
    assert Household.objects.visible_to(township).get() == row


def test_few_homes_are_told_to_those_alone_who_know_them(tree: ProvinceTree, worker: User) -> None:
    for number in range(6):
        looked(worker, tree.village, f"{number}号", violence="unmet" if number < 2 else "met", hazard="unmet")

    def told(reader: Organization) -> list[tuple[str, int]]:
        return [(item.label, item.homes) for item in unmet_in(tree.bincheng, TODAY, reader=reader)]

    assert told(tree.beizhen) == [("防隐患", 6), ("无暴力", 2)]
    assert told(tree.bincheng) == [("防隐患", 6)]


class TestPages:
    """As a village worker walks from door to door, and as those above count."""

    def typed(self, village: Organization, **other: Any) -> dict[str, Any]:
        on = timezone.localdate()
        return {"on": str(on)} | {f"item{pk}": how for pk, how in seen(village, on).items()} | other

    def test_she_walks_from_door_to_door(self, client: Client, tree: ProvinceTree, worker: User) -> None:
        client.force_login(worker)
        assert client.get(reverse("stations:peace_family")).headers["Location"].endswith(f"/{tree.village.pk}/")
        new = reverse("stations:peace_home_new", args=[tree.village.pk])
        assert client.get(new).content.decode().count("checked") == 0
        today = str(timezone.localdate())
        unseen = client.post(new, {"on": today, "home": "3号", "next": ""}).content.decode()
        assert ("还没有选。" in unseen, unseen.count("的结果。")) == (True, 0)  # nothing is met before she says so
        items = list(seen(tree.village, timezone.localdate()))
        part = client.post(new, {"on": today, "home": "3号", f"item{items[0]}": "met", "next": ""}).content.decode()
        assert part.count("的结果。") >= len(items) - 1

        answer = client.post(new, {"on": today, "home": "3号", "rest": "on", "next": ""}, follow=True)

        assert answer.redirect_chain == [(new, 302)]
        assert "3号：达标" in answer.content.decode()
        again = client.post(new, self.typed(tree.village, home="3 号"))
        assert (again.status_code, "已在名单上" in again.content.decode()) == (409, True)
        row = Household.objects.get()
        unmet = next(item for item in asked_on(tree.village, TODAY) if item.code == "gambling")
        said = self.typed(tree.village, **{f"item{unmet.pk}": "unmet"})
        shown = client.post(reverse("stations:peace_home", args=[row.pk]), said, follow=True).content.decode()
        assert "未达标，1 项没有做到" in shown
        page = client.get(reverse("stations:peace_home", args=[row.pk])).content.decode()
        assert "未达标：无赌博" in page
        assert (page.count("上次：做到"), page.count("上次：没有做到"), page.count("checked")) == (11, 1, 1)
        client.post(reverse("stations:peace_home_leave", args=[row.pk]))
        assert not HomeLabel.objects.exists()
        verbs = set(AccessEvent.objects.filter(actor=worker).values_list("verb", flat=True))
        assert {"household.list", "household.read", "household.check", "household.leave"} <= verbs

    def test_further_up_there_are_figures_and_another_county_sees_none(
        self, client: Client, tree: ProvinceTree, worker: User, township: User, clerk: User, intruder: User
    ) -> None:
        row = looked(worker, tree.village, "黄河五路385号", at=timezone.now())
        client.force_login(township)
        assert reverse("stations:peace_homes", args=[tree.village.pk]) in self.figures(client)
        assert "黄河五路385号" in client.get(reverse("stations:peace_homes", args=[tree.village.pk])).content.decode()
        client.force_login(clerk)
        assert "385" not in self.figures(client, org=tree.beizhen.code)
        assert client.get(reverse("stations:peace_homes", args=[tree.village.pk])).status_code == 403
        assert client.get(reverse("stations:peace_home", args=[row.pk])).status_code == 404
        book = load_workbook(io.BytesIO(client.get(reverse("stations:peace_family"), {"form": "xlsx"}).content)).active
        assert ("合计", 1, 1, 1, 1, 1) in list(book.iter_rows(values_only=True))

        client.force_login(intruder)
        for address, status in (
            (reverse("stations:peace_family") + f"?org={tree.beizhen.code}", 404),
            (reverse("stations:peace_homes", args=[tree.village.pk]), 404),
            (reverse("stations:peace_home", args=[row.pk]), 404),
        ):
            assert client.get(address).status_code == status
        assert client.post(reverse("stations:peace_home_leave", args=[row.pk])).status_code == 404

    def figures(self, client: Client, **asked: object) -> str:
        answer = client.get(reverse("stations:peace_family"), asked)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def test_the_list_asks_as_much_for_three_rows_as_for_one(
        self, client: Client, tree: ProvinceTree, worker: User
    ) -> None:
        client.force_login(worker)
        url, counts = reverse("stations:peace_homes", args=[tree.village.pk]), []
        for words in ("1号", "2号", "3号"):
            looked(worker, tree.village, words)
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))

        assert counts[0] == counts[2]
