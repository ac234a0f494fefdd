"""A marked address and a marked name: no page, answer, file, notice, message or log of the portal lets them out."""

import datetime as dt
import logging
import re
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.walls import note_digest
from fedportal.accounts.models import User
from fedportal.accounts.roles import ADMINISTRATORS, Can, Role
from fedportal.accounts.row_scopes import range_of, scope_of
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from fedportal.lib.database_clock import database_now
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from stations.actions.shelter_admitting import Respondent
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.actions.shelters import name_keeper
from stations.models import BedUse, Resident, Shelter, ShelterApplication, ShelterHold, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from tests.api.clients import api_client, caller
from tests.api.walking import PAGED
from tests.factories import ProvinceTree, held_together, user
from tests.stations.shelters import DAY, shelter, stay, woman
from tests.test_permissions import TABLE, Row

PLACE, CALLED, WHO = "暗号巷四十二号", "暗号小院", "暗号之人"
TEL, WAY, WORDS = "0543-4242424", "暗号车站见", "暗号病历"
MARKS = (PLACE, CALLED, WHO, TEL, WAY, WORDS)


@pytest.fixture
def place(keeper: User) -> Shelter:
    return shelter(keeper, name=CALLED, address=PLACE, phone=TEL, pick_up=WAY)


@pytest.fixture
def living(place: Shelter, keeper: User) -> ShelterStay:
    return stay(place, keeper, woman(WHO, phone="13900004242"), at=database_now(), needs=WORDS)


def let_out(said: str) -> list[str]:
    return [mark for mark in MARKS if mark in said]


def body(answer: object) -> str:
    parts = answer.streaming_content if getattr(answer, "streaming", False) else [answer.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode("utf-8", "replace") + str(getattr(answer, "headers", ""))


READ = [row for row in TABLE if row.method == "get"]


ROUND = [row.name for row in READ if row.thing.__name__ == "nothing"]
WORKING = tuple(held_together(Role))


@pytest.mark.parametrize("roles", [WORKING, *((role,) for role in sorted(ADMINISTRATORS))], ids=str)
@pytest.mark.parametrize("where", ["bincheng", "huimin", "binzhou", "shandong"])
def test_no_page_tells_who_is_not_named(
    living: ShelterStay, tree: ProvinceTree, where: str, roles: tuple[Role, ...]
) -> None:
    """Whoever works on cases with all roles at once, and each administrator: every address that needs no thing."""
    client = Client(raise_request_exception=False)
    client.force_login(user(getattr(tree, where), *roles))

    for address in [reverse(name) for name in ROUND]:
        assert not let_out(body(client.get(address))), address


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_CLIENT], ids=str)
def test_no_role_opens_what_it_is_not_named_for(living: ShelterStay, tree: ProvinceTree, role: Role) -> None:
    client = Client(raise_request_exception=False)
    for org in (tree.bincheng, tree.huimin, tree.shandong):
        client.force_login(user(org, role))
        for address in (
            f"/stations/shelters/{living.shelter_id}/",
            f"/stations/shelters/{living.shelter_id}/setup/",
            f"/stations/shelters/{living.shelter_id}/admit/",
            f"/stations/shelters/stays/{living.pk}/",
            f"/stations/shelters/applications/{living.application_id}/",
        ):
            answer = client.get(address)
            assert answer.status_code in {403, 404}, address
            assert not let_out(body(answer)), address


def test_no_search_finds_her(living: ShelterStay, tree: ProvinceTree, client: Client) -> None:
    client.force_login(user(tree.bincheng, *WORKING))

    for address in (f"/petitions/?q={WHO}", f"/stations/?q={CALLED}", f"/hotline/calls/?q={WHO}"):
        shown = body(client.get(address))
        for mark in set(MARKS) - {WHO, CALLED}:
            assert mark not in shown
        assert f"/stations/shelters/stays/{living.pk}/" not in shown


def test_what_is_hers_could_have_been_there(living: ShelterStay, keeper: User, client: Client) -> None:
    client.force_login(keeper)

    shown = body(client.get(f"/stations/shelters/{living.shelter_id}/setup/"))
    shown += body(client.get(living.get_absolute_url()))

    assert set(let_out(shown)) == set(MARKS)


def test_titles_and_addresses_of_pages_say_nothing(living: ShelterStay, keeper: User, client: Client) -> None:
    client.force_login(keeper)
    for address in (f"/stations/shelters/{living.shelter_id}/", living.get_absolute_url()):
        shown = body(client.get(address))
        title = shown[shown.index("<title>") : shown.index("</title>")]
        assert "庇护" in title
        assert not let_out(title + address)


def test_no_system_is_told_more_than_her_name(living: ShelterStay, tree: ProvinceTree) -> None:
    """With every scope at once: her name to one of the shelter's own unit with a legal basis, to no other anything."""
    scopes = [scope for scope in Scope if scope is not Scope.TICKETS]
    for unit in (tree.bincheng, tree.huimin, tree.binzhou, tree.shandong):
        client = caller(api_client(unit, *scopes))
        said = "".join(body(client.get(address)) for address in PAGED)
        assert let_out(said) == ([WHO] if unit == tree.bincheng else []), unit
    without = caller(api_client(tree.bincheng, *(scope for scope in scopes if scope is not Scope.PERSONAL)))
    assert let_out("".join(body(without.get(address)) for address in PAGED)) == []


def test_the_same_answer_for_not_there_and_not_yours(living: ShelterStay, tree: ProvinceTree, client: Client) -> None:
    client.force_login(user(tree.bincheng, Role.UNIT_HEAD))
    for pattern, pk in (
        ("/stations/shelters/{}/", living.shelter_id),
        ("/stations/shelters/{}/duty/", living.shelter_id),
        ("/stations/shelters/stays/{}/", living.pk),
        ("/stations/shelters/applications/{}/", living.application_id),
    ):
        answers, asked = [], []
        for key in (10**9, 10**9, pk):  # the first time the connection plans what it asks
            with CaptureQueriesContext(connection) as questions:
                answers.append(client.get(pattern.format(key)))
            asked.append(len(questions))
        none, mine = answers[1:]
        assert asked[1] == asked[2]  # in the same time: as many questions, of rows that are shown in neither
        assert (mine.status_code, none.status_code) == (404, 404)
        said, unsaid = (re.sub(r"\w{64}", "", each.content.decode()) for each in (mine, none))  # but for its token
        assert said == unsaid


def rows_seen(scope: object) -> set[int]:
    """How many rows of each kind PostgreSQL itself shows."""
    with rows_of(scope):  # type: ignore[arg-type]
        return {model.objects.count() for model in (Shelter, ShelterStay, ShelterApplication, Resident, BedUse)}


def test_the_database_itself_shows_its_rows_to_named_people_alone(
    living: ShelterStay, keeper: User, tree: ProvinceTree
) -> None:
    others = [user(org, *held_together(Role)) for org in (tree.bincheng, tree.huimin, tree.binzhou, tree.shandong)]

    assert rows_seen(scope_of(keeper)) == {1}
    for other in others:
        assert rows_seen(scope_of(other)) == {0}
        assert rows_seen(range_of(other)) == {0}  # figures, too


def test_columns_hold_no_plain_word(living: ShelterStay) -> None:
    with connection.cursor() as cursor:
        for model in (Shelter, Resident, ShelterApplication):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            assert not let_out(str(cursor.fetchall()))


def test_duties_about_a_stay_are_in_nobodys_figures_and_lists(
    living: ShelterStay, keeper: User, tree: ProvinceTree
) -> None:
    kind = ContentType.objects.get_for_model(ShelterStay)
    for org in (tree.bincheng, tree.binzhou, tree.shandong):
        other = user(org, *held_together(Role))
        for scope in (scope_of(other), range_of(other)):
            with rows_of(scope):
                assert not Deadline.objects.filter(content_type=kind).exists()
    with rows_of(scope_of(keeper)):
        assert Deadline.objects.filter(content_type=kind).count() == 1


def test_trail_notices_and_messages_say_nothing(living: ShelterStay, tree: ProvinceTree) -> None:
    agent = user(tree.huimin, Role.AGENT)
    offer = nearest_beds(agent.org, Needs(), at=database_now())[0].offer
    hold_beds(offer, Needs(), HoldFor("call", 1, TEL, WORDS), by=agent, at=database_now())
    with rows_of(EVERYTHING):
        sweep(database_now() + 30 * DAY)
        tell_escalations(database_now() + 30 * DAY)
        said = str(list(Notice.objects.values())) + str(list(AccessEvent.objects.values()))
        said += str([str(notice.subject) for notice in Notice.objects.all()])

    assert Notice.objects.count() >= 2
    assert not let_out(said)
    assert not let_out(str([message.body for message in mail.outbox]))


class Heard(logging.Handler):
    """Every line that any logger says."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage() + str(record.exc_info) + str(record.__dict__.get("msg")))


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler, root = Heard(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def test_logs_and_error_pages_say_nothing(living: ShelterStay, keeper: User, heard: Heard) -> None:
    """Also where a request fails: by what was typed, by a key that is gone, by a refusal."""
    client = Client(raise_request_exception=False)
    client.force_login(keeper)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stations_shelter SET pick_up = 'v1:gone:AAAA'")

    broken = client.get(f"/stations/shelters/{living.shelter_id}/")
    client.post(f"/stations/shelters/stays/{living.pk}/do/leave/", {"exit": "x", "request": WORDS})
    client.get(f"/stations/shelters/{10**9}/")

    assert broken.status_code >= 500
    assert not let_out(body(broken))
    assert heard.lines
    assert not let_out("\n".join(heard.lines))


def test_metrics_name_no_shelter(living: ShelterStay, client: Client) -> None:
    assert not let_out(body(client.get("/metrics")))


def test_a_keeper_close_to_the_respondent_does_not_see_the_household(place: Shelter, keeper: User) -> None:
    close = user(keeper.org, Role.SHELTER_WORKER)
    now = database_now()
    name_keeper(place, close, sex="f", by=keeper, at=now)
    note_digest(close, kind="phone", value="13777770001", whose="兄弟", by=close, at=now)

    row = stay(place, keeper, woman(WHO), at=now, respondent=Respondent(phone="137 7777 0001"))

    assert list(ShelterStay.objects.visible_to(keeper)) == [row]
    assert not ShelterStay.objects.visible_to(close).exists()
    client = Client()
    client.force_login(close)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert WHO not in body(client.get(f"/stations/shelters/{place.pk}/"))
    with rows_of(scope_of(close)):
        assert not Resident.objects.exists()
        assert not ShelterApplication.objects.exists()


def test_staff_of_the_respondents_unit_do_not_see_it(place: Shelter, keeper: User, tree: ProvinceTree) -> None:
    colleague = user(tree.beizhen, Role.TOWNSHIP_WORKER, Role.SHELTER_WORKER)
    name_keeper(place, colleague, sex="f", by=keeper, at=database_now())

    stay(place, keeper, woman(WHO), at=database_now(), respondent=Respondent(org=tree.beizhen))

    assert not ShelterStay.objects.visible_to(colleague).exists()
    with rows_of(scope_of(colleague)):
        assert not Resident.objects.exists()


def test_a_number_tried_at_another_door_is_told_to_her_keepers(
    place: Shelter, keeper: User, tree: ProvinceTree, client: Client
) -> None:
    """Her own keepers learn who tried it, and when; the other learns that it may not be, and no more."""
    number = "11010519491231002X"
    hers = stay(place, keeper, woman(WHO, id_number=number), at=database_now())
    other = user(tree.huimin, Role.UNIT_HEAD, Role.SHELTER_WORKER, name="邓某")
    there = shelter(other)
    client.force_login(other)
    asked = {"basis": "word", "name_1": "化名", "sex_1": "f", "born_on_1": "1994-05-06", "id_number_1": number}

    answer = client.post(f"/stations/shelters/{there.pk}/admit/", asked)

    assert answer.status_code == 409
    assert "其中有人已经登记在住" in body(answer)
    assert not let_out(body(answer))
    assert not ShelterApplication.objects.filter(shelter=there).exists()
    assert AccessEvent.objects.filter(verb="shelter.met_elsewhere", actor=other).exists()
    assert Notice.objects.visible_to(keeper).get().text.startswith("另有庇护所登记了与在住人员相同的证件号")
    assert not Notice.objects.visible_to(other).exists()
    client.force_login(keeper)
    assert "邓某登记了相同的证件号" in body(client.get(hers.get_absolute_url()))


def test_who_holds_a_bed_may_not_read_the_numbers_of_others(living: ShelterStay, tree: ProvinceTree) -> None:
    agent, other = user(tree.huimin, Role.AGENT), user(tree.zouping, Role.AGENT)
    now: dt.datetime = database_now()
    hold_beds(nearest_beds(agent.org, Needs(), at=now)[0].offer, Needs(), HoldFor("call", 1, TEL), by=agent, at=now)

    with rows_of(scope_of(other)):
        assert not ShelterHold.objects.exists()
    with rows_of(scope_of(agent)):
        assert ShelterHold.objects.count() == 1
        assert not Shelter.objects.exists()


def test_every_address_of_shelters_asks_for_a_right_of_theirs() -> None:
    rights = {Can.HOLD_BEDS, Can.TEND_SHELTERS, Can.KEEP_SHELTERS, Can.SEE_DASHBOARD}  # the last for T-09

    found: list[Row] = [
        row for row in TABLE if "shelter" in row.name or row.name in {"stations:stay", "stations:application"}
    ]

    assert found
    assert {row.needs for row in found} <= rights
    of_matters = {row.needs for row in TABLE if "petition_beds" in row.name}
    assert of_matters == {Can.HANDLE}
