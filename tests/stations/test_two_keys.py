"""Two keys open a shelter to somebody who only looks: the database itself lets her write nothing there."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.shelter_duty import plan_duty
from stations.actions.shelter_openings import ask, let_in
from stations.models import BedUse, Shelter, ShelterDuty, ShelterOpening, ShelterStay
from tests.factories import ProvinceTree, user
from tests.stations.shelters import HOUR, NAME, shelter, stay

REASON = "年度消防检查"


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper)


@pytest.fixture
def living(place: Shelter, keeper: User) -> ShelterStay:
    return stay(place, keeper, at=database_now())


@pytest.fixture
def looker(place: Shelter, keeper: User) -> User:
    """Let in for a day."""
    one = user(keeper.org, Role.SHELTER_WORKER, name="吴查")
    let_in(ask(reason=REASON, by=one, at=database_now()), place, by=keeper, at=database_now())
    return one


def written(statement: str, *params: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stations_shelter SET opened_on = opened_on",
        "UPDATE stations_shelterkeeper SET until = now()",
        "INSERT INTO stations_shelterkeeper (shelter_id, user_id, sex, named_at, named_by_id) "
        "SELECT id, portal.reader, 'f', now(), portal.reader FROM stations_shelter, "
        "(SELECT current_setting('portal.reader')::bigint AS reader) portal",
        "UPDATE stations_shelterroom SET label = label || 'x'",
        "UPDATE stations_shelterbed SET out_since = now(), out_reason = 'x'",
        "UPDATE stations_beduse SET ends_at = now()",
        "UPDATE stations_shelterapplication SET basis_note = ''",
        "UPDATE stations_resident SET carer = ''",
        "UPDATE stations_shelterstay SET until = now()",
        "INSERT INTO stations_stayworker (stay_id, user_id, named_at, named_by_id) "
        "SELECT id, admitted_by_id, now(), admitted_by_id FROM stations_shelterstay",
        "INSERT INTO stations_stayevent (stay_id, verb, at, actor_id, words) "
        "SELECT id, 'x', now(), admitted_by_id, '' FROM stations_shelterstay",
        "INSERT INTO stations_shelterduty (shelter_id, user_id, sex, begins_at, ends_at, by_id) "
        "SELECT shelter_id, admitted_by_id, 'f', now(), now() + interval '1 hour', admitted_by_id "
        "FROM stations_shelterstay",
        "UPDATE stations_shelteropening SET until = until + interval '1 year'",
    ],
)
def test_who_was_let_in_reads_and_writes_nothing(living: ShelterStay, looker: User, statement: str) -> None:
    with rows_of(scope_of(looker)):
        assert ShelterStay.objects.get() == living
        with pytest.raises(ProgrammingError, match="row-level security"):
            written(statement)


def test_who_was_let_in_takes_nobody_off_the_duty_sheet(place: Shelter, keeper: User, looker: User) -> None:
    begins = database_now()
    plan_duty(place, place.keepers.get(), begins=begins, ends=begins + 8 * HOUR, by=keeper, at=begins)

    with rows_of(scope_of(looker)):
        assert ShelterDuty.objects.count() == 1
        assert written("DELETE FROM stations_shelterduty") == 0
    with rows_of(scope_of(keeper)):
        assert written("DELETE FROM stations_shelterduty") == 1


def test_a_keeper_writes_the_same(living: ShelterStay, keeper: User) -> None:
    with rows_of(scope_of(keeper)):
        assert written("UPDATE stations_shelterstay SET until = until") == 1
        assert written("UPDATE stations_beduse SET begins_at = begins_at") == BedUse.objects.count() == 1


def test_nobody_turns_the_second_key_for_herself(place: Shelter, keeper: User) -> None:
    one = user(keeper.org, Role.SHELTER_WORKER)
    asked = ask(reason=REASON, by=one, at=database_now())
    with rows_of(scope_of(one)):
        with pytest.raises(ProgrammingError, match="row-level security"):
            written("UPDATE stations_shelteropening SET shelter_id = %s, until = now() + interval '1 day'", place.pk)
        with pytest.raises(NotAllowed):
            let_in(asked, place, by=one, at=database_now())
        assert not Shelter.objects.exists()


def test_why_somebody_asks_is_read_by_keepers_alone(place: Shelter, keeper: User, looker: User) -> None:
    another = user(keeper.org, Role.SHELTER_WORKER)
    ask(reason="她是我表妹", by=another, at=database_now())

    for reader, reads in [(keeper, {REASON, "她是我表妹"}), (looker, {REASON}), (another, {"她是我表妹"})]:
        with rows_of(scope_of(reader)):
            assert set(ShelterOpening.objects.values_list("reason", flat=True)) == reads


def test_the_page_offers_a_looker_no_key_to_turn(
    place: Shelter, looker: User, keeper: User, client: Client, tree: ProvinceTree
) -> None:
    ask(reason="她是我表妹", by=user(keeper.org, Role.SHELTER_WORKER), at=database_now())
    intruder = user(tree.huimin, Role.SHELTER_WORKER)
    for reader, sees_place, sees_reason in [(looker, True, False), (keeper, True, True), (intruder, False, False)]:
        client.force_login(reader)
        shown = client.get("/stations/shelters/").content.decode()
        assert (NAME in shown, "她是我表妹" in shown) == (sees_place, sees_reason)
