"""What a shelter must have is looked at by its keepers, and by a unit above that was let in; scores go up, no more."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import range_of, scope_of
from fedportal.deadlines.models import Deadline
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.checklists import Added, add_items
from stations.actions.shelter_checks import Scored, items_of, keep_check, look_of, plan_checks
from stations.actions.shelter_openings import ask, let_in
from stations.check_facts import ListKind
from stations.models import Shelter, ShelterCheck, ShelterCheckAnswer
from stations.shelter_check_figures import looked_at
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import NAME, looked, shelter

LACKS = "后门朝暗号巷"


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


@pytest.fixture
def above(tree: ProvinceTree, place: Shelter) -> User:
    """Who leads the city's federation."""
    return user(tree.binzhou, Role.UNIT_HEAD, name="市领导")


def opened(place: Shelter, keeper: User, to: User) -> None:
    asked = ask(reason="年度检查", of=place.org, by=to, at=database_now())
    let_in(asked, place, by=keeper, at=database_now())


def test_the_list_is_a_hundred_points_and_says_of_each_item_which_rule_asks_for_it(place: Shelter) -> None:
    looked(place, place.keepers.get().user)

    items = items_of(place, NOW)

    assert len(items) == 21
    assert sum(item.points for item in items) == 100
    assert [item.code for item in items if not item.source or item.evidence] == []


def test_keepers_find_what_is_lacking_and_a_year_later_look_again(place: Shelter, keeper: User) -> None:
    assert plan_checks(at=NOW) == 1
    assert plan_checks(at=NOW) == 0
    first = place.deadlines.get()
    assert first.due_at.date() == dt.date(2026, 3, 8)  # a year after it was opened

    made = looked(place, keeper, without=("alarm", "meals"), at=NOW)

    assert (made.kind, made.points, made.whole, made.missing) == ("self", 90, 100, 2)
    assert place.events.get(verb="shelter.check").words == "90/100 分"
    first.refresh_from_db()
    assert first.closed_at is not None
    assert plan_checks(at=NOW) == 1
    assert place.deadlines.open().get().due_at.date() == NOW.date().replace(year=NOW.year + 1)
    for scored, words in ((Scored(0), "写明缺什么"), (Scored(3), "得分应为")):
        found = {item.pk: Scored(item.points) for item in items_of(place, NOW)}
        with pytest.raises(NotAllowed, match=words):
            keep_check(place, found | {items_of(place, NOW)[0].pk: scored}, by=keeper, at=NOW)


def test_a_unit_above_looks_once_it_was_let_in_and_writes_nothing_else(
    place: Shelter, keeper: User, above: User, tree: ProvinceTree
) -> None:
    with pytest.raises(NotAllowed):
        ask(reason="检查", of=place.org, by=user(tree.huimin, Role.UNIT_HEAD), at=database_now())
    assert look_of(place, above) is None
    opened(place, keeper, above)
    colleague = user(place.org, Role.UNIT_HEAD)
    let_in(ask(reason="看看", by=colleague, at=database_now()), place, by=keeper, at=database_now())
    assert look_of(place, colleague) is None

    looked(place, keeper)
    with rows_of(scope_of(above)):
        made = keep_check(
            place, {item.pk: Scored(item.points) for item in items_of(place, NOW)}, by=above, at=database_now()
        )
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO stations_sheltercheck (shelter_id, org_id, kind, at, by_id, points, whole, missing) "
                "SELECT shelter_id, org_id, kind, at, %s, points, whole, missing FROM stations_sheltercheck LIMIT 1",
                [keeper.pk],
            )

    assert (made.kind, made.org) == ("yearly", tree.binzhou)


def test_pages_of_a_look_are_for_who_keeps_it(client: Client, place: Shelter, keeper: User, above: User) -> None:
    """His own sentence stays as he typed it where something is missing; what is found stands on the shelter's page."""
    looked(place, keeper, without=("alarm",), at=NOW - dt.timedelta(days=30))
    items = items_of(place, NOW)
    said = {f"found{item.pk}": str(item.points) if item.graded else "1" for item in items}
    new = f"/stations/shelters/{place.pk}/check/"
    client.force_login(keeper)

    refused = client.post(new, said | {f"found{items[0].pk}": "0"})
    assert refused.status_code == 409
    assert "没有达标，请写明缺什么" in refused.content.decode()
    lacking = {f"found{items[0].pk}": "0", f"remark{items[0].pk}": LACKS}
    shown = client.post(new, said | lacking, follow=True).content.decode()

    assert LACKS in shown
    assert "95／100 分" in client.get(f"/stations/shelters/{place.pk}/").content.decode()
    made = ShelterCheck.objects.latest("pk")
    for other in (user(place.org, Role.UNIT_HEAD), above):
        client.force_login(other)
        assert client.get(made.get_absolute_url()).status_code == 404
        assert client.get(new).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM stations_sheltercheckanswer t")
        assert LACKS not in cursor.fetchone()[0]


def test_figures_go_up_by_unit_and_tell_neither_name_nor_what_is_lacking(
    client: Client, place: Shelter, keeper: User, above: User, tree: ProvinceTree
) -> None:
    now = database_now()
    looked(place, keeper, without=("alarm",), at=now)
    shelter(user(tree.huimin, Role.SECTION_HEAD))

    figures = looked_at(tree.binzhou, now)

    assert [(line.unit, line.shelters, line.by_itself, line.own_words, line.above_words) for line in figures] == [
        ("滨城区", 1, 1, "95%", "—"),
        ("惠民县", 1, 0, "—", "—"),
    ]
    client.force_login(above)
    page = client.get("/statistics/shelters/").content.decode()
    assert "条件检查" in page
    assert NAME not in page
    assert "报警装置" not in page
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))
    assert "条件检查" not in client.get("/statistics/shelters/").content.decode()


def test_the_database_shows_looks_and_their_duty_to_keepers_alone(
    place: Shelter, keeper: User, above: User, tree: ProvinceTree
) -> None:
    looked(place, keeper, at=NOW)
    plan_checks(at=NOW)
    others = [above, user(place.org, Role.UNIT_HEAD), user(tree.huimin, Role.UNIT_HEAD)]

    def seen(scope: object) -> set[int]:
        with rows_of(scope):  # type: ignore[arg-type]
            duties = Deadline.objects.for_model(Shelter)
            return {rows.count() for rows in (ShelterCheck.objects, duties)} | {
                ShelterCheckAnswer.objects.count() // 21
            }

    assert seen(scope_of(keeper)) == {1}
    for other in others:
        assert seen(scope_of(other)) == {0}
        assert seen(range_of(other)) == {0}


def test_what_a_region_asks_beside_is_without_photos(tree: ProvinceTree, law: None) -> None:
    head = user(tree.shandong, Role.UNIT_HEAD)

    with pytest.raises(NotAllowed, match="不附照片"):
        add_items(
            ListKind.SHELTER,
            [Added("有消防器材", 5, evidence=True)],
            reason="本省要求",
            valid_from=dt.date(2027, 1, 1),
            by=head,
            at=NOW,
        )
